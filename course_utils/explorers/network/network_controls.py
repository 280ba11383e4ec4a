"""The list of a layer's maps."""

import ipywidgets as widgets

from course_utils.explorers.shared.controls import LAYOUT, STYLE

_MOST = 1024


class MapChoice(widgets.Dropdown):
    """A list whose maps are those of the layer that is shown; `chosen` is called with what is chosen in it."""

    def __init__(self, description):
        super().__init__(options=[("0", 0)], description=description, style=STYLE, layout=LAYOUT)
        self.chosen, self._is_listing = None, False
        self.observe(self._choose, names="value")

    def offer(self, count, chosen, names=()):
        """List so many maps, by their names where they have some, and stand at the chosen one."""
        listed = [(f"{each}: {names[each]}" if each < len(names) else str(each), each) for each in range(count)[:_MOST]]
        if chosen >= len(listed):
            listed.append((str(chosen) if chosen < count else f"{chosen % count} (counted round)", chosen))
        self._is_listing = True  # what is listed anew stands at its first for a moment, which nobody chose
        if list(self.options) != listed:
            self.options = listed
        self.value = chosen
        self._is_listing = False
        self.layout.display = None if len(listed) > 1 else "none"

    def _choose(self, change):
        if self.chosen is not None and not self._is_listing:
            self.chosen(change["new"])
