"""A clock for tests: it stands still until it is told to go on, or back."""

from datetime import timedelta

from course_utils.checking import times


class Clock:
    """Stands in for the machine's, from eight o'clock on a day in November."""

    def __init__(self, monkeypatch, start="2026-11-29T08:00:00Z"):
        self.now = times.moment(start)
        monkeypatch.setattr(times, "now", lambda: self.now)

    def goes_on(self, **by):
        """By days, hours, minutes or seconds; negative ones set it back."""
        self.now += timedelta(**by)
