"""Programs that do a command's work: they are waited for, and decide themselves what Ctrl-C means."""

import contextlib
import subprocess


def ended(command, **settings):
    """Run a program to its end; Ctrl-C reaches it as well, and pytest has its failures to list, JupyterLab to ask back.

    Parameters
    ----------
    command : list of str
    **settings
        Of `subprocess.Popen`.

    Returns
    -------
    code : int
        Its exit code.
    """
    child = subprocess.Popen(command, **settings)
    while True:
        with contextlib.suppress(KeyboardInterrupt):
            return child.wait()
