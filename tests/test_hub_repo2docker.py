"""What repo2docker, and so Binder, makes of the course's folder: the steps that classroom/Dockerfile has."""

import os
import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.hub

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def pack(monkeypatch):
    if not os.environ.get("CI"):
        pytest.importorskip("repo2docker", reason="pip install --no-deps -r classroom/requirements.lock")
    from repo2docker.buildpacks import CondaBuildPack

    monkeypatch.chdir(ROOT)
    pack = CondaBuildPack("a-base")
    pack.platform = "linux/amd64"
    return pack


def test_it_chooses_conda_for_python_alone(pack):
    from repo2docker.app import Repo2Docker

    chosen = next(kind for kind in Repo2Docker().buildpacks if kind("a-base").detect())
    assert chosen is type(pack)
    dockerfile = (ROOT / "classroom" / "Dockerfile").read_text("utf-8")
    assert f"FROM python:{pack.python_version}-slim\n" in dockerfile


def test_its_dockerfile_installs_environment_yml_and_then_the_course(pack):
    text = pack.render()
    environment = re.search(r'env update -p \S+ --file "(.*?)"', text)
    assert environment[1] == "environment.yml"
    whole_folder, course = text.index(" src/ ${REPO_DIR}/"), text.index("RUN ./postBuild\n")
    assert whole_folder < environment.start(), "requirements.lock must be there when pip is told to read it"
    assert environment.end() < course
    assert os.access(ROOT / "postBuild", os.X_OK)
