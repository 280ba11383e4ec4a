"""The address as a QR code: the right squares, the same each time, or a sentence."""

import re
import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest

from course_utils.commands.errors import CommandError

segno = pytest.importorskip("segno", reason="the extra `site` is not installed")

from course_utils.commands.site import qr  # noqa: E402

ADDRESS = "https://example.org/cnns-by-hand/"


def squares(svg):
    """The code's dark squares, read off the SVG's one path: m and h as its pen moves, bool (side, side)."""
    root = ElementTree.fromstring(svg)
    side = int(root.get("viewBox").split()[2])
    dark, x, y = np.zeros((side, side), bool), 0, 0
    pen = next(one.get("d") for one in root.iter() if one.get("stroke"))
    for kind, words in re.findall(r"([Mmh])([^Mmh]*)", pen):
        numbers = [float(word) for word in re.findall(r"-?[\d.]+", words)]
        if kind == "h":
            dark[int(y), int(x) : int(x + numbers[0])] = True
            x += numbers[0]
        else:
            x, y = numbers if kind == "M" else (x + numbers[0], y + numbers[1])
    return dark


def test_the_squares_are_those_of_the_address():
    wanted = np.array([list(row) for row in segno.make(ADDRESS, error="m", boost_error=False).matrix], bool)
    seen = squares(qr.draw(ADDRESS))
    assert (seen[4:-4, 4:-4] == wanted).all()
    assert not seen[:4].any() and not seen[-4:].any() and not seen[:, :4].any() and not seen[:, -4:].any()


def test_it_is_named_and_the_same_each_time():
    assert f"<title>QR code: {ADDRESS}</title>" in qr.draw(ADDRESS).decode()
    assert qr.draw(ADDRESS) == qr.draw(ADDRESS) != qr.draw(ADDRESS + "a")


@pytest.mark.parametrize("address", ["", "example.org", "javascript:alert(1)", "https://" + "a" * 200, "https://ü.org"])
def test_no_address_gets_a_sentence(address):
    with pytest.raises(CommandError, match="is no address for a QR code"):
        qr.draw(address)
