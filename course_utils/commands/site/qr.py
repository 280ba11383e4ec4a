"""The site's address as a picture that a phone reads off a projector."""

import io

from course_utils.commands.errors import CommandError

_LONGEST = 200  # characters; a longer one makes squares too small for the last row of a room
_BORDER = 4  # squares of white around it, as the standard wants


def draw(address):
    """A QR code as SVG, for the address of a page, as bytes; dark on white in either theme.

    It bears errors in a seventh of its squares (level M), as a lamp's reflection makes them.

    Parameters
    ----------
    address : str
        Begins with https:// or http://.

    Raises
    ------
    CommandError
        It is no address that a phone could open.
    """
    import segno

    if not address.startswith(("https://", "http://")) or len(address) > _LONGEST or not address.isascii():
        raise CommandError(
            f"{address!r} is no address for a QR code: it begins with https:// and has {_LONGEST} plain characters "
            "at most. Leave it empty, and none is drawn."
        )
    made = io.BytesIO()
    settings = {"xmldecl": False, "dark": "#000", "light": "#fff", "border": _BORDER, "omitsize": True}
    segno.make(address, error="m", boost_error=False).save(made, kind="svg", title=f"QR code: {address}", **settings)
    return made.getvalue()
