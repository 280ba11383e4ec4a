"""Questions in a terminal that are answered with the number of a line."""

LEAVE = "q"


class LeftError(Exception):
    """The learner goes on another time."""


def chosen(options, read):
    """Show numbered lines and return the name of the chosen one.

    Parameters
    ----------
    options : sequence of (name, text)
    read : function
        Takes a prompt, returns a line.

    Raises
    ------
    LeftError
    """
    for place, (_, text) in enumerate(options, 1):
        print(f"  {place}  {text}")
    while True:
        line = read("> ").strip().lower()
        if line == LEAVE:
            raise LeftError
        if line.isdecimal() and 1 <= int(line) <= len(options):
            return options[int(line) - 1][0]
        print(f"Give a number from 1 to {len(options)}, or {LEAVE}.")
