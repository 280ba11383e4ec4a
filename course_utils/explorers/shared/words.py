"""Words that must fit into a part of a picture."""


def cut(canvas, words, room, bold=False):
    """Words of 12 pixels as far as so much room lets them stand, with … for what is left out."""
    if canvas.width_of(words, 12, bold) <= room:
        return words
    while words and canvas.width_of(f"{words}…", 12, bold) > room:
        words = words[:-1]
    return f"{words}…"
