"""Compare two folders of notebooks, leaving out ignored outputs, numbers behind ≈ and the bytes of pictures.

Trained digits and font rasters differ between processors, so those are no difference. Which number stands behind ≈ is
said in tests/sanitize.cfg, which nbval reads too.

    python .ci/same_notebooks.py BEFORE AFTER
    python .ci/same_notebooks.py BEFORE AFTER --solved     AFTER has solutions in its exercises, and each must be right
"""

import json
import re
import sys
from difflib import unified_diff
from pathlib import Path

from nbval.plugin import get_sanitize_patterns

from course_utils.commands.cells import TAG

RULES = get_sanitize_patterns((Path(__file__).resolve().parent.parent / "tests" / "sanitize.cfg").read_text("ascii"))


def sanitised(value):
    """A part of an output, without what no comparison asks for in any of its texts."""
    if isinstance(value, dict):
        return {name: sanitised(part) for name, part in value.items()}
    if isinstance(value, list):  # the lines of one text
        return [sanitised(part) for part in value]
    for pattern, replacement in RULES if isinstance(value, str) else ():
        value = re.sub(pattern, replacement, value)
    return value


def is_right(cell):
    """Whether the check of an exercise's cell has called it right."""
    texts = ("".join(output.get("data", {}).get("text/plain", "")) for output in cell["outputs"])
    return any(text.startswith("✓") for text in texts)


def compared(path, *, solved=False):
    """Return the lines of a notebook that must not change; solutions, and what is made of them, are none of them."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if solved and TAG in cell["metadata"].get("tags", []) and cell["cell_type"] == "code":
            cell["source"], cell["outputs"] = "an exercise", "right" if is_right(cell) else "not right"
            continue
        ignored = {"nbval-ignore-output"} | ({"uses-answers"} if solved else set())
        if ignored.intersection(cell["metadata"].get("tags", [])):
            cell["outputs"] = "ignored"
            continue
        for output in cell.get("outputs", []):
            if "image/png" in output.get("data", {}):
                output["data"]["image/png"] = "a picture"
        if "outputs" in cell:
            cell["outputs"] = sanitised(cell["outputs"])
    return json.dumps(notebook, indent=1, ensure_ascii=False).splitlines()


def stored(path, *, solved=False):
    """Those of the notebook as it is stored, whose exercises are to be solved."""
    lines = compared(path, solved=solved)
    return [line.replace('"outputs": "not right"', '"outputs": "right"') for line in lines] if solved else lines


def main(before, after, *, solved=False):
    """Print every difference; return 1 when there is one."""
    names = sorted({path.name for folder in (before, after) for path in folder.glob("*.ipynb")})
    different = []
    for name in names:
        pair = stored(before / name, solved=solved), compared(after / name, solved=solved)
        lines = list(unified_diff(*pair, f"stored {name}", "executed", n=2))
        print("\n".join(lines[:60]), end="\n" if lines else "")
        different += [name] if lines else []
    print(f"{len(names)} notebooks compared; different: {', '.join(different) or 'none'}")
    return 1 if different or not names else 0


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]), Path(sys.argv[2]), solved="--solved" in sys.argv[3:]))
