"""For every test run below this folder, that of one notebook included: cells whose data are not here are skipped."""

pytest_plugins = ["course_utils.commands.needed_data"]
