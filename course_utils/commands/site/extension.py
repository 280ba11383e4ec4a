"""A Sphinx extension: formulas set while building, descriptions of pictures, the parts of a live page, its links.

What it is to say lies in `told.json` beside the sources, as `source` writes it. Sphinx is imported inside functions:
who has not got the extra `site` can import this all the same.
"""

import json
from pathlib import Path

from course_utils.commands.site.npm import Formulas


def setup(app):
    """Tell Sphinx whom to call."""
    app.add_config_value("node_modules", "", "env")
    app.add_html_math_renderer("katex", (_inline, None), (_display, None))
    app.connect("builder-inited", _begin)
    app.connect("doctree-read", _describe_pictures)
    app.connect("html-page-context", _tell)
    app.connect("build-finished", _end)
    return {"version": "1", "parallel_read_safe": False, "parallel_write_safe": False}


def _begin(app):
    app.formulas = Formulas(Path(app.config.node_modules))
    app.told = json.loads((Path(app.srcdir) / "told.json").read_text(encoding="utf-8"))


def _end(app, error):
    app.formulas.close()


def _inline(translator, node):
    from docutils import nodes

    translator.body.append(translator.builder.app.formulas.html(node.astext()))
    raise nodes.SkipNode


def _display(translator, node):
    from docutils import nodes

    html = translator.builder.app.formulas.html(node.astext(), display=True)
    translator.body.append(f'<div class="math">{html}</div>')
    raise nodes.SkipNode


def _describe_pictures(app, doctree):
    """Give each stored picture its own description, and its width."""
    from docutils import nodes

    for image in doctree.findall(nodes.image):
        path = Path(app.srcdir) / image["uri"] if not Path(image["uri"]).is_absolute() else Path(image["uri"])
        if path.stem in app.told["pictures"]:
            image["alt"] = app.told["pictures"][path.stem]
            image["width"] = f"{int.from_bytes(path.read_bytes()[16:20])}px"  # a PNG says so at its beginning
            image["classes"].append("course-picture")
            image["loading"] = "lazy"


def _tell(app, name, template, context, doctree):
    """What `source` has to say of a page, for its template: its parts, its links, a description."""
    from sphinx.util.osutil import relative_uri

    context.update(app.told["pages"].get(name, {}))
    context["root"] = relative_uri(app.builder.get_target_uri(name), "")
