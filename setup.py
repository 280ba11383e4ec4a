"""What is done when the package is built: the lessons and their figures are laid into it.

All else is in pyproject.toml. In the course's own folder they lie beside the package, where an editable install finds
them.
"""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

HERE = Path(__file__).resolve().parent


class BuildWithLessons(build_py):
    """Builds the package with `_lessons` in it, where commands/paths.py looks for them."""

    def run(self):
        """Build it; what an earlier build has left, such as a module of an old name, does not come along."""
        if not self.editable_mode:
            shutil.rmtree(self.build_lib, ignore_errors=True)
        super().run()
        if not self.editable_mode:
            self._lay(Path(self.build_lib) / "course_utils" / "_lessons")

    def _lay(self, folder):
        for path in [*HERE.glob("notebooks/[0-9][0-9]_*.ipynb"), *HERE.glob("figures/**/*.svg")]:
            target = folder / path.relative_to(HERE)
            if ".mine-" not in path.name:  # what `course refresh --discard` keeps is nobody's lesson
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)


setup(cmdclass={"build_py": BuildWithLessons})
