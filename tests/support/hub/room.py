"""Starts and ends the hub: as root, since it becomes its students; in namespaces of its own, so nothing is left."""

import contextlib
import importlib.util
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import requests

from tests.support.hub.student import Student

ROOT = Path(__file__).resolve().parents[3]
PROXY = ROOT / "classroom" / "node_modules" / "configurable-http-proxy" / "bin" / "configurable-http-proxy"
_FIRST_UID = 20_000  # of nobody, on any machine that tests run on
_PATIENCE = 120


def missing():
    """What this machine lacks for a hub, as a sentence; empty where it lacks nothing."""
    if not sys.platform.startswith("linux"):
        return "the hub's test needs Linux"
    if os.geteuid() != 0:
        return "the hub becomes its students, and for that the test needs root: sudo env … python -m pytest -m hub"
    lacking = [name for name in ("jupyterhub", "nbgitpuller") if not importlib.util.find_spec(name)]
    if lacking:
        return f"there is no {' and no '.join(lacking)}: pip install --no-deps -r classroom/requirements.lock"
    if not PROXY.exists() or not shutil.which("node"):
        return "there is no proxy: npm ci --prefix classroom (and Node.js)"
    closed = [folder for folder in _needed() if Path(folder).stat().st_mode & 0o005 != 0o005]
    if closed:
        return f"students could not read {closed[0]}: chmod -R o+rX {closed[0]}"
    if subprocess.run(["unshare", "--mount", "--pid", "--fork", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]).returncode:
        return "this machine lets nobody mount, not even root: a container needs --cap-add SYS_ADMIN for it"
    return ""


class Room:
    """A hub and its students.

    Attributes
    ----------
    students : list of Student
    process : subprocess.Popen
        Everything in the room is below it.
    """

    def __init__(self, folder, names, small_disk):
        self.homes, self._hub = folder / "homes", folder / "hub"
        self.uids = {name: _FIRST_UID + place for place, name in enumerate(names, start=1)}
        ports = _free_ports(3)
        self.url, hub_url, proxy_url = (f"http://127.0.0.1:{port}" for port in ports)
        self.plan = {
            "uids": self.uids,
            "homes": str(self.homes),
            "hub": str(self._hub),
            "log": str(folder / "hub.log"),
            "url": self.url,
            "hub_url": hub_url,
            "proxy_url": proxy_url,
            "proxy": _proxy(self.url, hub_url, proxy_url),
            "password": secrets.token_hex(8),
            "command": [sys.executable, "-m", "jupyterhub", "-f", str(Path(__file__).with_name("config.py"))],
            "needed": _needed(),
            "environment": _environment(),
            "small": {"home": str(self.homes / names[-1]), "uid": self.uids[names[-1]], "size": small_disk},
        }
        self._lay_out(folder)
        self.students = [Student(name, self.url, self.plan["password"]) for name in names]
        self.process = None

    def _lay_out(self, folder):
        self.homes.mkdir()
        for path in (folder, self.homes):
            path.chmod(0o755)
        self._hub.mkdir(mode=0o700)
        for name, uid in self.uids.items():
            (self.homes / name).mkdir(mode=0o700)
            os.chown(self.homes / name, uid, uid)
        self._file = self._hub / "plan.json"
        self._file.write_text(json.dumps(self.plan))

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.close()

    def start(self):
        """Start the hub and wait until it answers."""
        inside = [sys.executable, str(Path(__file__).with_name("inside.py")), str(self._file)]
        # Killed with whoever started it, however that ends.
        spaces = ["setpriv", "--pdeathsig", "KILL"]
        spaces += ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
        # Proxy and hub know each other by a word of their own.
        own = {"COURSE_HUB_PLAN": str(self._file), "CONFIGPROXY_AUTH_TOKEN": secrets.token_hex(32)}
        environment = os.environ | own
        self.process = subprocess.Popen([*spaces, *inside], env=environment)
        try:
            self.wait_for_the_hub()
        except BaseException:
            self.close()
            raise

    def wait_for_the_hub(self):
        """Wait until the hub's own page answers."""
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            if self.process.poll() is not None:
                break
            with contextlib.suppress(requests.ConnectionError):
                if requests.get(f"{self.url}/hub/health", timeout=5).ok:
                    return
            time.sleep(0.2)
        raise AssertionError(f"the hub does not answer; its log ends:\n{self.log()[-3000:]}")

    def hub_answers(self):
        """Whether the hub is up at this moment."""
        with contextlib.suppress(requests.RequestException):
            return requests.get(f"{self.url}/hub/health", timeout=5).ok
        return False

    def log(self):
        """What the hub and the servers have said."""
        return Path(self.plan["log"]).read_text("utf-8", errors="replace")

    def close(self):
        """End the hub, the proxy, every server and every kernel."""
        for student in self.students:
            student.close()
        if self.process:
            self.process.kill()
            self.process.wait()


def _proxy(url, hub_url, proxy_url):
    """The command that starts the proxy: where learners come, and where the hub tells it about servers."""
    public, own = urlsplit(url), urlsplit(proxy_url)
    return [
        *("node", str(PROXY), "--log-level", "warn"),
        *("--ip", public.hostname, "--port", str(public.port), "--default-target", hub_url),
        *("--api-ip", own.hostname, "--api-port", str(own.port), "--error-target", f"{hub_url}/hub/error"),
    ]


def _environment():
    """What a student's server finds: the course's settings, beside those that what is installed brings."""
    folders = [ROOT / "classroom"]
    spec = importlib.util.find_spec("nbgitpuller")
    for parent in Path(spec.origin).parents:
        if (parent / "etc" / "jupyter").is_dir():
            folders.append(parent / "etc" / "jupyter")
            break
    return {"JUPYTER_CONFIG_PATH": os.pathsep.join(map(str, folders))}


def _needed():
    """Folders that each student must be able to reach: Python, its packages, the course."""
    folders = {ROOT, Path(sys.base_prefix), Path(sys.prefix), *map(Path, filter(None, sys.path))}
    return sorted({str(folder.resolve()) for folder in folders if folder.is_dir()})


def _free_ports(count):
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
