"""The built site as a host would send it, and Python that runs in one of its pages: for tests and benchmarks."""

import contextlib
import gzip
import io
import json
import threading
import urllib.request
import zipfile
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: Explorers whose numbers are a network's. Without Keras their examples show the stored network of lesson 06, so a page
#: is held against a process that has none; and a processor may add the same products in another order.
WITH_A_NETWORK = {"LensExplorer", "NetworkExplorer"}
#: What hosts of static pages compress. Wheels and zips are compressed already.
COMPRESSED = (".html", ".js", ".mjs", ".css", ".json", ".svg", ".wasm", ".txt")
#: A page with nothing on it; the tests' helpers as Python in a page unpacks them; how many bytes were sent so far.
BLANK, HELPERS, SENT = "/for-tests/blank.html", "/for-tests/helpers.zip", "/for-tests/sent"

START = """async ([files, helpers]) => {
    const live = new URL('/_static/live/', location.href).href;
    const {loadPyodide} = await import(live + 'pyodide/pyodide.mjs');
    const python = await loadPyodide({indexURL: live + 'pyodide/', packages: ['numpy']});
    const fetched = async address => await (await fetch(address)).arrayBuffer();
    for (const file of files)
        python.unpackArchive(await fetched(live + file), 'zip', {extractDir: '/course'});
    python.unpackArchive(await fetched(helpers), 'zip', {extractDir: '/course'});
    python.FS.mkdirTree('/course/course_utils/data/page');
    python.runPython(`
import os, sys
os.environ["COURSE_PROGRESS"] = "off"
sys.path.insert(0, "/course")
from course_utils.checking import host
from course_utils.in_browser import Page
page = Page()  # as worker.js does it, before all else
host.speak_as(host.NOTEBOOK)  # the same words on both sides
`);
    window.python = python;
    window.bringData = async name => python.FS.writeFile(
        '/course/course_utils/data/page/' + name, new Uint8Array(await fetched(live + 'data/' + name)));
}"""


@contextlib.contextmanager
def serving(folder):
    """The address of a built site on this machine's loopback, compressed as hosts do; ended in the end."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Host, directory=folder)) as server:
        server.packed, server.sent = {}, 0
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()


class _Host(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".mjs": "text/javascript",
        ".js": "text/javascript",
        ".wasm": "application/wasm",
    }

    def do_GET(self):
        path = Path(self.translate_path(self.path))
        if made := self._made():
            self._send(200, *made)
        elif path.is_file():
            self._send_file(path)
        else:
            super().do_GET()  # a folder's index, or "not found"

    def _made(self):
        """Kind and bytes of what only tests ask for."""
        if self.path == BLANK:
            return "text/html", b"<!doctype html><html lang=en><title>Nothing</title><link rel=icon href=data:,>"
        if self.path == SENT:
            return "text/plain", str(self.server.sent).encode()
        return ("application/zip", _helpers()) if self.path == HELPERS else None

    def _send_file(self, path):
        is_packed = path.suffix in COMPRESSED
        body = self._packed(path) if is_packed else path.read_bytes()
        more = {"Cache-Control": "max-age=600"}  # as GitHub Pages sends it
        more |= {"Content-Encoding": "gzip"} if is_packed else {}
        self.server.sent += len(body)
        self._send(200, self.guess_type(str(path)), body, more)

    def _send(self, status, kind, body, more=()):
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **dict(more)}.items():
            self.send_header(name, value)
        self.end_headers()
        with contextlib.suppress(ConnectionError):  # the page was closed meanwhile
            self.wfile.write(body)

    def _packed(self, path):
        """Compressed once for each edition: a test is not to wait for it each time."""
        edition = path, path.stat().st_mtime_ns
        if edition not in self.server.packed:
            self.server.packed[edition] = gzip.compress(path.read_bytes(), 6, mtime=0)
        return self.server.packed[edition]

    def log_message(self, *said):
        pass


def sent(address):
    """Bytes of the site's files that went over the wire so far, their headers aside."""
    return int(urllib.request.urlopen(address + SENT).read())


def _helpers():
    """The Python of tests/, its support alone."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted((ROOT / "tests" / "support").glob("*.py")):
            archive.write(path, path.relative_to(ROOT))
    return made.getvalue()


class PagePython:
    """Python with the course in it, in an empty page of the site."""

    def __init__(self, page, address, files=("course.zip", "widgets.zip")):
        self.page = page
        page.goto(address + BLANK)
        page.evaluate(START, [list(files), HELPERS])

    def bring(self, *names):
        """Data files into the package, as a page does it when a part asks for them."""
        for name in names:
            self.page.evaluate("name => bringData(name)", name)

    def run(self, code):
        """What the last expression of the code is, through JSON."""
        return json.loads(self.page.evaluate("code => python.runPython(code)", f"import json\n{code}"))


def outside_of(context):
    """A list that fills with what a browser's pages ask for elsewhere than on this machine, addresses.

    They are listened to and not held up: a browser that is held up leaves its cache aside.
    """
    outside = []
    here = ("http://127.0.0.1:", "data:", "blob:", "about:")
    context.on("request", lambda asked: None if asked.url.startswith(here) else outside.append(asked.url))
    return outside
