"""Small pieces of Markdown that nothing breaks: tables, quotations, code."""

import re


def table(head, rows):
    """A table; bars and line breaks in its cells are written so that they stay there.

    >>> print(table(("a", "b"), [("1 | 2", "two\\nlines")]))
    | a | b |
    |---|---|
    | 1 \\| 2 | two lines |
    """
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(_line(line, place == 1) for place, line in enumerate(lines))


def code(text, language="python"):
    """A block of code, fenced by more backticks than stand in it."""
    longest = max((len(found) for found in re.findall(r"`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{language}\n{text.strip(chr(10))}\n{fence}"


def inline_code(text):
    """Code in a line of text.

    >>> print(inline_code("a = 1"), inline_code("`b`"))
    `a = 1` `` `b` ``
    """
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def without_pictures(text):
    """A text without its pictures, which lie in another folder."""
    return re.sub(r"!\[[^\]]*\]\([^)]*\)\s*", "", text).strip()


def without_links(text):
    """A text in which a link to another lesson is its words alone; addresses elsewhere stay."""
    return re.sub(r"(?<!!)\[([^\]]+)\]\((?!https?:)[^)\s]+\)", r"\1", text)


def _line(cells, is_rule):
    if is_rule:
        return "|" + "|".join(cells) + "|"
    return "| " + " | ".join(" ".join(str(cell).replace("|", "\\|").split()) for cell in cells) + " |"
