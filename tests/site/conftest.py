"""The site, built once for all its tests, and pages that show it: there in CI, and elsewhere there or a reason."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import site_in_page
from tests.support.lab import chromium_or_skip

#: A site that is built already, and where its Pyodide comes from when it is not.
BUILT, PYODIDE = "COURSE_SITE", "COURSE_PYODIDE"


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The folder of the built site."""
    if BUILT in os.environ:
        return Path(os.environ[BUILT])
    folder = tmp_path_factory.mktemp("built") / "site"
    command = [sys.executable, "-m", "course_utils", "site", str(folder), "--pyodide", os.environ.get(PYODIDE, "pip")]
    done = subprocess.run(command, cwd=site_in_page.ROOT, capture_output=True, text=True)
    if done.returncode:
        complain = pytest.fail if os.environ.get("CI") else pytest.skip
        complain(f"the site was not built: {(done.stderr.strip() or done.stdout.strip())[-500:]}")
    return folder


@pytest.fixture(scope="session")
def address(site):
    with site_in_page.serving(site) as address:
        yield address


@pytest.fixture(scope="session")
def browser():
    with chromium_or_skip() as browser:
        yield browser


@pytest.fixture
def page(browser):
    """An empty page; in the end nothing was asked for elsewhere, and no script had failed."""
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    outside, failed = site_in_page.outside_of(context), []
    page = context.new_page()
    page.on("pageerror", lambda error: failed.append(str(error)))
    yield page
    context.close()
    assert outside == []
    assert failed == []


@pytest.fixture(scope="module")
def page_python(browser, address):
    """Python in an empty page of the site, one for all tests of a file."""
    context = browser.new_context()
    yield site_in_page.PagePython(context.new_page(), address)
    context.close()
