"""`course export`: the exercises of the lessons as assignments, for programs that give marks.

assignment   what is the same in each: the exercises of a lesson, their points, where they stood, what they import
nbgrader     as nbgrader's source
otter        as the source of `otter assign`
writing      a folder of them, with a page on what to do with it
"""
