"""What `ConvolutionExplorer` found, as a picture: image and feature map above, the calculation below."""

import numpy as np

from course_utils.colours import FEATURE_MAP, FEATURE_MAP_COLOURS, INK, KERNEL, KERNEL_COLOURS, NEUTRAL, grey, signed
from course_utils.explorers.shared.canvas import WIDTH, Canvas
from course_utils.explorers.shared.number_grid import draw_grid, equals, products
from course_utils.numbers import number

SHOW = ["window", "who reads a pixel", "what a weight touches"]
CHANNELS = ["red", "green", "blue"]
_TOP = 62


def picture(found):
    """The picture of an explorer's state, a Canvas."""
    return {SHOW[0]: _Window, SHOW[1]: _Pixel, SHOW[2]: _Weight}[found.show](found).canvas


class _Picture:
    """Image and feature map; the kinds below say what stands out in them and what is calculated."""

    def __init__(self, found):
        self.found, self.pixels = found, np.atleast_3d(found.image)
        self.many = self.pixels.shape[2] > 1
        self.low, self.high = min(found.image.min(), 0), found.image.max()
        self.side = 26 if self.many else 34 if found.laid.shape[0] < 5 else 30
        self.left = 60 if self.many else 12
        self.kernel_name = "turned kernel" if found.flip else "kernel"
        self.measure()
        self.canvas = Canvas(self.below + self.height())
        self.canvas.text(WIDTH / 2, 18, self.title(), size=15, bold=True)
        self.draw_top()
        self.draw_below()

    def measure(self):
        """Cells as large as they fit; the map's larger, since its numbers are longer."""
        size, answers = self.pixels.shape, self.found.feature_map.shape
        self.cell = min(30, 168 / max(size[:2])) if self.many else min(40, 336 / max(size[:2]))
        self.map_cell = min(34, 168 / max(answers)) if self.many else min(44, 340 / max(answers))
        widths = [self.cell * size[1]] * size[2] + [self.map_cell * answers[1]]
        gap = min(54 if self.many else 80, (WIDTH - sum(widths)) / len(widths))
        start = (WIDTH - sum(widths) - gap * (len(widths) - 1)) / 2
        self.places = [start + sum(widths[:number]) + gap * number for number in range(len(widths))]
        self.below = _TOP + max(self.cell * size[0], self.map_cell * answers[0]) + 44

    def draw_top(self):
        answers = self.answers()
        for channel in range(self.pixels.shape[2]):
            values = self.pixels[..., channel]
            name = CHANNELS[channel] if self.many else "image"
            colours, strong = grey(values, self.low, self.high), self.strong(channel)
            self.grid(self.places[channel], values, colours, name, strong=strong)
            self.mark_image(channel)
        colours = signed(answers, np.abs(answers).max(), FEATURE_MAP_COLOURS)
        shown = {"cell": self.map_cell, "strong": self.map_strong(), "hidden": self.hidden()}
        self.grid(self.places[-1], answers, colours, self.map_name(), **shown)
        self.outline(self.places[-1], *self.marked_answers(), self.map_cell, FEATURE_MAP)

    def grid(self, x, values, colours, name, *, y=_TOP, cell=None, **kept):
        """One grid and its name above it."""
        cell = cell or self.cell
        draw_grid(self.canvas, x, y, cell, values, colours, **kept)
        self.canvas.text(x + cell * np.shape(values)[1] / 2, y - 11, name, size=12)

    def outline(self, x, rows, columns, cell, colour, *, y=_TOP):
        """A frame around rows and columns, each (first, how many)."""
        place = x + cell * columns[0], y + cell * rows[0], cell * columns[1], cell * rows[1]
        self.canvas.box(*np.add(place, (-1, -1, 2, 2)), None, edge=colour, weight=3)

    def slots(self, channel, y, parts):
        """Grid × grid = grid, each (name, values, colours); returns where the next would stand."""
        x, middle = self.left, y + self.side * max(len(values) for _, values, _ in parts) / 2
        for sign, (name, values, colours) in zip("×= ", parts, strict=True):
            rows, columns = self.side * np.array(values.shape)
            wide, name = max(columns, 7 * len(name) + 6), name if channel == 0 else ""
            self.grid(x + (wide - columns) / 2, values, colours, name, y=middle - rows / 2, cell=self.side)
            x += wide + 24
            self.canvas.text(x - 12, middle, sign, size=16)
        if self.many:
            self.canvas.text(8, middle, CHANNELS[channel], size=12, anchor="start", bold=True)
        return x

    def coloured_kernel(self, weights):
        return signed(weights, np.abs(self.found.laid).max(), KERNEL_COLOURS)

    def coloured_products(self, values):
        return signed(values, np.abs(self.found.image).max() * np.abs(self.found.laid).max(), FEATURE_MAP_COLOURS)

    def write(self, x, y, lines):
        for place, line in enumerate(lines):
            self.canvas.text(x, y + 20 * place, line, size=13, anchor="start")

    # What a kind may say otherwise.

    def answers(self):
        return self.found.feature_map

    def map_name(self):
        return "feature map"

    def _no_mask(self, channel=0):
        return None

    strong = map_strong = hidden = _no_mask


