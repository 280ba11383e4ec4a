"""What a room costs: processor seconds and memory, of each student's server and kernels and of the hub."""

import contextlib
import threading

import psutil

MIB = 2**20


class Meter:
    """Looks at every process below one.

    Parameters
    ----------
    pid : int
        Of the room.
    uids : dict of name -> int
        Its students; whoever else has processes there is the hub and its proxy.
    """

    def __init__(self, pid, uids):
        self._room, self._names = psutil.Process(pid), {uid: name for name, uid in uids.items()}

    def processes(self):
        """Every process, with the name of the student whose it is, or "hub"."""
        for process in self._room.children(recursive=True):
            with contextlib.suppress(psutil.NoSuchProcess):
                yield self._names.get(process.uids().real, "hub"), process

    def seconds(self):
        """Processor seconds so far, of all that is running; and of what it has waited for."""
        total = 0
        for _, process in self.processes():
            with contextlib.suppress(psutil.NoSuchProcess):
                total += sum(process.cpu_times()[:4])
        return total

    def memory(self):
        """MiB of each student's server and kernels: what is theirs alone ("uss"), and with what is shared ("rss")."""
        found = {}
        for name, process in self.processes():
            with contextlib.suppress(psutil.NoSuchProcess):
                kind = _kind(name, process.cmdline())
                info = process.memory_full_info()
                found.setdefault(kind, []).append((info.uss / MIB, info.rss / MIB))
        return {kind: _largest(values) for kind, values in found.items()}


class Peak:
    """The largest resident memory of any kernel while it is looked at, in MiB; looked at twice a second."""

    def __init__(self, meter):
        self.mib, self._meter, self._done = 0, meter, threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._done.set()
        self._thread.join()

    def _look(self):
        while not self._done.wait(0.5):
            for name, process in self._meter.processes():
                with contextlib.suppress(psutil.NoSuchProcess):
                    if _kind(name, process.cmdline()) == "kernel":
                        self.mib = max(self.mib, process.memory_info().rss / MIB)


def _kind(name, command):
    if name == "hub":
        return "hub and proxy"
    return "kernel" if any("ipykernel" in word for word in command) else "server"


def _largest(values):
    return {"uss": max(uss for uss, _ in values), "rss": max(rss for _, rss in values), "count": len(values)}
