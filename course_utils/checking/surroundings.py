"""What a stranger's code may leave behind in the kernel that it runs in: all of it is put back."""

import builtins
import contextlib
import io
import os
import random
import sys
import warnings

import numpy as np

_PRINTED = 2000  # characters that an answer may print in one check
_LEFT_OUT = "\n… The rest of what your code printed is left out.\n"


@contextlib.contextmanager
def kept(*, printed=_PRINTED):
    """Keep folder, environment, settings of NumPy, random states and output as they are found, whatever happens inside.

    What is printed inside goes on to the reader, up to so many characters; warnings do not.
    """
    with contextlib.ExitStack() as stack:
        for keep in (_folder, _dictionaries, _random_states, _recursion_limit, _quit):
            stack.enter_context(keep())
        stack.enter_context(np.errstate())
        stack.enter_context(np.printoptions())
        stack.enter_context(warnings.catch_warnings())
        warnings.simplefilter("ignore")  # the verdict says what is wrong; NumPy would say it for every case
        stack.enter_context(contextlib.redirect_stdout(_Bounded(sys.stdout, printed)))
        stack.enter_context(contextlib.redirect_stderr(_Bounded(sys.stderr, printed)))
        yield


class _Bounded(io.TextIOBase):
    """A stream that hands on the first characters and then says that there was more."""

    def __init__(self, stream, most):
        self._stream, self._left = stream, most

    def write(self, text):
        if self._stream is not None and self._left >= 0:
            self._stream.write(text[: self._left] + (_LEFT_OUT if len(text) > self._left else ""))
        self._left -= min(len(text), self._left + 1)  # below zero: the remark is made
        return len(text)

    def flush(self):
        if self._stream is not None:
            self._stream.flush()

    @property
    def encoding(self):
        return getattr(self._stream, "encoding", "utf-8")

    def writable(self):
        return True


@contextlib.contextmanager
def _folder():
    try:
        folder = os.getcwd()
    except OSError:  # it was deleted under the kernel
        folder = None
    try:
        yield
    finally:
        if folder:
            with contextlib.suppress(OSError):
                os.chdir(folder)


@contextlib.contextmanager
def _dictionaries():
    """Keep the environment and what Python itself calls `sum`, `len` and so on."""
    kept = [(one, dict(one)) for one in (os.environ, vars(builtins))]
    try:
        yield
    finally:
        for one, before in kept:
            if dict.__ne__(dict(one), before):
                for name in {*one} - {*before}:
                    del one[name]
                one.update(before)


@contextlib.contextmanager
def _random_states():
    python, numpy = random.getstate(), np.random.get_state()
    try:
        yield
    finally:
        random.setstate(python)
        np.random.set_state(numpy)


@contextlib.contextmanager
def _recursion_limit():
    limit = sys.getrecursionlimit()
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)


@contextlib.contextmanager
def _quit():
    """Let `exit()` end nothing but the call: IPython's own would let it go on, and end the kernel a moment later."""
    ipython = sys.modules.get("IPython")
    shell = ipython and ipython.get_ipython()
    if shell is None:
        yield
        return
    shell.ask_exit = sys.exit
    try:
        yield
    finally:
        del shell.ask_exit
