"""Answers that learners give, one file a lesson, each with the verdict it is to get."""
