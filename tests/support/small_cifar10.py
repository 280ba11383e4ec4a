"""CIFAR-10 in small: an archive built as the published one is, class folders, and a server that misbehaves."""

import contextlib
import hashlib
import http.server
import io
import pickle
import struct
import tarfile
import threading

import numpy as np
from PIL import Image

from course_utils.cifar10 import CLASS_NAMES


def small_images(count, seed=0):
    """Pixels (count, 32, 32, 3) and labels, each class in turn; nothing in them is to be seen."""
    pixels = np.random.default_rng(seed).integers(0, 256, (count, 32, 32, 3), np.uint8)
    return pixels, np.arange(count, dtype=np.uint8) % len(CLASS_NAMES)


def batch_of_python_2(pixels, labels):
    """A batch as the published archive has it: a pickle of protocol 2, written by Python 2 with an early NumPy."""

    def text(words):
        return b"U" + bytes([len(words)]) + words

    rows = pixels.transpose(0, 3, 1, 2).reshape(len(pixels), 3072).tobytes()
    kind = (
        b"cnumpy\ndtype\n"
        + text(b"u1")
        + b"K\x00K\x01\x87R(K\x03"
        + text(b"|")
        + b"NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb"
    )
    array = b"cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\x00\x85" + text(b"b") + b"\x87R"
    shape = b"M" + struct.pack("<H", len(pixels)) + b"M" + struct.pack("<H", 3072) + b"\x86"
    array += b"(K\x01" + shape + kind + b"\x89T" + struct.pack("<i", len(rows)) + rows + b"tb"
    numbers = b"](" + b"".join(b"K" + bytes([label]) for label in labels) + b"e"
    return b"\x80\x02}(" + text(b"labels") + numbers + text(b"data") + array + b"u."


def small_archive(path, each=20, batches=None):
    """Write a whole small archive; return its bytes, and all images in their order."""
    names = [*(f"data_batch_{n}" for n in range(1, 6)), "test_batch"]
    images = {name: small_images(each, seed) for seed, name in enumerate(names)}
    with tarfile.open(path, "w:gz") as archive:
        for name in names:
            contents = (batches or {}).get(name, batch_of_python_2(*images[name]))
            member = tarfile.TarInfo(f"cifar-10-batches-py/{name}")
            member.size = len(contents)
            archive.addfile(member, io.BytesIO(contents))
    return path.read_bytes(), images


def small_folders(root, train=10, test=1, *, suffix="png"):
    """Write class folders of pictures; return their pixels, by split and class."""
    found = {}
    for split, count in (("train", train), ("test", test)):
        for ordinal, name in enumerate(CLASS_NAMES):
            (root / split / name).mkdir(parents=True)
            found[split, name] = small_images(count, 100 * ordinal + count)[0]
            for place, pixels in enumerate(found[split, name]):
                Image.fromarray(pixels).save(root / split / name / f"{place:04d}.{suffix}")
    return found


def sha256(contents):
    return hashlib.sha256(contents).hexdigest()


def pickle_that_runs(path):
    """A pickle that would write a file, were it opened carelessly."""

    class Trap:
        def __reduce__(self):
            return open, (str(path), "w")

    return pickle.dumps({b"data": Trap(), b"labels": [0]}, protocol=2)


class Server:
    """A server on this machine's own loopback. What it does is set by attributes, while it runs."""

    def __init__(self, contents):
        self.contents, self.asked = contents, []
        self.stops_after = []  # bytes after which the first answers end, one for each
        self.status, self.page, self.knows_ranges, self.announces = 200, None, True, True
        self.wrong_range, self.waits = False, None

    def answer(self, handler):
        self.asked.append((handler.path, handler.headers.get("Range")))
        if self.page is not None or self.status != 200:
            return self._send(handler, self.status, self.page or b"", {"Content-Type": "text/html"})
        asked, status, more, body = handler.headers.get("Range"), 200, {}, self.contents
        if asked and self.knows_ranges:
            first = int(asked.removeprefix("bytes=").rstrip("-"))
            if first >= len(body):
                return self._send(handler, 416, b"", {})
            status, whole = 206, len(body)
            more["Content-Range"] = f"bytes {first + self.wrong_range}-{whole - 1}/{whole}"
            body = body[first:]
        if self.announces:
            more["Content-Length"] = str(len(body))
        return self._send(handler, status, body, more, self.stops_after.pop(0) if self.stops_after else None)

    def _send(self, handler, status, body, headers, stops_after=None):
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        with contextlib.suppress(OSError):  # who asked has gone
            handler.wfile.write(body[:stops_after])
            handler.wfile.flush()
            if self.waits is not None:
                self.waits.wait(30)


@contextlib.contextmanager
def serving(contents):
    """A `Server` and its address."""
    server = Server(contents)

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            server.answer(self)

        def log_message(self, *_):
            pass

    running = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    running.daemon_threads = True
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    server.url = f"http://127.0.0.1:{running.server_port}/cifar-10-python.tar.gz"
    try:
        yield server
    finally:
        running.shutdown()
        running.server_close()
        thread.join()
