"""Python that runs in a page of the site: explorers as plain controls, checks as HTML, nothing of a notebook.

No lesson imports it. `Page` answers the messages of the page's worker, in JSON; `offered` says which exercises a page
may offer.
"""

from course_utils.in_browser.page import Page, answer, offered

__all__ = ["Page", "answer", "offered"]
