"""Where the picture of `NormalizationExplorer` can be touched, and which of its numbers belong together."""

from course_utils.explorers.shared.areas import light_cells

_CURVE = 10  # training steps from one place of a curve to the next


class Touch:
    """Areas of a batch's numbers: each lights what it goes into, and what it comes from.

    In training mode a column shares its mean and variance; at inference each number is by itself.

    Parameters
    ----------
    canvas : Canvas
    found : NormalizationExplorer
    """

    def __init__(self, canvas, found):
        self.canvas, self.found = canvas, found
        self.garments, self.channels = len(found.batch), len(found.batch[0])
        self.rows = [found.garment] if found.others == "left out" else list(range(self.garments))

    def batch(self, x, y, cell, row):
        """The batch. What stands there as given can be typed: all of it, or the chosen garment alone."""
        place = x, y, cell * self.channels, row * self.garments
        says = self._table() | {"words": self._words("batch"), "lights": self._lights_of_batch()}
        if self.found.others == "as given":
            says |= self._typed(range(self.garments))
        self.canvas.area("batch", *place, **says)
        if self.found.others != "as given":
            garment, channels = self.found.garment, self.channels
            own = says | {"rows": 1, "words": says["words"][garment * channels :][:channels], "first": (garment, 0)}
            lights = {
                name: light_cells(link["cells"][garment * channels :][:channels])
                for name, link in says["lights"].items()
            }
            own |= self._typed([garment]) | {"lights": lights}
            self.canvas.area("own", x, y + row * garment, cell * channels, row, **own)

    def standardised(self, x, y, cell, row):
        """Lights what each comes from: numbers of the batch, mean and variance."""
        training, says = (
            self.found.training,
            self._table() | {"hint": "standardised", "words": self._words("standardised")},
        )
        used = range(2) if training else range(2, 4)
        batch = [[self._at(other, column) for other in self._company(row_)] for row_, column in self._places()]
        pair = [[self._at(line, column) for line in used if row_ in self.rows] for row_, column in self._places()]
        lights = {"batch": light_cells(batch), "statistics": light_cells(pair)}
        self.canvas.area("standardised", x, y, cell * self.channels, row * self.garments, **says, lights=lights)

    def output(self, x, y, cell, row):
        """The chosen channel after γ and β."""
        found = self.found
        own = [[self._at(garment, found.channel)] if garment in self.rows else [] for garment in range(self.garments)]
        learnt = light_cells([[0] if garment in self.rows else [] for garment in range(self.garments)])
        lights = {"standardised": light_cells(own), "gamma": learnt, "beta": learnt}
        says = {"rows": self.garments, "sets": {"garment": "{row}"}, "hint": "× γ + β", "words": self._words("output")}
        self.canvas.area("output", x, y, cell, row * self.garments, **says, lights=lights)

    def statistics(self, x, y, cell, row):
        """Mean and variance of the batch, and the moving ones."""
        used = range(2) if self.found.training else range(2, 4)
        places = [(line, column) for line in range(4) for column in range(self.channels)]
        column_of = [[self._at(garment, column) for garment in self.rows] for _, column in places]
        lights = {
            "batch": light_cells([some if line < 2 else [] for (line, _), some in zip(places, column_of, strict=True)]),
            "standardised": light_cells(
                [some if line in used else [] for (line, _), some in zip(places, column_of, strict=True)]
            ),
        }
        names = "batch mean", "batch variance", "moving mean", "moving variance"
        words = tuple(f"{names[line]} of channel {column}" for line, column in places)
        says = {"rows": 4, "columns": self.channels, "sets": {"channel": "{column}"}, "words": words}
        self.canvas.area(
            "statistics", x, y, cell * self.channels, 4 * row, **says, lights=lights, hint="choose a channel"
        )

    def learnt(self, name, x, y, width, height):
        """γ or β of the chosen channel, which can be typed."""
        sign, value = {"gamma": "γ", "beta": "β"}[name], getattr(self.found, name)
        says = {"types": {name: "{value}"}, "values": (value,), "step": 0.5}
        lights = {"output": light_cells([self.rows])}
        self.canvas.area(
            name, x, y, width, height, **says, lights=lights, hint=f"{sign}, type a number or PageUp, PageDown"
        )

    def curve(self, name, x, y, width, height, values):
        """Over the training steps: read anywhere, and a click sets how many there were."""
        words = tuple(f"after {_CURVE * place} steps {value}" for place, value in enumerate(values))
        says = {"columns": len(words), "by": (1, _CURVE), "sets": {"steps": "{column}"}, "words": words}
        self.canvas.area(name, x, y, width, height, **says, hint="train so long")

    def _lights_of_batch(self):
        training, chosen = self.found.training, self.found.channel
        goes = [[self._at(other, column) for other in self._company(row)] for row, column in self._places()]
        out = [self._company(row) if column == chosen else [] for row, column in self._places()]
        pair = [
            [column, self.channels + column] if training and row in self.rows else [] for row, column in self._places()
        ]
        return {"standardised": light_cells(goes), "output": light_cells(out), "statistics": light_cells(pair)}

    def _company(self, row):
        """Rows whose standardised values a row's numbers go into, and which go into its own."""
        return [] if row not in self.rows else self.rows if self.found.training else [row]

    def _typed(self, rows):
        types = {"batch[{row},{column}]": "{value}", "garment": "{row}", "channel": "{column}"}
        values = tuple(float(value) for row in rows for value in self.found.batch[row])
        return {"types": types, "values": values, "hint": "type a number, or click"}

    def _table(self):
        sets = {"garment": "{row}", "channel": "{column}"}
        return {"rows": self.garments, "columns": self.channels, "sets": sets, "hint": "choose this number"}

    def _words(self, name):
        told, found = self.found.told, self.found
        values = {"batch": found.asked, "standardised": found.standardised, "output": found.output[:, [found.channel]]}[
            name
        ]
        rows = dict(zip(self.rows, values.tolist(), strict=True))
        alone = [["left out"] * len(values[0])]
        lines = [[told(value) for value in rows[row]] if row in rows else alone[0] for row in range(self.garments)]
        first = found.channel if name == "output" else 0
        return tuple(
            f"garment {row}, channel {first + place}: {said}"
            for row, line in enumerate(lines)
            for place, said in enumerate(line)
        )

    def _places(self):
        return [(row, column) for row in range(self.garments) for column in range(self.channels)]

    def _at(self, row, column):
        return row * self.channels + column
