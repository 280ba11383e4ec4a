"""The engine of the exercises: an answer runs beside the reference and beside known mistakes, and gets a sentence.

From the ground up: `compare` (are two results the same?), `running` (call a learner's function), `source` (code to
show), `verdict` (what a check says, as text and HTML) and `progress` (the learner's file) know nothing of each other.
Below `progress` lie `kept` (what stands in the file), `events` (what changes it), `merging` (two files as one) and
`times`. On them stands `sentences` (words for an answer), on these `judging` (from an answer to a verdict), and on top
`exercise` (what the banks write and the lessons call).
"""
