"""What each learner's server on a hub takes from the course: the lessons in the home, and what `course lab` sets.

Jupyter reads this from ENVIRONMENT/etc/jupyter, where the hub's image has it, or from a folder in JUPYTER_CONFIG_PATH.
Who may come in, and from where, is the hub's to say: nothing of that stands here.
"""

import contextlib
import sqlite3
import sys
from pathlib import Path

from jupyter_core.paths import jupyter_data_dir
from nbformat.sign import SQLiteSignatureStore

from course_utils.commands import copies, lab
from course_utils.commands.errors import CommandError
from course_utils.files import told
from course_utils.lessons import LessonError

c = get_config()  # noqa: F821  Jupyter lends it

# Pictures of more than 10 MB arrive, and get a sentence where they are too large; the course's style.
settings = lab.server_settings()
c.ServerApp.tornado_settings = settings["ServerApp.tornado_settings"]
c.LabApp.custom_css = settings["LabApp.custom_css"]
c.LabApp.extra_labextensions_path = [settings["LabApp.extra_labextensions_path"]]

# JupyterLab keeps a kernel when its tab is closed, and a kernel holds up to 1 GiB: one that no page has looked at for
# half an hour is ended. What is open in a page is left alone, however long somebody thinks.
c.MappingKernelManager.cull_idle_timeout = 1800
c.MappingKernelManager.cull_interval = 120

# Where several learners share a machine, each could otherwise listen to what another's kernel answers. The course's
# kernel can do it; "auto" lets others that cannot start all the same.
c.KernelManager.transport_encryption = "auto"


class Signatures(SQLiteSignatureStore):
    """Which notebooks are trusted. Jupyter's own writes at each look: on a full disk no notebook could be opened."""

    def check_signature(self, digest, algorithm):
        """Whether a notebook is trusted: looked up, and nothing else; where that cannot be done, it is not."""
        asked = "SELECT id FROM nbsignatures WHERE algorithm = ? AND signature = ?"
        with contextlib.suppress(sqlite3.Error):
            return self.db is not None and self.db.execute(asked, (algorithm, digest)).fetchone() is not None
        return False

    def store_signature(self, digest, algorithm):
        """Trust a notebook, if there is room for it; saving it goes on, and says itself where there is none."""
        try:
            super().store_signature(digest, algorithm)
        except sqlite3.Error:
            with contextlib.suppress(sqlite3.Error):
                self.db.rollback()


c.NotebookNotary.store_factory = lambda: Signatures(str(Path(jupyter_data_dir()) / "nbsignatures.db"))

# The same copies, by the same rules, as `course lab` makes: missing ones are made, untouched ones renewed, worked-on
# ones left as they are with the new edition beside them. A full disk keeps nobody out.
try:
    for sentence in copies.lay(copies.copies_folder()):
        print(sentence, file=sys.stderr, flush=True)
except (OSError, CommandError, LessonError) as problem:
    print(f"The lessons could not be laid into the home. {told(problem)}", file=sys.stderr, flush=True)
