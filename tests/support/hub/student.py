"""Somebody at a seat: starts a server, opens a lesson, runs its cells over the websocket, saves, as a page does."""

import json
import time
from typing import NamedTuple

import nbformat
import requests
import websocket
from jupyter_client.session import Session
from jupyter_server.services.kernels.connection.base import deserialize_msg_from_ws_v1, serialize_msg_to_ws_v1

FOLDER = "cnns-by-hand"
_PROTOCOL = "v1.kernel.websocket.jupyter.org"
_PATIENCE = 240  # seconds for one cell, on a machine that has much else to do


class Ran(NamedTuple):
    """What came of one cell."""

    outputs: list
    seconds: float

    @property
    def text(self):
        """All that it printed, and what it showed as text."""
        return "".join(
            output.get("text", "") + output.get("data", {}).get("text/plain", "") + output.get("ename", "")
            for output in self.outputs
        )

    @property
    def errors(self):
        """The outputs that are errors."""
        return [output for output in self.outputs if output.output_type == "error"]


class Student:
    """A user of the hub.

    Parameters
    ----------
    name : str
    url : str
        Of the hub's proxy.
    password : str
    """

    def __init__(self, name, url, password):
        self.name, self.url, self._password = name, url, password
        self.headers, self._socket, self._session = {}, None, Session()
        self.kernel = None

    def ask(self, path, method="get", **settings):
        """Ask the hub or a server; `path` begins with hub/ or user/."""
        settings = {"headers": self.headers, "timeout": 60} | settings
        return requests.request(method, f"{self.url}/{path}", **settings)

    def here(self, path):
        """A path on their own server."""
        return f"user/{self.name}/{path}"

    def log_in(self):
        """Get a token for name and password."""
        words = {"auth": {"username": self.name, "password": self._password}}
        answer = self.ask(f"hub/api/users/{self.name}/tokens", "post", json=words)
        answer.raise_for_status()
        self.headers = {"Authorization": f"token {answer.json()['token']}"}

    def start(self):
        """Start their server; return the seconds until it answers."""
        began = time.monotonic()
        self.log_in()
        self.ask(f"hub/api/users/{self.name}/server", "post").raise_for_status()
        while time.monotonic() < began + _PATIENCE:
            server = self.ask(f"hub/api/users/{self.name}").json()["servers"].get("", {})
            if server.get("ready"):
                return time.monotonic() - began
            if not server.get("pending"):
                break
            time.sleep(0.5)
        raise AssertionError(f"the server of {self.name} did not start: {server}")

    # Files.

    def files(self, path=""):
        """Names of the files in a folder of their home."""
        return sorted(each["name"] for each in self.ask(self.here(f"api/contents/{path}")).json()["content"])

    def lesson(self, number):
        """Path of the copy of a lesson in their home."""
        (name,) = [name for name in self.files(FOLDER) if name.startswith(f"{number}_")]
        return f"{FOLDER}/{name}"

    def notebook(self, path):
        """A notebook of theirs, as it is saved."""
        answer = self.ask(self.here(f"api/contents/{path}"))
        answer.raise_for_status()
        return nbformat.from_dict(answer.json()["content"])

    def save(self, path, notebook):
        """Save it, as a page does; return the answer."""
        return self.ask(self.here(f"api/contents/{path}"), "put", json={"type": "notebook", "content": notebook})

    # A kernel.

    def open(self, path):
        """Open a notebook with a kernel of its own; what was open before goes on without them."""
        words = {"path": path, "name": path, "type": "notebook", "kernel": {"name": "python3"}}
        answer = self.ask(self.here("api/sessions"), "post", json=words)
        if answer.ok:
            self.kernel = answer.json()["kernel"]["id"]
            self.connect()
        return answer

    def connect(self):
        """Connect to the kernel, as a page does that was reloaded."""
        self.close()
        address = f"{self.url.replace('http', 'ws', 1)}/{self.here(f'api/kernels/{self.kernel}/channels')}"
        header = [f"{name}: {value}" for name, value in self.headers.items()]
        settings = {"header": header, "subprotocols": [_PROTOCOL], "timeout": _PATIENCE}
        self._socket = websocket.create_connection(f"{address}?session_id={self._session.session}", **settings)

    def close(self):
        """Leave the page; the kernel goes on."""
        if self._socket:
            self._socket.close()
            self._socket = None

    def run(self, code):
        """Run one cell and wait for it."""
        began = time.monotonic()
        self.send(code)
        return Ran(self.receive(), time.monotonic() - began)

    def send(self, code):
        """Send one cell to the kernel."""
        content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False}
        self._sent = self._session.msg("execute_request", content)
        self._socket.send_binary(serialize_msg_to_ws_v1(self._sent, "shell", self._session.pack))

    def receive(self):
        """What the cell that was sent shows, until the kernel is idle again."""
        outputs = []
        while True:
            message = self._message()
            if message["parent_header"].get("msg_id") != self._sent["header"]["msg_id"]:
                continue
            kind, content = message["header"]["msg_type"], message["content"]
            if kind in ("stream", "display_data", "execute_result", "error"):
                outputs.append(nbformat.v4.output_from_msg(message))
            if kind == "status" and content["execution_state"] == "idle":
                return outputs

    def wait_for_restart(self):
        """Wait until the server says that it starts the kernel again, and connect to the new one."""
        while True:
            message = self._message()
            if message["header"]["msg_type"] == "status" and "restarting" in message["content"]["execution_state"]:
                break
        self.connect()

    def _message(self):
        _, parts = deserialize_msg_from_ws_v1(self._socket.recv())
        header, parent, metadata, content = (json.loads(bytes(part)) for part in parts[:4])
        return {"header": header, "parent_header": parent, "metadata": metadata, "content": content}

    def run_lesson(self, number):
        """Open a lesson, run all its cells, save; return what came of each cell."""
        path = self.lesson(number)
        self.open(path).raise_for_status()
        notebook, ran = self.notebook(path), []
        for cell in notebook.cells:
            if cell.cell_type == "code":
                ran.append(self.run(cell.source))
                cell.outputs, cell.execution_count = ran[-1].outputs, len(ran)
        self.save(path, notebook).raise_for_status()
        return ran
