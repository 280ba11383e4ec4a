"""For every test run below this folder, that of one notebook included: cells whose data are not here are skipped."""

pytest_plugins = ["course_utils.commands.needed_data"]
#: JupyterHub runs it as its settings, with names that it lends: no module whose doctests could be run.
collect_ignore = ["tests/support/hub/config.py"]
