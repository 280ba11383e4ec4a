"""What whoever publishes the site says once, in pyproject.toml: where the repository and the pages lie."""

import re
import tomllib
from typing import NamedTuple

_GITHUB = re.compile(r"https://github\.com/([\w.-]+/[\w.-]+?)(?:\.git)?/?")


class Settings(NamedTuple):
    """Both empty until they are known: nothing points to a place that nobody has.

    Attributes
    ----------
    repository : str
        Where the course's folder can be had.
    address : str
        Where the pages are published.
    """

    repository: str
    address: str


def read(pyproject):
    """The settings in the table `tool.course-site` of a file."""
    with open(pyproject, "rb") as file:
        given = tomllib.load(file).get("tool", {}).get("course-site", {})
    return Settings(given.get("repository", ""), given.get("address", ""))


def folder_of(address):
    """The folder on its host in which a site lies.

    >>> folder_of("https://example.org/cnns-by-hand/"), folder_of("")
    ('/cnns-by-hand/', '/')
    """
    return re.sub(r"^https?://[^/]*", "", address).rstrip("/") + "/"


def readme_line(address):
    """What README.md says first, below its title: the link, once there is one.

    >>> readme_line("https://example.org/cnns-by-hand/")
    '**[Read it and move it in your browser](https://example.org/cnns-by-hand/)**, on a phone too, nothing installed.'
    >>> readme_line("")
    ''
    """
    if not address:
        return ""
    return f"**[Read it and move it in your browser]({address})**, on a phone too, nothing installed."


def launch_links(repository, notebook):
    """Where a lesson can be run by whoever has no Python: (words, address) for each place.

    Parameters
    ----------
    repository : str
        Empty, or not on GitHub: there are none.
    notebook : str
        Its name in the folder notebooks.
    """
    found = _GITHUB.fullmatch(repository)
    if not found:
        return []
    name = found.group(1)
    return [
        ("Open in Binder", f"https://mybinder.org/v2/gh/{name}/HEAD?urlpath=lab/tree/notebooks/{notebook}"),
        ("Open in a Codespace", f"https://codespaces.new/{name}?quickstart=1"),
    ]
