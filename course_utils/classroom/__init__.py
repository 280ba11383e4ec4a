"""A class as its learners' files tell it: read with care, counted, and written for a terminal or as a page.

`gathering` reads the files, and `remarks` says which were not counted; `learners` says who is who, `overview` counts,
`stuck` finds who needs a word; `in_words` and `page` only write what is counted. Nothing here writes a file or asks a
question: commands/progress.py does.
"""
