"""`course site`: the stored lessons as pages, with what makes them alive.

build         the command's work: refuse, build beside, rename, say what was made
source        the folder that Sphinx reads
lesson_page   a stored notebook as the source of a page: alt texts, anchors, exercises, what is live
folding       an answer stays closed under its question
live_parts    what of a lesson may be live, and what each part needs from the cells above it
trained       what a page shows of trainings, from small files in site/data
trial         which explorers and exercises start where a page's Python runs
archives      the course, and its widgets, as the zips that a page unpacks
tables        pages that are made from the course's own tables: home, gallery, glossary
settings      where the course and its pages lie, once somebody has published them
extension     what Sphinx is told: formulas set at build, the parts of a page, its links
npm           what comes from npm: KaTeX, esbuild
pyodide_parts the folder that Python for a page is loaded from; parts_table, lock  what site/README.md says of them
offline       the service worker, with the list of what this build has made
qr            the site's address for a phone
serve         the built site on this machine
"""
