"""What a command refuses to do, in a sentence for who typed it."""


class CommandError(Exception):
    """The message says what was given, what is wanted, and what to do."""
