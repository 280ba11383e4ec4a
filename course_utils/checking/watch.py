"""A limit of time for somebody else's code: a stop that no `except` swallows and that cuts no import in half."""

import _thread
import contextlib
import os
import signal
import sys
import threading
import time
import traceback
from functools import partial

from course_utils.checking.clock import Clock, can_look, free_tool

_PATIENCE = 4  # times as long may a call take that waits, for a busy machine or for whatever else
_NEXT_LOOK = 0.02  # seconds at least from one look at the clocks to the next
_AGAIN = 0.5  # seconds from one request to stop to the next
_HELPLESS_AFTER = 3  # requests; then it is one long call of a library, and a sentence says so
_HELPLESS = "Still running: one long call cannot be stopped from here. Kernel → Restart ends it."
_OWN_FOLDER = os.path.dirname(__file__)


class Stop(BaseException):
    """Ends a call whose time is over. Where an `except` catches it, the next line raises it again, and so on."""


class TookTooLongError(Exception):
    """A call did not come to an end in time.

    Parameters
    ----------
    stack : traceback.StackSummary
        Where the call was when its time was over.
    """

    def __init__(self, stack):
        super().__init__("the call did not come to an end in time")
        self.stack = stack


def call_each(function, cases, results, *, seconds):
    """Call a function with the arguments of each case, one call after the other, each in limited time.

    The time of one call is limited, not that of all. It is time at work: where the processor is busy with something
    else, right code may take up to four times as long. While a module is imported the clock stands still: one that is
    cut off half-way could not be imported again. A single long call of a library ends when it ends; after a while a
    printed line says so. Where no thread can start, the call looks at the clock itself, at each of its steps.

    Parameters
    ----------
    function : callable
    cases : list of tuples
    results : list
        The result of each call is appended, so that they are there if a later one raises. One that is None or `...` is
        the last.
    seconds : float

    Raises
    ------
    TookTooLongError
        Also when a call swallowed every request to stop and then ended by itself.
    """
    watch = _Watch(seconds)
    try:
        watch.call_each(function, cases, results)
    except Stop:
        raise TookTooLongError(watch.stack) from None
    finally:
        while not watch.is_over:
            with contextlib.suppress(Stop):  # one that was asked for before the end came
                watch.end()


class _Watch:
    def __init__(self, seconds):
        self._seconds = seconds
        self._began = None  # by the clock, and by how long the threads of this process had been at work
        self.stack, self.is_over = None, False
        self._thread, self._lines, self._out = _thread.get_ident(), _Lines(), sys.stdout
        self._over, self._lock = threading.Event(), threading.Lock()
        # Python makes the error where it is raised: in the thread that is to stop, whose frames lie open there.
        self._stop = type("Stop", (Stop,), {"__init__": lambda error: self._insist(sys._getframe(1))})
        self._has_signal = threading.current_thread() is threading.main_thread()
        if self._has_signal:
            self._handler = signal.signal(signal.SIGINT, self._on_signal)
        self._clock = None
        try:
            threading.Thread(target=self._keep_time, daemon=True).start()
        except RuntimeError:  # a browser's page has no threads
            self._clock = Clock(self._at_a_step) if can_look() else None

    def call_each(self, function, cases, results):
        """Append the result of each call; one is late when its time is over, even if it comes to an end."""
        for arguments in cases:
            self._began = time.monotonic(), time.process_time()
            try:
                result = function(*arguments)
            finally:
                self._began = None
            if self.stack is not None:
                raise TookTooLongError(self.stack)
            results.append(result)
            if result is None or result is ...:  # what else the function would print helps nobody
                return

    def end(self):
        """Ask for no more stops, and leave the thread as it was found."""
        with self._lock:
            self._over.set()
        self._lines.let_go()
        if self._clock:
            self._clock.end()
        if self._has_signal:
            signal.signal(signal.SIGINT, self._handler or signal.default_int_handler)
        self.is_over = True

    # In the thread that keeps the time.

    def _keep_time(self):
        asked = 0
        while not self._over.wait(max(self._left(), _NEXT_LOOK) if not asked else _AGAIN):
            frame = sys._current_frames().get(self._thread)
            if self._left() > 0 or frame is None:
                continue
            if _is_importing(frame):
                self._began = time.monotonic(), time.process_time()
                continue
            asked += 1
            self.stack = self.stack or traceback.extract_stack(frame)
            with self._lock:
                if not self._over.is_set():
                    self._ask()
            if asked == _HELPLESS_AFTER:
                print(_HELPLESS, file=self._out, flush=True)

    def _left(self):
        """Return the seconds left to the present call, at least; between two calls there is time."""
        began = self._began
        if began is None:
            return self._seconds
        passed = time.monotonic() - began[0]
        if passed > self._seconds:  # of which it may have been at work for less
            passed = min(passed, max(time.process_time() - began[1], passed / _PATIENCE))
        return self._seconds - passed

    def _ask(self):
        """Ask the other thread to stop: by a signal, which wakes a sleeping call, unless the answer changed that."""
        if not self._is_in_force():
            _raise_in(self._thread, self._stop)
        elif hasattr(signal, "pthread_kill"):
            signal.pthread_kill(self._thread, signal.SIGINT)
        else:
            _thread.interrupt_main()

    def _is_in_force(self):
        return self._has_signal and signal.getsignal(signal.SIGINT) == self._on_signal

    # In the thread that is watched.

    def _at_a_step(self, code, *_):
        """Stop the call whose time is over; and again at each further line, where it swallowed that."""
        if self._left() > 0 or code.co_filename.startswith(_OWN_FOLDER):
            return
        frame = sys._getframe(1)
        if _is_importing(frame):
            self._began = time.monotonic(), time.process_time()
            return
        if self.stack is None:
            self.stack = traceback.extract_stack(frame)
            self._clock.look_closer()
        raise Stop

    def _on_signal(self, number, frame):
        """Stop the call; what the learner asks for by *Kernel → Interrupt* goes the way it always goes."""
        if self.stack is None:
            return (self._handler if callable(self._handler) else signal.default_int_handler)(number, frame)
        if _is_ours(frame) or _is_importing(frame):
            return None  # it has just ended, or must not be cut; it will be asked again
        raise self._stop

    def _insist(self, frame):
        """Let each further line of the call raise the stop again, so that no depth of `except` outlasts it."""
        if not self._has_signal:
            return
        if not self._is_in_force():
            signal.signal(signal.SIGINT, self._on_signal)
        self._lines.stop_at([*self._lines.frames, *_strangers_frames(frame)], self._stop)


