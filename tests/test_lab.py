"""`course lab`: what it sets for JupyterLab, what it leaves alone, and what it says before the start."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from course_utils.commands import children, cli, lab

ROOT = Path(__file__).resolve().parent.parent
WIDGETS = "@jupyter-widgets/jupyterlab-manager:plugin"


@pytest.fixture
def started(monkeypatch, tmp_path):
    """Commands in place of which JupyterLab would run, in an environment whose folders are this test's."""
    commands = []
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    monkeypatch.setattr(lab, "copies_folder", lambda given: Path(given or tmp_path / "lessons"))
    for name in ("CONFIG", "DATA", "RUNTIME"):
        monkeypatch.setenv(f"JUPYTER_{name}_DIR", str(tmp_path / name.lower()))
    monkeypatch.setattr(children, "ended", lambda command, **_: commands.append(command) or 0)
    monkeypatch.setattr(os, "execv", lambda _, command: commands.append(command) or 0, raising=False)
    return commands


@pytest.fixture
def settings(started, tmp_path):
    folder = tmp_path / "share" / "jupyter" / "lab" / "settings"
    folder.mkdir(parents=True)
    return folder


def in_effect(folder):
    """Defaults as JupyterLab puts them together."""
    from jupyterlab_server.settings_utils import _get_overrides

    return _get_overrides(str(folder))[0]


EARLIER = dict(list(lab.LAB_DEFAULTS.items())[:2])
WRITTEN_BEFORE = json.dumps(EARLIER, indent=2)


@pytest.mark.parametrize(
    "before", [None, "", WRITTEN_BEFORE, WRITTEN_BEFORE[:70], json.dumps(lab.LAB_DEFAULTS, indent=2)]
)
def test_defaults_of_ours_are_renewed(settings, before):
    if before is not None:
        (settings / "overrides.json").write_text(before)
    cli.main(["lab"])
    assert [file.name for file in settings.iterdir()] == ["overrides.json"]
    assert json.loads((settings / "overrides.json").read_text()) == lab.LAB_DEFAULTS


@pytest.mark.parametrize(
    "own",
    [
        {"@jupyterlab/apputils-extension:themes": {"theme": "JupyterLab Dark"}},
        {**lab.LAB_DEFAULTS, WIDGETS: {"saveState": False}},
        {**EARLIER, "@jupyterlab/notebook-extension:tracker": {"codeCellConfig": {"lineWrap": False}}},
    ],
)
def test_somebody_else_s_defaults_stay_and_go_before_ours(settings, own):
    (settings / "overrides.json").write_text(json.dumps(own, indent=2))
    cli.main(["lab"])
    assert json.loads((settings / "overrides.json").read_text()) == own
    found = in_effect(settings)
    assert found.items() >= own.items()
    assert found[WIDGETS]["saveState"] is own.get(WIDGETS, {"saveState": True})["saveState"]


def test_an_environment_that_cannot_be_written_opens_the_lesson_all_the_same(started, tmp_path):
    (tmp_path / "share").write_text("no folder")
    assert cli.main(["lab"]) == 0
    assert len(started) == 1


def test_the_defaults_are_settings_that_jupyterlab_has(tmp_path):
    schemas = Path(sys.prefix) / "share" / "jupyter"
    for name, values in lab.LAB_DEFAULTS.items():
        package, plugin = name.split(":")
        (schema,) = [json.loads(file.read_text("utf-8")) for file in schemas.rglob(f"schemas/{package}/{plugin}.json")]
        assert schema["properties"].keys() >= values.keys()


def test_a_learner_s_options_come_after_the_guards(started):
    cli.main(["lab", "--ServerApp.ip=127.0.0.2"])
    (command,) = started
    assert command.index("--ServerApp.ip=127.0.0.1") < command.index("--ServerApp.ip=127.0.0.2")


