"""The engine of the exercises: an answer runs beside the reference and beside known mistakes, and gets a sentence."""
