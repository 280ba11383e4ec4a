"""The inventory: twenty questions on the course's main misconceptions, before it (form A) and after it (form B).

`from course_utils.inventory import InventoryForm` asks them in a notebook, `course inventory A` in a terminal.

Every wrong answer is what a known mistake comes to when it is run, and every right one what the truth comes to. From
the ground up: `item` (what a question is made of), the items by lesson, `forms` (the same items at other numbers),
`outcome` (what answers show), `records` (the learner's file), `travelling` (how it goes with the progress from a page
to the course and back), `sitting` (one learner, one form), `inventory_form` (the widget); `simulated` are learners who
hold misconceptions, to try the course on.
"""

from course_utils.inventory.forms import ITEMS, form
from course_utils.inventory.inventory_form import InventoryForm

__all__ = ["ITEMS", "InventoryForm", "form"]
