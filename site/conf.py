"""What Sphinx is told of the site; `course site` copies this file into the folder that it reads."""

project = html_title = "CNNs by hand"
language = "en"
extensions = ["myst_nb", "course_utils.commands.site.extension"]
# The lessons are stored with their outputs: a page shows what the notebook holds, and nothing is run.
nb_execution_mode = "off"
# Formulas come from npm's katex when the site is built; a page loads no script for them.
html_math_renderer = "katex"
myst_enable_extensions = ["amsmath", "deflist", "dollarmath"]
myst_heading_anchors = 3
html_theme = "furo"
html_static_path = ["_static"]
templates_path = ["_templates"]
html_css_files = ["katex/katex.min.css", "site.css"]
html_js_files = [("site.js", {"defer": "defer"})]
html_theme_options = {"top_of_page_buttons": []}
html_show_copyright = html_show_sourcelink = html_copy_source = html_use_index = False
pygments_style, pygments_dark_style = "a11y-high-contrast-light", "a11y-high-contrast-dark"
