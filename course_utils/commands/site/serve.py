"""The built site on this machine, as a host would send it; nobody else can reach it."""

import contextlib
import functools
import http.server

from course_utils.commands.errors import CommandError
from course_utils.commands.site.offline import WORKER
from course_utils.files import told

_KINDS = {".mjs": "text/javascript", ".wasm": "application/wasm", ".whl": "application/zip", ".npz": "application/zip"}


class Handler(http.server.SimpleHTTPRequestHandler):
    """Files of one folder; 404.html for what is not there."""

    extensions_map = http.server.SimpleHTTPRequestHandler.extensions_map | _KINDS

    def log_message(self, *words):
        """Say nothing of each file."""

    def do_GET(self):
        """Send a file; not the service worker, which outlives this server and would answer for the next at its port."""
        if self.path.endswith(f"/{WORKER}"):
            self.send_error(http.HTTPStatus.NOT_FOUND)
        else:
            super().do_GET()

    def send_error(self, code, message=None, explain=None):
        """Send the site's own page for an address that leads nowhere."""
        page = self.directory_page()
        if code != http.HTTPStatus.NOT_FOUND or page is None:
            return super().send_error(code, message, explain)
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)
        return None

    def directory_page(self):
        """The bytes of 404.html, or None."""
        try:
            with open(f"{self.directory}/404.html", "rb") as file:
                return file.read()
        except OSError:
            return None


def server(folder, port=0):
    """A server of a folder on loopback; port 0 takes a free one. The folder need not be there yet.

    Returns
    -------
    server : http.server.ThreadingHTTPServer
    address : str

    Raises
    ------
    CommandError
        The port is another program's, or not to be had.
    """
    handler = functools.partial(Handler, directory=str(folder))
    try:
        made = http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)
    except OSError as error:
        raise CommandError(
            f"Port {port} cannot be opened ({told(error)}): give another with --port, or none, which takes a free one."
        ) from None
    return made, f"http://127.0.0.1:{made.server_address[1]}/"


@contextlib.contextmanager
def opened(folder, port=0):
    """Open a server of a folder, and give what serves it until Ctrl-C and prints where; close it at the end."""
    made, address = server(folder, port)

    def serve():
        print(f"{address} (this machine only; Ctrl-C ends it)", flush=True)
        made.serve_forever()

    with made:
        yield serve