class _Window(_Picture):
    """Window times kernel, and the sum written into the map."""

    def title(self):
        count = self.found.products.size
        made = f"{count} products, one sum" if count > 1 else "One product"
        return f"{made}: {number(self.found.answer)} goes into the feature map"

    def height(self):
        self.lines = [self.rows_of(channel) for channel in range(self.pixels.shape[2])]
        rows, columns = self.found.laid.shape[:2]
        self.beside = columns <= 3
        strip = self.side * rows + 20 if self.beside else self.side * rows + 18 * rows + 30
        self.strip = max(strip, 46)
        return self.strip * len(self.lines) + 44

    def hidden(self):
        return np.arange(self.found.feature_map.size).reshape(self.found.feature_map.shape) > self.found.position

    def map_name(self):
        return "feature map" + f", {self.found.position + 1} of {self.found.feature_map.size}" * (not self.many)

    def mark_image(self, channel):
        rows, columns = zip((self.found.row, self.found.column), self.found.laid.shape[:2], strict=True)
        self.outline(self.places[channel], rows, columns, self.cell, KERNEL)

    def marked_answers(self):
        return (self.found.row, 1), (self.found.column, 1)

    def draw_below(self):
        found = self.found
        window, terms = np.atleast_3d(found.window), np.atleast_3d(found.products)
        for channel, lines in enumerate(self.lines):
            y = self.below + self.strip * channel
            shown = [array[..., channel] for array in (window, found.laid, terms)]
            parts = [
                ("window", shown[0], grey(shown[0], self.low, self.high)),
                (self.kernel_name, shown[1], self.coloured_kernel(shown[1])),
                ("products", shown[2], self.coloured_products(shown[2])),
            ]
            x = self.slots(channel, y, parts)
            self.write_rows(x - 4 if self.beside else 12, y if self.beside else y + self.side * len(lines) + 8, lines)
        total = self.total()
        size = min(15, (WIDTH - 16) / (0.68 * len(total)))
        self.canvas.text(WIDTH / 2, self.canvas.height - 22, total, size=size, bold=True)

    def rows_of(self, channel):
        """Each row's products written out, and what the sum is so far."""
        pixels, weights = (np.atleast_3d(one)[..., channel] for one in (self.found.window, self.found.laid))
        digits = 3 if all(np.allclose(one, one.round(3), rtol=0, atol=1e-7) for one in (pixels, weights)) else 2
        shown = (pixels.round(digits) * weights.round(digits)).sum(axis=1)  # what a pencil finds, from rounded numbers
        sums = self.found.row_sums[:, channel], self.found.running_sums[:, channel]
        return [
            (f"{' + '.join(products(*pair, digits))} {equals(terms, part)} {number(part)}", number(so_far))
            for *pair, terms, part, so_far in zip(pixels, weights, shown, *sums, strict=True)
        ]

    def write_rows(self, x, y, lines):
        step = self.side if self.beside else 18
        longest = max(len(line) for lines in self.lines for line, _ in lines)
        size = max(10, min(13, (WIDTH - x - 100) / (0.6 * longest)))
        end = min(x + 0.6 * size * longest + 110, WIDTH - 8)
        for place, (line, so_far) in enumerate(lines):
            middle = y + step * (place + 0.5)
            self.canvas.text(x, middle, line, size=size, anchor="start")
            last = place == len(lines) - 1
            words = f"{'sum' if last else 'so far'} {so_far}"
            self.canvas.text(end, middle, words, size=12, anchor="end", colour=INK if last else NEUTRAL, bold=last)

    def total(self):
        found = self.found
        names = CHANNELS if self.many else ["sum"]
        terms = [f"{name} {number(part)}" for name, part in zip(names, found.partial_sums, strict=False)]
        terms.append(f"bias {number(found.bias)}")
        sign = equals(found.partial_sums.round(3).sum() + round(found.bias, 3), found.answer)
        return f"{' + '.join(terms)} {sign} {number(found.answer)}   → row {found.row}, column {found.column}"