def test_what_lies_in_the_folder_where_it_is_typed_is_not_taken_for_a_package(started, tmp_path):
    for name in ("jupyter", "jupyter_core", "random"):
        (tmp_path / f"{name}.py").write_text('raise ImportError("of another folder")')
    cli.main(["lab", "--version"])
    (command,) = started
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert (ran.returncode, ran.stderr) == (0, "")


HOSTILE = """
for section in (c.ServerApp, c.NotebookApp, c.LabApp):
    section.ip = "0.0.0.0"
    section.allow_origin = "*"
    section.allow_origin_pat = ".*"
    section.allow_credentials = True
    section.allow_remote_access = True
    section.disable_check_xsrf = True
    section.tornado_settings = {"headers": {"Access-Control-Allow-Origin": "*"}}
c.KernelManager.ip = "0.0.0.0"
"""
ASKED = """
import json, sys
from jupyterlab.labapp import LabApp
from jupyter_client import KernelManager
app = LabApp.initialize_server(argv=sys.argv[1:])
kernels = KernelManager(parent=app)
names = ["ip", "allow_origin", "allow_origin_pat", "allow_credentials", "allow_remote_access", "disable_check_xsrf"]
print(json.dumps([*(getattr(app, name) for name in names), kernels.ip, app.tornado_settings.get("headers"),
    app.web_app.settings.get("websocket_max_message_size", 0), bool(app.identity_provider.token)]))
"""


@pytest.mark.parametrize("file", ["jupyter_server_config.py", "jupyter_lab_config.py"])
def test_somebody_else_s_settings_open_nothing(started, tmp_path, file):
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / file).write_text(HOSTILE)
    cli.main(["lab", "--no-browser"])
    options = started[0][started[0].index("lab") + 1 :]
    asked = subprocess.Popen([sys.executable, "-c", ASKED, *options], stdout=subprocess.PIPE, text=True)
    found = json.loads(asked.communicate(timeout=120)[0].splitlines()[-1])
    assert found[:7] == ["127.0.0.1", "", "", False, False, False, "127.0.0.1"]
    assert "*" not in str(found[7])
    assert found[8] > 30_000_000
    assert found[9], "there is a token"


@pytest.mark.parametrize(
    "section", ["ServerApp", "NotebookApp", "LabApp", "IdentityProvider", "PasswordIdentityProvider"]
)
@pytest.mark.parametrize("file", ["jupyter_server_config", "jupyter_lab_config"])
def test_a_token_switched_off_is_said_before_the_start(started, tmp_path, capsys, section, file):
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / f"{file}.py").write_text(f"c.{section}.token = ''\n")
    (tmp_path / "config" / f"{file}.json").write_text("{}")
    assert cli.main(["lab"]) == 0
    assert "Your own Jupyter settings switch the token off" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("settings", "environment", "expected"),
    [
        ({}, {}, False),
        ({}, {"JUPYTER_TOKEN": ""}, False),
        ({"ServerApp": {"token": "of my own"}}, {}, False),
        ({"ServerApp": {"token": "", "password": "argon2:…"}}, {}, False),
        ({"ServerApp": {"token": ""}, "PasswordIdentityProvider": {"hashed_password": "argon2:…"}}, {}, False),
        ({"IdentityProvider": {"need_token": False}}, {}, True),
        ({"NotebookApp": {"token": "", "password": ""}}, {}, True),
    ],
)
def test_who_is_let_in(settings, environment, expected):
    assert lab.let_everybody_in(settings, environment) is expected


def test_an_empty_file_for_the_token_is_none(tmp_path):
    file = tmp_path / "token"
    file.write_text("")
    assert lab.let_everybody_in({}, {"JUPYTER_TOKEN_FILE": str(file)})
    file.write_text("long and random")
    assert not lab.let_everybody_in({}, {"JUPYTER_TOKEN_FILE": str(file)})
    assert not lab.let_everybody_in({}, {"JUPYTER_TOKEN_FILE": str(tmp_path / "nowhere")})


