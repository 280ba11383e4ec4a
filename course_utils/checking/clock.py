"""A look at the clock at every step of running code: for where no thread can start that would keep the time.

In a browser's page Python is one thread. From Python 3.12 on, it can call a function of ours at each jump backwards or
forwards and at the start of each function, so no loop and no recursion goes on without one. A single long call of a
library makes no steps; the page's button Stop ends that.
"""

import sys


class Clock:
    """Calls `look(code, place, …)` at each jump and at the start of each function, until `end`; an error of it goes on.

    Parameters
    ----------
    look : callable
        Its first argument is the code object that makes the step.
    """

    def __init__(self, look):
        events = sys.monitoring.events
        self._tool, self._steps, self._lines = free_tool(), events.JUMP | events.PY_START, events.LINE
        sys.monitoring.use_tool_id(self._tool, "course")
        for event in (events.JUMP, events.PY_START, events.LINE):
            sys.monitoring.register_callback(self._tool, event, look)
        sys.monitoring.set_events(self._tool, self._steps)

    def look_closer(self):
        """Look at every line as well: what swallows an error ends at its next line."""
        sys.monitoring.set_events(self._tool, self._steps | self._lines)

    def end(self):
        """Look no more, and leave nothing behind."""
        sys.monitoring.set_events(self._tool, 0)
        sys.monitoring.free_tool_id(self._tool)


def can_look():
    """Whether this Python has the means."""
    return hasattr(sys, "monitoring")


def free_tool():
    """The number of a tool that nobody uses; the low ones are meant for debuggers and profilers."""
    return next(tool for tool in range(5, -1, -1) if sys.monitoring.get_tool(tool) is None)
