"""The first process of the room's own namespaces: makes the room, keeps proxy and hub running; with it everything ends.

Run by `room`: `unshare --mount --pid … python inside.py PLAN`. What is mounted here is seen by nobody outside.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path


def main(plan):
    """Make the room, start proxy and hub, and the hub again whenever it has ended, as systemd or Kubernetes would."""
    let_through([Path(path) for path in plan["needed"]])
    small = plan["small"]
    options = "size={size},mode=700,uid={uid},gid={uid}".format(**small)
    mount("-t", "tmpfs", "-o", options, "tmpfs", small["home"])
    start(plan, plan["proxy"])
    hub = start(plan, plan["command"])
    while True:
        ended, _ = os.wait()  # orphans, too: students' servers are ours when their hub is gone
        if ended == hub.pid:
            hub = start(plan, plan["command"])


def start(plan, command):
    """Start a program; what it says goes on at the end of the log."""
    with open(plan["log"], "ab") as log:
        return subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=plan["hub"])


def let_through(needed):
    """Let every user reach some folders: a closed folder above them shows nothing but the way to them."""
    closed = {}
    for path in needed:
        for folder in reversed(path.parents):
            if not folder.stat().st_mode & 0o001:
                closed.setdefault(folder, set()).add(path)
                break
    aside = Path(tempfile.mkdtemp(prefix="aside-", dir="/dev/shm"))
    for count, (folder, paths) in enumerate(closed.items()):
        kept = {path: aside / f"{count}-{place}" for place, path in enumerate(sorted(paths))}
        for path, place in kept.items():
            place.mkdir()
            mount("--bind", path, place)
        mount("-t", "tmpfs", "-o", "mode=755", "tmpfs", folder)
        for path, place in kept.items():
            path.mkdir(parents=True, exist_ok=True)
            mount("--bind", place, path)


def mount(*words):
    """Run the system's command."""
    subprocess.run(["mount", *map(str, words)], check=True)


if __name__ == "__main__":
    main(json.loads(Path(sys.argv[1]).read_text("utf-8")))