@pytest.mark.skipif(os.name != "posix", reason="elsewhere HOME says nothing")
def test_a_home_that_cannot_be_written_is_a_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "XDG"))}
    command = [sys.executable, "-m", "course_utils", "lab", "--version"]
    told = subprocess.run(command, capture_output=True, text=True, env=environment | {"HOME": str(tmp_path / "file")})
    assert told.returncode == 1
    assert "JupyterLab has no place for its own files" in told.stderr
    assert "Set HOME to a folder that can be written" in told.stderr
    assert "Traceback" not in told.stderr


def test_lessons_that_cannot_be_laid_out_are_a_sentence(started, tmp_path, capsys):
    (tmp_path / "file").write_text("")
    assert cli.main(["lab", "--folder", str(tmp_path / "file" / "lessons")]) == 1
    said = capsys.readouterr().err
    assert f"The lessons cannot be laid into {tmp_path / 'file' / 'lessons'}. " in said
    assert "course lab --folder FOLDER" in said
    assert started == []


def test_the_printed_url_opens_the_copy_of_the_lesson(started, tmp_path, capsys):
    folder = tmp_path / "my own lessons"
    assert cli.main(["lab", "03", "--folder", str(folder), "--no-browser"]) == 0
    (command,) = started
    assert f"--ServerApp.root_dir={folder}" in command
    assert "--LabApp.default_url=/lab/tree/03_pooling_and_translation_invariance.ipynb" in command
    assert command[-1] == "--no-browser"
    assert (folder / "03_pooling_and_translation_invariance.ipynb").exists()
    assert capsys.readouterr().out == ""


PLACES = [
    *((section, "notebook_dir") for section in ("NotebookApp", "LabApp", "ServerApp")),
    *((section, "root_dir") for section in ("ServerApp", "ContentsManager", "FileContentsManager")),
    *((section, "preferred_dir") for section in ("ServerApp", "FileContentsManager")),
]
ASKED_WHERE = """
import sys
from jupyterlab.labapp import LabApp
app = LabApp.initialize_server(argv=sys.argv[1:])
print(app.contents_manager.root_dir)
"""


@pytest.mark.parametrize(("section", "trait"), PLACES)
def test_a_folder_in_somebody_s_settings_keeps_no_lesson_away(started, tmp_path, section, trait):
    """Such as one outside the copies, at which Jupyter would end before it begins."""
    (tmp_path / "config").mkdir()
    (tmp_path / "elsewhere").mkdir()
    for name in ("notebook", "server"):
        setting = f"c.{section}.{trait} = {str(tmp_path / 'elsewhere')!r}"
        (tmp_path / "config" / f"jupyter_{name}_config.py").write_text(setting)
    folder = tmp_path / "lessons"
    assert cli.main(["lab", "--folder", str(folder), "--no-browser"]) == 0
    options = started[0][started[0].index("lab") + 1 :]
    asked = subprocess.Popen([sys.executable, "-c", ASKED_WHERE, *options], stdout=subprocess.PIPE, text=True)
    assert asked.communicate(timeout=120)[0].splitlines()[-1] == str(folder)


# How it looks.


def test_the_style_goes_along_and_a_learner_s_own_is_found_before_it(started, tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "config"))
    settings = lab.server_settings()
    own, ours = settings["ServerApp.tornado_settings"]["static_custom_path"]
    assert own == str(tmp_path / "config" / "custom")
    assert "max-width: 46em" in (Path(ours) / "custom.css").read_text(encoding="utf-8")
    assert settings["ServerApp.tornado_settings"]["websocket_max_message_size"], "the guard stays"
    cli.main(["lab"])
    (command,) = started
    assert "--LabApp.custom_css=True" in command
    assert any("static_custom_path" in option for option in command)


def test_the_extension_goes_along_as_jupyterlab_reads_it():
    """A list on the command line would be taken for one path."""
    from jupyterlab_server.config import get_federated_extensions

    (found,) = get_federated_extensions([lab.server_settings()["LabApp.extra_labextensions_path"]]).values()
    assert (Path(found["ext_path"]) / found["jupyterlab"]["_build"]["load"]).is_file()
