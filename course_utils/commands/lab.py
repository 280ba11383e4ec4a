"""`course lab`: the lessons in JupyterLab, on this machine only."""

import contextlib
import json
import logging
import os
import sys
import tempfile
from pathlib import Path

from course_utils.commands import children
from course_utils.commands.copies import copies_folder, lay
from course_utils.commands.errors import CommandError
from course_utils.files import told, write_text
from course_utils.lessons import lesson

#: Defaults of JupyterLab for this environment, which a learner's own settings go before: no question about news
#: from the network; long lines of code wrapped, so that a narrow window cuts none off; explorers saved with their
#: notebook, so that picture and sentence are there the next day; and names of lessons whole in the list of files.
LAB_DEFAULTS = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/notebook-extension:tracker": {"codeCellConfig": {"lineWrap": True}},
    "@jupyter-widgets/jupyterlab-manager:plugin": {"saveState": True},
    "@jupyterlab/filebrowser-extension:browser": {"showLastModifiedColumn": False},
}
#: What earlier versions of the course have written, by the names of their settings.
_EARLIER = [list(LAB_DEFAULTS)[:count] for count in (1, 2, 3)]
_OF_SERVER = "ServerApp.tornado_settings"
#: Where our custom.css lies, and the extension that closes the side bar of a narrow page.
_STYLE = Path(__file__).with_name("lab_style")

#: What no settings of somebody else change, since the command line goes before them: who may come, and from where.
#: The last one leaves no header to them; and it lets picture files through that Jupyter's own limit of 10 MB would end
#: the connection for, also those that are too large, since only what arrives is answered by a sentence.
GUARDS = {
    "ServerApp.ip": "127.0.0.1",
    "KernelManager.ip": "127.0.0.1",
    "ServerApp.allow_remote_access": False,
    "ServerApp.allow_origin": "",
    "ServerApp.allow_origin_pat": "",
    "ServerApp.allow_credentials": False,
    "ServerApp.disable_check_xsrf": False,
    "ServerApp.tornado_settings": {"websocket_max_message_size": 200_000_000},
}

#: Older names of "ServerApp", which Jupyter takes over later, and so before what the command line says of that.
_ALSO_SERVERS = ("NotebookApp", "LabApp")
#: Where settings may say who is let in.
_DOORS = ("PasswordIdentityProvider", "IdentityProvider", "ServerApp", *_ALSO_SERVERS)
_OPEN = (
    "⚠ Your own Jupyter settings switch the token off, and ask for no password: whoever else uses this machine can run "
    "programs in your name while JupyterLab runs. Take the line with “token” out of jupyter_server_config.py or its "
    "like (jupyter --paths names the folders), and every start has a new token."
)


def lab(number="00", options=(), folder=None):
    """Open the learner's copy of a lesson in JupyterLab; return its exit code.

    Parameters
    ----------
    number : str
        Of the lesson that is opened first, here and by the URL that JupyterLab prints.
    options : sequence of str
        JupyterLab's own, such as "--no-browser"; they go before the course's.
    folder : str, optional
        Of the copies, in place of `copies_folder()`.

    Raises
    ------
    LessonError
        There is no such lesson.
    CommandError
        Jupyter or the lessons have no place to be written to.
    """
    _check_folders()
    name = lesson(number).path("").name
    folder = _laid_out(copies_folder(folder))
    own = _own_settings()
    command = [sys.executable, "-P", "-m", "jupyter", "lab", *_guards(own), *_places(own, folder)]
    command.append(f"--LabApp.default_url=/lab/tree/{name}")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        # In a container one is root; Jupyter refuses without this word. The token still guards the server.
        command.append("--allow-root")
    command += options
    write_defaults()
    if let_everybody_in(own, os.environ):
        print(_OPEN, file=sys.stderr, flush=True)
    if os.name == "posix":
        # Become JupyterLab, so that ending this process ends the server and its kernels.
        return os.execv(command[0], command)
    return children.ended(command)


def _laid_out(folder):
    """The folder with all copies in it; what the learner should know of them is printed."""
    try:
        for sentence in lay(folder):
            print(sentence, flush=True)
    except OSError as error:
        raise CommandError(
            f"The lessons cannot be laid into {folder}. {told(error)}. Choose another place: course lab --folder FOLDER"
        ) from None
    return folder


