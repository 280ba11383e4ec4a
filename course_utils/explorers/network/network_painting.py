"""The images of the network explorer: painted on, painted black, and taken from files."""

import numpy as np

from course_utils.explorers.shared.model_images import TakesImages


class Painting(TakesImages):
    """What changes the images of an explorer that has them in its state: `image`, `brightness`, `brush`, `edits`."""

    def _anew(self):
        return {"edits": ()}

    def paint(self, strokes):
        """Set pixels to the brightness of the brush, or to black where one erases; each stroke has its `pixel`."""
        width, edits = self.sizes[0][1], list(self.edits)
        now = {tuple(edit[:2]): edit[2] for edit in edits}
        for stroke in strokes:
            level = 0 if stroke.get("erase") else self.brightness
            for place in self._under_the_brush(*divmod(stroke["pixel"], width)):
                if now.get(place) != level:
                    edits.append((*place, level))
                    now[place] = level
        self.edits = tuple(edits)

    def _under_the_brush(self, row, column):
        """Pixels of the square around one that the brush covers, as far as the image reaches."""
        height, width = self.sizes[0][:2]
        before = (self.brush - 1) // 2
        rows, columns = (range(at - before, at - before + self.brush) for at in (row, column))
        return [(down, right) for down in rows for right in columns if 0 <= down < height and 0 <= right < width]

    def undo(self):
        """Take back the last stroke: neighbours in one brightness, painted one after the other."""
        edits = self.edits[:-1]
        while edits and _are_one_stroke(edits[-1], self.edits[len(edits)], self.brush):
            edits = edits[:-1]
        self.edits = edits

    def undo_all(self):
        """Go back to the image as it was."""
        self.edits = ()

    def _check_edits(self):
        height, width = self.sizes[0][:2]
        for edit in self.edits:
            whole = isinstance(edit, (tuple, list)) and len(edit) == 3 and all(isinstance(n, int) for n in edit)
            if not (whole and 0 <= edit[0] < height and 0 <= edit[1] < width and 0 <= edit[2] <= 100):
                raise ValueError(
                    f"the edit {edit!r} is not allowed: give (row, column, brightness), rows 0 to "
                    f"{height - 1}, columns 0 to {width - 1}, brightness in %, 0 to 100."
                )

    def _edited(self, image, edits):
        pixels = self.images[image].astype(np.float32)
        for row, column, brightness in edits:
            pixels[row, column] = brightness / 100 * self.white
        return pixels


def _are_one_stroke(edit, later, brush):
    """Whether two edits are of one brightness, and not further from each other than the brush is wide."""
    return edit[2] == later[2] and max(abs(edit[0] - later[0]), abs(edit[1] - later[1])) <= brush