class _LinesMonitored:  # pragma: no cover - where Python is older it is never made
    """Raises an error at each line of some frames, by the means that Python has from 3.12 on."""

    def __init__(self):
        self.frames, self._tool = [], None

    def stop_at(self, frames, error):
        """Raise the error at each further line of these frames."""
        self.frames = frames
        if self._tool is None:
            self._tool = free_tool()
            sys.monitoring.use_tool_id(self._tool, "course")
            sys.monitoring.register_callback(self._tool, sys.monitoring.events.LINE, partial(_raise, error))
        for frame in frames:
            sys.monitoring.set_local_events(self._tool, frame.f_code, sys.monitoring.events.LINE)

    def let_go(self):
        """Let the lines run again."""
        if self._tool is not None:
            for frame in self.frames:
                sys.monitoring.set_local_events(self._tool, frame.f_code, 0)
            sys.monitoring.free_tool_id(self._tool)
            self.frames, self._tool = [], None


class _LinesTraced:  # pragma: no cover - where Python is newer it is never made
    """The same for Python 3.11: a tracer that raises is taken away, so this one asks for the next signal."""

    def __init__(self):
        self.frames, self._tracer = [], sys.gettrace()

    def stop_at(self, frames, error):
        """Raise the error at each further line of these frames."""
        for frame in frames:
            frame.f_trace = _in_c("PyErr_SetInterrupt")
        sys.settrace(_in_c("Py_IsInitialized"))  # does nothing: but without one, those of the frames are not called

    def let_go(self):
        """Let the lines run again."""
        sys.settrace(self._tracer)


_Lines = _LinesMonitored if sys.version_info >= (3, 12) else _LinesTraced


def _raise(error, code, line):  # pragma: no cover - belongs to the first
    raise error


def _in_c(name):  # pragma: no cover - belongs to the second
    """A function of Python's own in C as a tracer: one written in Python would be what the signal interrupts."""
    import ctypes

    return ctypes.PYFUNCTYPE(None, *[ctypes.py_object] * 3)((name, ctypes.pythonapi))


def _raise_in(thread, error):
    """Let another thread raise an error at its next step."""
    import ctypes

    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(error))


def _is_ours(frame):
    return frame.f_code.co_filename.startswith(_OWN_FOLDER)


def _strangers_frames(frame):
    """Return the frames from the innermost that is not of this folder to the outermost before it is again."""
    found = []
    while frame is not None and not (found and _is_ours(frame)):
        if not _is_ours(frame):
            found.append(frame)
        frame = frame.f_back
    return found


def _is_importing(frame):
    while frame is not None and not _is_ours(frame):
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return True
        frame = frame.f_back
    return False
