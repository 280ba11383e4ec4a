"""For every test run below this folder, that of one notebook included: its share of the cores, cells without data.

Cells whose data are not here are skipped. Workers side by side, and the kernels that they start, take as many threads
as there are cores for each: two that ask for all cores wait for one another.
"""

import os

pytest_plugins = ["course_utils.commands.needed_data"]
#: JupyterHub runs it as its settings, with names that it lends: no module whose doctests could be run.
collect_ignore = ["tests/support/hub/config.py"]

if workers := int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", 0)):
    _threads = max(1, (os.cpu_count() or 1) // workers)
    for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"):
        os.environ.setdefault(_name, str(_threads))
