"""For every test run below this folder, that of one notebook included: its share of the cores, cells without data.

A shell's background task begins with Ctrl-C ignored, and hands that on to every program that a test starts and stops
by it: here it is heard again.

Cells whose data are not here are skipped. Workers side by side, and the kernels that they start, take as many threads
as there are cores for each (notebooks 05 and 07 by two workers on two cores: 147 s in place of 158, the same numbers).
"""

import os
import signal
import threading

pytest_plugins = ["course_utils.commands.needed_data"]
#: JupyterHub runs it as its settings, with names that it lends: no module whose doctests could be run.
collect_ignore = ["tests/support/hub/config.py"]

if workers := int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", 0)):
    _cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"):
        os.environ.setdefault(_name, str(max(1, _cores // workers)))

if threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
