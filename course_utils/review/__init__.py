"""What comes back: questions on earlier lessons, with other numbers each time, in a warm-up and in `course review`.

From the ground up: the items by lesson (as those of the inventory are made, which come back too), `bank` (all of them,
and the numbers of each turn), `schedule` (which comes next, and when), `session` (a few in a row, and what is said),
`warm_up` (the widget at the head of a lesson).
"""

from course_utils.review.warm_up import WarmUp

__all__ = ["WarmUp"]
