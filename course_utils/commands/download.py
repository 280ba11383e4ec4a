"""A large file from the network: gone on with where it stopped, and used only when it is the one that was published.

What came so far lies in one file, PART. The next try asks for the rest; a page that a network sends instead of the
file, as where one must log in first, is never written into it.
"""

import errno
import hashlib
import re

from course_utils.commands.errors import CommandError
from course_utils.numbers import number

TRIES = 20  # a connection that breaks is taken up again, as long as something new comes
_SECONDS = (20, 60)  # to connect, and to wait for more
_PIECE = 2**14  # bytes; what came of a piece is lost when a connection breaks in it
_GZIP = b"\x1f\x8b"
_INSTEAD = "Or get the file in another way, and give it with --from."


class _BrokenError(Exception):
    """The connection ended before the file; what came is kept."""


def fetch(url, part, *, size, sha256, tell=print):
    """Fetch a gzip file into `part`, or the rest of it, and check that it is the one that was published.

    Proxies are those of the environment (HTTPS_PROXY), certificates those of REQUESTS_CA_BUNDLE where it is set.

    Parameters
    ----------
    url : str
    part : Path
        Its folder must exist. Whole afterwards; after an error it holds what came so far, or is not there.
    size : int
        Of the published file, in bytes.
    sha256 : str
        Of the published file.
    tell : function
        Gets a sentence now and then.

    Raises
    ------
    CommandError
        It did not come, or another one came; the message says what to do.
    OSError
        `part` cannot be written.
    """
    if (held := held_in(part)) > size:
        part.unlink()
    elif 0 < held < size:
        tell(f"{megabytes(held)} of {megabytes(size)} MB are there from an earlier try; the rest is fetched.")
    for _ in range(TRIES):
        if (before := held_in(part)) == size:
            break
        try:
            _fetch_rest(url, part, before, size, tell)
        except _BrokenError as broken:
            if held_in(part) <= before:
                raise CommandError(f"{broken} {_kept(before, size)}{_INSTEAD}") from None
    if (held := held_in(part)) != size:
        raise CommandError(f"The connection to {url} ended {TRIES} times. {_kept(held, size)}{_INSTEAD}")
    _check(url, part, sha256)


def held_in(part):
    """Bytes that a file holds; 0 where there is none."""
    try:
        return part.stat().st_size
    except FileNotFoundError:
        return 0


def megabytes(size):
    """A size in whole megabytes, rounded.

    >>> megabytes(170_498_071)
    '170'
    """
    return number(size / 1e6, 0)


def _kept(held, size):
    if not held:
        return ""
    return f"{megabytes(held)} of {megabytes(size)} MB are kept, and the same command goes on from there. "


def _check(url, part, sha256):
    with open(part, "rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != sha256:
        part.unlink()
        raise CommandError(
            f"What came from {url} is not the published file: its sha256 is {digest[:12]}…, expected {sha256[:12]}…. "
            f"It was changed or damaged on its way, and was removed. Try again, perhaps in another network. {_INSTEAD}"
        )


def _fetch_rest(url, part, before, size, tell):
    """Ask for what is missing and append it; `_BrokenError` when the connection ends too early."""
    import requests
    import urllib3

    asked = {"Accept-Encoding": "identity", "User-Agent": "cnns-by-hand"}
    if before:
        asked["Range"] = f"bytes={before}-"
    try:
        with requests.get(url, headers=asked, stream=True, timeout=_SECONDS) as answer:
            start = _where_it_starts(answer, url, before, size)
            if start is None:  # the server cannot go on from here
                part.unlink(missing_ok=True)
                return
            pieces = answer.raw.stream(_PIECE, decode_content=False)
            _write(_checked(pieces, answer, url, size, start), part, start, size, tell)
    except requests.exceptions.ProxyError:
        raise _BrokenError(f"The proxy that HTTPS_PROXY or HTTP_PROXY names gives no way to {url}.") from None
    except requests.exceptions.SSLError:
        raise _BrokenError(
            f"The certificate at {url} is not trusted. Where the network has one of its own, set REQUESTS_CA_BUNDLE to "
            "its file; where one must log in first, open a page in a browser and do that."
        ) from None
    except (requests.exceptions.ConnectionError, requests.exceptions.Timeout):
        raise _BrokenError(f"There is no connection to {url}: is there a network, and does it need a proxy?") from None
    except (requests.RequestException, urllib3.exceptions.HTTPError):
        raise _BrokenError(f"The connection to {url} ended too early.") from None


def _where_it_starts(answer, url, before, size):
    """At which byte the answer begins; None when what is held must be given up."""
    if answer.status_code == 206:
        said = re.fullmatch(r"bytes (\d+)-\d+/(\d+|\*)", answer.headers.get("Content-Range", ""))
        return before if said and int(said[1]) == before and said[2] in (str(size), "*") else None
    if answer.status_code == 416:
        raise CommandError(f"{url} has a shorter file than the published one. {_INSTEAD}")
    if answer.status_code == 511:
        raise _page(url)
    if answer.status_code != 200:
        raise CommandError(
            f"{url} answers: {answer.status_code} {answer.reason}. Try again later, perhaps in another network. "
            f"{_INSTEAD}"
        )
    return 0


def _checked(pieces, answer, url, size, start):
    """The pieces of an answer, once the first of them can be the file's."""
    first = next(pieces, b"")
    if start == 0 and first[:2] != _GZIP[: len(first)]:
        raise _page(url)
    announced = answer.headers.get("Content-Length", "")
    if start == 0 and announced.isdecimal() and int(announced) != size:
        raise CommandError(
            f"{url} has a file of {number(int(announced), thousands=True)} bytes; the published one has "
            f"{number(size, thousands=True)}. Nothing was kept of it. {_INSTEAD}"
        )
    yield first
    yield from pieces


def _page(url):
    return CommandError(
        f"What came from {url} is no archive but something else, most likely the page of a network in which one must "
        f"log in first. Open any page in a browser, log in, and try again. {_INSTEAD}"
    )


def _write(pieces, part, start, size, tell):
    first = next(pieces)  # before the file is opened, which may hold what came so far
    done, tenth = start, 10 * start // size
    try:
        with open(part, "ab" if start else "wb") as file:
            while first:
                done += file.write(first)
                if done > size:
                    break
                if 10 * done // size > tenth:
                    tenth = 10 * done // size
                    tell(f"{megabytes(done)} of {megabytes(size)} MB")
                first = next(pieces, b"")
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        kept = _kept(held_in(part), size)
        raise CommandError(f"The disk of {part.parent} is full. Free {megabytes(size)} MB and more. {kept}") from None
    if done > size:
        part.unlink()
        raise CommandError(f"More came from {_short(part)} than the published file holds. It was removed. {_INSTEAD}")
    if done < size:
        raise _BrokenError("The connection ended too early.")


def _short(part):
    return part.name.removesuffix(".part")
