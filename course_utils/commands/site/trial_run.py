"""Run by `trial` in a process of its own: parts come in as JSON, and what became of each goes out, one line of JSON."""

import contextlib
import io
import json
import os
import re
import sys
from pathlib import Path

_STOPPED = "Your code stopped."
_PLATFORM = sys.platform


class Nothing:
    """An importer that finds only what a page has: the folder's packages, NumPy, and what Python brings."""

    def __init__(self, folder):
        self.allowed = {path.stem for path in Path(folder).iterdir()} | {"numpy"} | set(sys.stdlib_module_names)

    def find_spec(self, name, path=None, target=None):
        """Refuse a module that a page has not."""
        if self.allowed is not None and name.partition(".")[0] not in self.allowed:
            raise ModuleNotFoundError(f"No module named {name!r} in a page", name=name)


def main(folder):
    """Answer for each part what it needs, or why it is not live."""
    sys.path.insert(0, folder)
    os.environ["COURSE_PROGRESS"] = "off"
    nothing, opened = Nothing(folder), set()
    sys.meta_path.insert(0, nothing)
    sys.addaudithook(lambda event, given: opened.add(str(given[0])) if event == "open" else None)
    from course_utils.in_browser.page import Page

    sys.platform = "emscripten"
    page, parts, answers = Page(), json.load(sys.stdin), []
    data = str(Path(folder) / "course_utils" / "data" / "page") + os.sep
    for part in parts:
        forget()
        opened.clear()
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            answer = _answer(page, part, nothing)
        needed = sorted(Path(name).name for name in opened if name.startswith(data))
        answers.append(answer if "why" in answer else {**answer, "data": needed})
    print(json.dumps(answers))


def forget():
    """Empty what the course's modules keep: each part is to ask for its own files, as the first one touched does."""
    modules = [module for name, module in sys.modules.items() if name.startswith("course_utils.")]
    for module in modules:
        for thing in vars(module).values():
            if callable(clear := getattr(thing, "cache_clear", None)):
                clear()


def _answer(page, part, nothing):
    try:
        kinds = {"explorer": _explorer, "exercise": _exercise, "form": _form, "cell": _cell}
        return kinds[part["kind"]](page, part, nothing)
    except Exception as error:
        return {"why": f"{type(error).__name__}: {error}"}


def _explorer(page, part, _):
    page.explorer(part["key"], part["code"])
    return {"packages": []}


def _form(page, part, _):
    page.form(part["key"], part["code"])
    return {"packages": []}


def _exercise(page, part, _):
    for before in part["tries"]:
        verdict = page.check(part["lesson"], part["name"], part["solution"], before)
        if verdict["status"] == "right":
            return {"before": before, "packages": []}
    return {"why": f"its solution is {verdict['status']}"}


def _cell(page, part, nothing):
    """A cell runs as it is, or once it has fetched Matplotlib."""
    if _STOPPED not in _shown(page, part):
        return {"packages": []}
    with _drawing(nothing):
        html = _shown(page, part)
    return {"why": re.sub("<[^>]+>", " ", html)} if _STOPPED in html else {"packages": ["matplotlib"]}


def _shown(page, part):
    return page.run(part["key"], part["before"], part["code"])["html"]


@contextlib.contextmanager
def _drawing(nothing):
    """Let Matplotlib in; it is imported as on this machine, for it asks Python how it was built."""
    kept, nothing.allowed, sys.platform = nothing.allowed, None, _PLATFORM
    import matplotlib.pyplot  # noqa: F401

    sys.platform = "emscripten"
    try:
        yield
    finally:
        nothing.allowed = kept


if __name__ == "__main__":
    main(sys.argv[1])
