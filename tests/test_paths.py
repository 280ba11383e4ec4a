"""Where the lessons are found, in the course's own folder and where it was installed as a package (test_wheel.py)."""

from pathlib import Path

import pytest

from course_utils.commands import paths
from course_utils.commands.errors import CommandError

ROOT = Path(__file__).resolve().parent.parent


class TestHome:
    """The folder above the package, or the package itself."""

    def test_the_course_s_own_folder(self):
        assert paths.home() == paths.ROOT == ROOT
        assert paths.is_checkout()

    def test_an_installed_package_has_them_inside(self, tmp_path):
        assert paths.home(tmp_path) == tmp_path / "course_utils" / "_lessons"


class TestCheckout:
    """Commands for authors say where they work."""

    def test_here_it_is(self):
        paths.need_checkout("refresh")

    def test_elsewhere_there_is_a_sentence(self, tmp_path):
        with pytest.raises(
            CommandError, match=r"course refresh needs the course's own folder.*python start.py refresh"
        ):
            paths.need_checkout("refresh", tmp_path)
