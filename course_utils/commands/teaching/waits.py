"""What a class waits for: cells that train, and how long, as the benchmarks' last table has it."""

import re
from typing import NamedTuple

from course_utils.commands.teaching import outline
from course_utils.numbers import number

#: What the lessons call that trains: their own `train`, and functions of training, experiments, generators, the clinic.
_TRAINS = re.compile(
    r"\b(?:fit\w*|learn|train|accuracies|trained_from|learning_rate_sweep|start_from|first_steps|chart|overfit_twenty"
    r"|shuffled_labels)\("
)
_ALONE = (
    r"\| course: {file}, alone \| ([\d.,]+) s .*imports ([\d.]+), training ([\d.]+) s; slowest: cell (\d+), ([\d.]+) s"
)
_PEAK = r"\| course: {file}, peak memory \| ([\d,]+) MiB"
_NOTICED = 2  # seconds; what is shorter is no wait


class Measured(NamedTuple):
    """A lesson's line in the benchmarks: seconds on two cores, of all cells, imports, training and the slowest cell."""

    alone: float
    imports: float
    training: float
    slowest: int
    longest: float


def measured(row, table):
    """What the benchmarks' table says of a lesson, or None where it has no line yet.

    Parameters
    ----------
    row : Lesson
    table : str
        benchmarks/README.md.
    """
    found = re.search(_ALONE.format(file=row.file), table)
    if not found:
        return None
    alone, imports, training, slowest, longest = (float(value.replace(",", "")) for value in found.groups())
    return Measured(alone, imports, training, int(slowest), longest)


def memory(row, table):
    """MiB that a learner's kernel needs at its peak, as text; None where it was not measured."""
    found = re.search(_PEAK.format(file=row.file), table)
    return found and found.group(1)


def training_cells(sections):
    """Headings of the sections in which a cell trains, each once, in their order."""
    return [part.heading for part in sections if any(map(_trains, part.cells))]


def told(row, notebook, sections, table):
    """Sentences on what a class waits for, as a list of Markdown lines."""
    found, trains = measured(row, table), training_cells(sections)
    lines = [f"Cells train in: {'; '.join(f'“{heading}”' for heading in trains)}."] if trains else ["No cell trains."]
    if found is None:
        lines.append("Not measured yet how long: run the notebook once before class.")
        return lines
    training = f" and {number(found.training, 0)} s for training" if trains else ""
    alone, imports = number(found.alone, 0), number(found.imports, 0)
    lines.append(
        f"On two cores, one learner alone: {alone} s for all cells, of which {imports} s for "
        f"imports{training}. Where many start at once on one machine it is more."
    )
    if found.longest > _NOTICED and (line := _first_line(notebook, found.slowest)):
        lines.append(f"The longest wait is {number(found.longest, 0)} s, at the cell that begins `{line}`.")
    return lines


def _trains(cell):
    return cell["cell_type"] == "code" and not outline.is_exercise(cell) and bool(_TRAINS.search(cell["source"]))


def _first_line(notebook, place):
    """How a cell begins; nothing where the table is older than the notebook, and no cell that trains stands there."""
    cells = notebook["cells"]
    if place >= len(cells) or not _trains(cells[place]):
        return ""
    return cells[place]["source"].splitlines()[0].replace("`", "")
