"""Predictions as chains of steps, one file a lesson, each with the slips that are made in it."""
