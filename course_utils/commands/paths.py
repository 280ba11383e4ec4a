"""Where the course lies on this machine: in a folder of its own, or where it was installed as a package."""

from pathlib import Path

from course_utils.commands.errors import CommandError

CHECKOUT = Path(__file__).resolve().parents[2]


def home(checkout=CHECKOUT):
    """The folder that holds notebooks/ and figures/.

    Parameters
    ----------
    checkout : Path
        The folder above the package. Where it is not the course's own, the package was built with them inside
        (setup.py).
    """
    return checkout if is_checkout(checkout) else checkout / "course_utils" / "_lessons"


def is_checkout(folder=CHECKOUT):
    """Whether a folder is the course's own, with its sources and tests, as git or the ZIP brings it."""
    return (folder / "pyproject.toml").exists() and (folder / "notebooks").is_dir()


def need_checkout(command, folder=CHECKOUT):
    """Raise `CommandError` where a command for authors is given to an installed package."""
    if not is_checkout(folder):
        raise CommandError(
            f"course {command} needs the course's own folder, with its sources and tests; {folder} holds the installed "
            f"package. Get the folder by git or as a ZIP, and there run: python start.py {command}"
        )


ROOT = home()
NOTEBOOKS = ROOT / "notebooks"
FIGURES = ROOT / "figures"