def server_settings():
    """The guards, and where our style sheet and our extension lie; a custom.css of the user's own is found before ours.

    Returns
    -------
    settings : dict of name -> value
        As Jupyter's command line takes them.
    """
    from jupyter_core.paths import jupyter_config_dir

    folders = [os.path.join(jupyter_config_dir(), "custom"), str(_STYLE)]
    server = GUARDS[_OF_SERVER] | {"static_custom_path": folders}
    style = {"LabApp.custom_css": True, "LabApp.extra_labextensions_path": str(_STYLE / "extensions")}
    return GUARDS | {_OF_SERVER: server} | style


def _guards(own):
    """The guards as options; those that someone's own settings name in an older way are said in that way too."""
    guards = server_settings()
    for name in GUARDS:
        trait = name.partition(".")[2]
        guards |= {f"{section}.{trait}": guards[name] for section in _ALSO_SERVERS if trait in own.get(section, {})}
    return [f"--{name}={value}" for name, value in guards.items()]


def _places(own, folder):
    """The folder of copies as options, also in the ways in which someone's own settings name another folder.

    A folder of theirs outside it would end JupyterLab before it begins.
    """
    named = [("ServerApp", "root_dir")]
    for section in (*_ALSO_SERVERS, "ServerApp", "ContentsManager", "FileContentsManager", "AsyncFileContentsManager"):
        for trait in ("notebook_dir", "root_dir", "preferred_dir"):
            if trait in own.get(section, {}) and (section, trait) not in named:
                named.append((section, trait))
    return [f"--{section}.{trait}={folder}" for section, trait in named]


def let_everybody_in(settings, environment):
    """Whether someone's own Jupyter settings switch off the token without asking for a password instead.

    This is said and not undone: a token on the command line could be read by everybody on the machine.

    Parameters
    ----------
    settings : dict of section -> dict of name -> value
    environment : mapping

    >>> let_everybody_in({"ServerApp": {"token": ""}}, {}), let_everybody_in({}, {"JUPYTER_TOKEN": ""})
    (True, False)
    """
    sections = [settings.get(name, {}) for name in _DOORS]
    if any(section.get(name) for section in sections for name in ("hashed_password", "password")):
        return False
    if any(section.get("token") == "" or section.get("need_token") is False for section in sections):
        return True
    file = environment.get("JUPYTER_TOKEN_FILE")
    with contextlib.suppress(OSError):
        return bool(file and not environment.get("JUPYTER_TOKEN") and not Path(file).read_bytes())
    return False


def _own_settings():
    """What the user's configuration files say, as Jupyter reads them."""
    from jupyter_core.application import JupyterApp
    from traitlets.config import Config

    settings = Config()
    for name in ("jupyter_notebook_config", "jupyter_server_config", "jupyter_lab_config"):
        # With a log of ours: to make its own, it would close every other one of the process.
        app = JupyterApp(config_file_name=name, log=logging.getLogger(__name__))
        app.load_config_file()
        settings.merge(app.config)
    return settings


def _check_folders():
    """Raise where Jupyter could not write its own files, which it answers by a traceback."""
    from jupyter_core import paths

    try:
        for folder in (paths.jupyter_config_dir(), paths.jupyter_runtime_dir()):
            os.makedirs(folder, mode=0o700, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                pass
    except (OSError, RuntimeError) as error:  # RuntimeError: there is no home at all
        why = f"{error.filename} cannot be written" if isinstance(error, OSError) else "there is no home folder"
        raise CommandError(
            f"JupyterLab has no place for its own files: {why}. Set HOME to a folder that can be written, or "
            "JUPYTER_CONFIG_DIR and JUPYTER_DATA_DIR to two."
        ) from None


def write_defaults():
    """Write JupyterLab's defaults into its folder of settings; without them the lessons open all the same.

    A file `overrides.json` of somebody else's stays as it is, and ours stands beside it, where it goes before ours.
    """
    settings = Path(sys.prefix) / "share" / "jupyter" / "lab" / "settings"
    file, text = settings / "overrides.json", json.dumps(LAB_DEFAULTS, indent=2)
    with contextlib.suppress(OSError):
        if file.exists() and not _is_ours(file.read_text(encoding="utf-8", errors="replace")):
            file = settings / "overrides.d" / "cnns-by-hand.json"
        if not file.exists() or file.read_text(encoding="utf-8", errors="replace") != text:
            file.parent.mkdir(parents=True, exist_ok=True)
            write_text(file, text)


def _is_ours(text):
    """Whether a course has written this, whole or cut off by a full disk."""
    versions = [{name: LAB_DEFAULTS[name] for name in names} for names in (*_EARLIER, LAB_DEFAULTS)]
    return any(json.dumps(version, indent=2).startswith(text) for version in versions)
