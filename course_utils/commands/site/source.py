"""The folder that Sphinx reads: lessons, pages, style, and what each page is to be told."""

import gzip
import json
import shutil

from course_utils.commands.cells import notebook_of
from course_utils.commands.site import archives, lesson_page, live_parts, npm, tables
from course_utils.commands.site.settings import launch_links
from course_utils.commands.site.trained import page_files
from course_utils.commands.site.trial import tried
from course_utils.files import json_text, write_bytes, write_text
from course_utils.lessons import lesson, notebooks

_SHARED = ("areas.js", "asking.js", "hand.js", "page.js")
_HOME = "ConvolutionExplorer"
#: What home says above its picture, by whether it can be moved.
_LEADS = ("These pages were built for reading; in the installed course the window moves.", "Move it yourself.")


def write(folder, course, settings, pyodide=None):
    """Write everything that Sphinx reads.

    Parameters
    ----------
    folder : Path
        Is made.
    course : Path
        The course's own folder.
    settings : Settings
    pyodide : Path, optional
        The folder that a page loads Python from; without it all pages are for reading only.

    Returns
    -------
    live : list of dict
        The parts that can be moved or answered.
    refused : dict of str -> str
        Keys of those that cannot, and why.
    """
    lessons = {path.name[:2]: notebook_of(path.read_bytes(), path) for path in notebooks(course / "notebooks")}
    rows = tables.explorers((course / "docs" / "explorers.md").read_text(encoding="utf-8"), lessons)
    _lay_files(folder, course)
    parts = {number: live_parts.parts_of(notebook, number) for number, notebook in lessons.items()}
    parts |= {"index": [tables.example_part("index", _HOME)]}
    parts |= {"gallery": [tables.example_part("gallery", row[0]) for row in rows]}
    live, refused = _lay_live(folder, course, parts, pyodide) if pyodide else ([], {})
    _write_lessons(folder, lessons, {part["key"]: part["tag"] for part in live})
    _write_pages(folder, course, lessons, rows, _LEADS[bool(live)])
    _tell(folder, lessons, live, settings)
    return live, refused


def _lay_files(folder, course):
    """Style, templates, formulas' fonts and figures."""
    site, static = course / "site", folder / "_static"
    shutil.copytree(site / "styles", static)
    shutil.copytree(site / "templates", folder / "_templates")
    shutil.copy(site / "conf.py", folder)
    shutil.copytree(course / "figures", folder / "figures")
    katex = site / "node_modules" / "katex" / "dist"
    shutil.copytree(katex / "fonts", static / "katex" / "fonts", ignore=shutil.ignore_patterns("*.ttf", "*.woff"))
    shutil.copy(katex / "katex.min.css", static / "katex")


def _lay_live(folder, course, parts, pyodide):
    """The front end, the zips and Python; which parts are live."""
    place, modules = folder / "_static" / "live", course / "site" / "node_modules"
    shutil.copytree(course / "site" / "live", place, ignore=shutil.ignore_patterns("*.source.js"))
    for name in _SHARED:
        shutil.copy(course / "course_utils" / "explorers" / "shared" / name, place)
    _write_style(place / "explorer.css")
    npm.bundle(modules, course / "site" / "live" / "editor.source.js", place / "editor.js")
    packed = [archives.pack_course(place / "course.zip", course), archives.pack_widgets(place / "widgets.zip")]
    _write_data(place / "data", course)
    live, refused = tried([part for some in parts.values() for part in some], packed, place / "data")
    shutil.copytree(pyodide, place / "pyodide")
    return live, refused


def _write_style(path):
    from course_utils.explorers.shared.page import site_style

    write_text(path, site_style())


def _write_data(folder, course):
    """The files that a page fetches on demand."""
    shutil.copytree(course / "site" / "data", folder)
    for name, contents in page_files().items():
        write_bytes(folder / name, contents)


def _write_lessons(folder, lessons, live):
    target = folder / "notebooks"
    target.mkdir()
    for number, notebook in lessons.items():
        tags = {tag for key, tag in live.items() if key.startswith(f"{number}/")}
        made = lesson_page.page_of(notebook, number, tags if live else None)
        write_text(target / f"{lesson(number).file}.ipynb", json.dumps(made))


def _write_pages(folder, course, lessons, rows, lead):
    """The pages that are no lesson; `{{name}}` in them stands for what the tables give."""
    figures, pages = course / "figures", course / "site" / "pages"
    given = {
        "lead": lead,
        "lessons": tables.lesson_list(),
        "lesson_toctree": tables.lesson_toctree(),
        "map": tables.lesson_map((figures / "lesson_map.svg").read_text(encoding="utf-8")),
        "touch": tables.example_html(_HOME, figures),
        "gallery": tables.gallery(rows, figures),
        "glossary": tables.glossary(tables.terms(pages / "glossary.toml"), lessons),
    }
    for page in sorted(pages.glob("*.md")):
        text = page.read_text(encoding="utf-8")
        for name, words in given.items():
            text = text.replace("{{" + name + "}}", words)
        write_text(folder / page.name, text)


def _tell(folder, lessons, live, settings):
    """What the extension tells Sphinx: descriptions of pictures, and of each page what is live in it."""
    pictures, pages, sizes = {}, {}, _sizes(folder / "_static" / "live")
    for number, notebook in lessons.items():
        row = lesson(number)
        pictures |= lesson_page.alternative_texts(notebook)
        told = _page(live, number, number, sizes)
        links = launch_links(settings.repository, f"{row.file}.ipynb")
        pages[f"notebooks/{row.file}"] = told | {"launch_links": links, "lesson": number, "description": row.summary}
    for name in ("index", "gallery"):
        pages[name] = _page(live, name, None, sizes)
    write_text(folder / "told.json", json_text({"pictures": pictures, "pages": pages}))


def _page(live, page, number, sizes):
    own = [part for part in live if part["key"].startswith(f"{page}/")]
    told = {"lesson": number, "files": ["course.zip", "widgets.zip"], "parts": own, "sizes": sizes}
    return {"live_page": script_text(told)} if own else {}


def script_text(told):
    """JSON as the text of a script element, which nothing in it can end."""
    return json.dumps(told, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")


def _sizes(place):
    """How much is fetched at the first touch: bytes of each file, as it lies and as a host may compress it."""
    first = [*place.glob("*.zip"), *place.glob("pyodide/pyodide.asm.*"), *place.glob("pyodide/*stdlib.zip")]
    first += place.glob("pyodide/numpy-*.whl")
    return {
        path.relative_to(place).as_posix(): [path.stat().st_size, len(gzip.compress(path.read_bytes(), 6, mtime=0))]
        for path in sorted(first)
    }