class _Pixel(_Picture):
    """Which answers a pixel has a share in."""

    def title(self):
        count = self.found.readers.sum()
        return (
            "1 window reads this pixel" if count == 1 else f"{count} windows read this pixel, each with its own weight"
        )

    def height(self):
        self.strip = self.side * self.found.weights_met.shape[0] + 20
        return max(self.strip * self.pixels.shape[2], 84) + 16

    def strong(self, channel):
        strong, (height, width) = np.zeros(self.pixels.shape[:2], bool), self.found.laid.shape[:2]
        for row, column in np.argwhere(self.found.readers):
            strong[row : row + height, column : column + width] = True
        return strong

    def map_strong(self):
        return self.found.readers

    def mark_image(self, channel):
        self.outline(self.places[channel], *((at, 1) for at in self.found.pixel_at), self.cell, KERNEL)

    def marked_answers(self):
        return [_run(self.found.readers.any(axis=axis)) for axis in (1, 0)]

    def draw_below(self):
        met = self.found.weights_met
        for channel in range(met.shape[2]):
            pixel = self.pixels[self.found.pixel_at][channel].reshape(1, 1)
            weights, shares = met[..., channel], self.found.pixel_shares[..., channel]
            parts = [
                ("pixel", pixel, grey(pixel, self.low, self.high)),
                ("weights it meets", weights, self.coloured_kernel(weights)),
                ("its shares", shares, self.coloured_products(shares)),
            ]
            x = self.slots(channel, self.below + self.strip * channel, parts)
        self.write(x + 4, self.below + 10, self.words(met))

    def words(self, met):
        if met.shape[:2] != self.found.laid.shape[:2]:
            return ["Placed as the answers are.", "So near the border, some", "weights never meet it."]
        turn = "as it is written." if self.found.flip else "turned by half a turn."
        return ["Placed as the answers are.", "All weights meet it once:", f"the kernel, {turn}"]


class _Weight(_Picture):
    """Which pixels a weight touches."""

    def title(self):
        return f"One weight touches {self.found.touched.sum()} pixels: all windows share it"

    def height(self):
        return max(self.side * self.found.laid.shape[0], 70) + 22

    def answers(self):
        return self.found.shares

    def map_name(self):
        weight = number(self.found.laid[self.found.weight_at])
        return f"its products, {weight} × pixel" if not self.many else "its products"

    def strong(self, channel):
        return self.found.touched & (channel == self.found.weight_at[2])

    def mark_image(self, channel):
        if channel == self.found.weight_at[2]:
            self.outline(self.places[channel], *self._block(), self.cell, KERNEL)

    def marked_answers(self):
        return [(0, size) for size in self.found.shares.shape]

    def _block(self):
        return [_run(self.found.touched.any(axis=axis)) for axis in (1, 0)]

    def draw_below(self):
        (row, column, of), x = self.found.weight_at, 12
        for channel in range(self.found.laid.shape[2]):
            weights = self.found.laid[..., channel]
            name = f"{CHANNELS[channel]} slice" if self.many else self.kernel_name
            wide = max(self.side * weights.shape[1], 90)
            left = x + (wide - self.side * weights.shape[1]) / 2
            chosen = np.zeros(weights.shape, bool)
            chosen[row, column] = channel == of
            self.grid(left, weights, self.coloured_kernel(weights), name, y=self.below, cell=self.side, strong=chosen)
            if channel == of:
                self.outline(left, (row, 1), (column, 1), self.side, KERNEL, y=self.below)
            x += wide + 22
        self.write(x + 8, self.below + 10, self.words())

    def words(self):
        found = self.found
        return [
            f"Weight {number(found.laid[found.weight_at])} meets each of these pixels once,",
            f"in another window each time: {found.shares.size} windows.",
            "Its products are its part of all the answers.",
        ]


def _run(mask):
    """First True place and how many, of a run of them."""
    return int(np.argmax(mask)), int(mask.sum())
