"""JupyterLab on this machine's loopback, a Chromium to open it, a notebook run in it: for tests and benchmarks."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

from course_utils.commands.lab import LAB_DEFAULTS, server_settings

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
#: Without a sandbox, because tests run as root in a container; only pages of this machine are opened.
SETTINGS = ["--no-sandbox", "--disable-gpu"]
PANEL = ".jp-NotebookPanel:not(.lm-mod-hidden)"
WIDGET = "window.jupyterapp.shell.currentWidget"
_CALM = """.jp-StatusBar-Widget, .jp-NotebookPanel-toolbar { display: none !important }
body *, body *::before, body *::after { transition: none !important; animation: none !important }"""
_TOKEN = "lesson"
_SERVER = "ServerApp.tornado_settings"
_TRACKER = "@jupyterlab/notebook-extension:tracker"


class NoBrowserError(Exception):
    """A page cannot be opened on this machine; the message says what is missing."""


@contextlib.contextmanager
def chromium():
    """A browser, closed in the end.

    Raises
    ------
    NoBrowserError
        There is no Chromium, or no playwright.
    """
    if not CHROMIUM:
        raise NoBrowserError("there is no Chromium on this machine: install it, for instance apt-get install chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        raise NoBrowserError("there is no playwright in this environment: pip install playwright") from error
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SETTINGS)
        yield browser
        browser.close()


@contextlib.contextmanager
def chromium_or_skip():
    """A browser for tests, closed in the end; without one they are skipped, but not in CI."""
    with contextlib.ExitStack() as stack:
        try:
            browser = stack.enter_context(chromium())
        except NoBrowserError as problem:
            if os.environ.get("CI"):
                pytest.fail(f"{problem}; in CI there must be one")
            pytest.skip(str(problem))
        yield browser


@contextlib.contextmanager
def jupyterlab(home, settings=None):
    """The address of a JupyterLab that shows the folder `home`, with the course's settings; ended in the end.

    `settings` go to its server beside the course's.
    """
    guards = server_settings()
    guards[_SERVER] |= settings or {}
    # Else cells that are off the screen would not be in the page.
    _set(home, LAB_DEFAULTS | {_TRACKER: LAB_DEFAULTS[_TRACKER] | {"windowingMode": "none"}})
    own = {f"JUPYTER_{name}_DIR": str(home / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")}
    own |= {"JUPYTERLAB_SETTINGS_DIR": str(home / "settings"), "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces")}
    port = _free_port()
    command = [
        sys.executable,
        "-m",
        "jupyter",
        "lab",
        "--no-browser",
        "--allow-root",
        *(f"--{name}={value}" for name, value in guards.items()),
        f"--ServerApp.port={port}",
        f"--IdentityProvider.token={_TOKEN}",
        f"--ServerApp.root_dir={home}",
        "--LabApp.expose_app_in_browser=True",
    ]
    with (home / "log.txt").open("w") as log:
        server = subprocess.Popen(command, env=os.environ | own, stdout=log, stderr=subprocess.STDOUT)
    try:
        _wait_for(f"http://127.0.0.1:{port}/api?token={_TOKEN}")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(30)


def _set(home, settings):
    for plugin, values in settings.items():
        path = home / "settings" / f"{plugin.replace(':', '/')}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values))


def _free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _wait_for(address):
    for _ in range(120):
        try:
            return urllib.request.urlopen(address)
        except OSError:
            time.sleep(0.5)
    raise TimeoutError(f"no answer from {address}")


def opened(browser, address, notebook):
    """A page that shows a notebook, its kernel idle; `page.complaints` holds the console's errors.

    Parameters
    ----------
    browser, address
        What `chromium` and `jupyterlab` gave.
    notebook : str
        Path below the folder that JupyterLab shows.
    """
    page = browser.new_page(viewport={"width": 1280, "height": 1400})
    page.complaints = []
    page.on("console", lambda said: page.complaints.append(_complaint(said)) if said.type == "error" else None)
    page.goto(f"{address}/lab/tree/{notebook}?token={_TOKEN}&reset")
    page.wait_for_selector(PANEL, timeout=180_000)
    # Run before the kernel is idle, and JupyterLab would ask a question and wait for ever.
    page.wait_for_function(f"{WIDGET}?.sessionContext?.session?.kernel?.status == 'idle'", timeout=180_000)
    page.wait_for_timeout(1000)
    return page


def calm(page):
    """Hide JupyterLab's signs of a busy kernel: it paints them anew at each message, and tests wait for the browser."""
    page.add_style_tag(content=_CALM)


def run_cells(page, *, seconds):
    """Run all cells, and wait for them no longer than so many seconds."""
    page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
    page.wait_for_timeout(1000)
    page.wait_for_function(
        f"{WIDGET}.sessionContext.session.kernel.status == 'idle' && "
        "![...document.querySelectorAll('.jp-InputPrompt')].some(prompt => prompt.textContent.includes('*'))",
        timeout=1000 * seconds,
        polling=200,  # milliseconds; at every frame it would cost a training a part of its core
    )
    page.wait_for_timeout(500)


def run_all(browser, address, notebook, *, seconds):
    """A page on which all cells of a notebook have run; parameters as above."""
    page = opened(browser, address, notebook)
    run_cells(page, seconds=seconds)
    return page


def _complaint(said):
    return f"{said.text} ({said.location.get('url')})"


def command(page, name, **arguments):
    """Run a command of JupyterLab, as its menus do, and wait for its end."""
    page.evaluate(
        "([name, given]) => window.jupyterapp.commands.execute(name, given).then(() => null)", [name, arguments]
    )


def ask_kernel(page, code):
    """What a line of Python prints in the notebook's kernel; it stands behind all messages sent before.

    Raises
    ------
    RuntimeError
        The line raised.
    """
    answer = page.evaluate(
        f"""async code => {{
            const asked = {WIDGET}.sessionContext.session.kernel.requestExecute({{code, store_history: false}});
            let printed = '';
            asked.onIOPub = message => {{
                if (message.header.msg_type == 'stream' && message.content.name == 'stdout')
                    printed += message.content.text;
            }};
            const reply = await asked.done;
            return [reply.content.status, reply.content.evalue, printed];
        }}""",
        code,
    )
    if answer[0] != "ok":
        raise RuntimeError(f"{code}: {answer[1]}")
    return answer[2]
