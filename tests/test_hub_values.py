"""The values for Zero to JupyterHub: keys of its chart, limits from what was measured, no contradiction.

The chart itself is on no package index, and so is not at hand. `KNOWN` is written from its documented schema: the part
of it that values.yaml uses, as strict as the chart, which refuses a key that it does not know.
"""

import re
from pathlib import Path

import pytest
import yaml
from traitlets.config import PyFileConfigLoader

ROOT = Path(__file__).resolve().parent.parent
VALUES = yaml.safe_load((ROOT / "classroom" / "values.yaml").read_text("utf-8"))

SWITCH, NUMBER, WHOLE, TEXT = (bool,), (int, float), (int,), (str,)
SIZE = (int, float, str)
KNOWN = {
    "singleuser": {
        "image": {"name": TEXT, "tag": TEXT},
        "defaultUrl": TEXT,
        "startTimeout": WHOLE,
        "memory": {"guarantee": SIZE, "limit": SIZE},
        "cpu": {"guarantee": NUMBER, "limit": NUMBER},
        "storage": {"type": ("dynamic", "static", "none"), "capacity": TEXT, "homeMountPath": TEXT},
        "extraEnv": {re.compile("[A-Z_]+"): TEXT},
        "cloudMetadata": {"blockWithIptables": SWITCH, "ip": TEXT},
    },
    "hub": {
        "concurrentSpawnLimit": WHOLE,
        "allowNamedServers": SWITCH,
        "config": {re.compile("[A-Z][A-Za-z]+"): {re.compile("[a-z_]+"): SIZE}},
    },
    "prePuller": {"hook": {"enabled": SWITCH}, "continuous": {"enabled": SWITCH}},
    "scheduling": {
        "userScheduler": {"enabled": SWITCH},
        "podPriority": {"enabled": SWITCH},
        "userPlaceholder": {"enabled": SWITCH, "replicas": WHOLE},
    },
    "cull": {"enabled": SWITCH, "timeout": WHOLE, "every": WHOLE, "maxAge": WHOLE},
}
#: MiB of a server, as tests/test_hub.py prints them, rounded up.
SERVER = 160


def strangers(values, known, path=""):
    """What the chart would refuse: keys that it does not know, and values of another kind."""
    for key, value in values.items():
        place = f"{path}{key}"
        kind = next((kind for name, kind in known.items() if key == name or _matches(name, key)), None)
        if kind is None:
            yield f"{place}: no such key"
        elif isinstance(kind, dict):
            is_group = isinstance(value, dict)
            yield from strangers(value, kind, f"{place}.") if is_group else [f"{place}: no group of keys"]
        elif value not in kind if isinstance(kind[0], str) else type(value) not in kind:
            yield f"{place}: {value!r}"


def _matches(name, key):
    return isinstance(name, re.Pattern) and name.fullmatch(key)


def test_every_key_is_one_of_the_chart_s():
    assert not list(strangers(VALUES, KNOWN))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"singleuser": {"memory": {"burst": "3G"}}}, "singleuser.memory.burst: no such key"),
        ({"singleuser": {"storage": {"type": "shared"}}}, "singleuser.storage.type: 'shared'"),
        ({"singleuser": {"extraEnv": {"OMP_NUM_THREADS": 2}}}, "singleuser.extraEnv.OMP_NUM_THREADS: 2"),
        ({"cull": {"enabled": "yes"}}, "cull.enabled: 'yes'"),
        ({"prePuller": True}, "prePuller: no group of keys"),
    ],
)
def test_what_the_chart_refuses_is_refused(wrong, said):
    assert list(strangers(wrong, KNOWN)) == [said]


def gib(text):
    """JupyterHub's G, which is 2 ** 30 bytes."""
    return float(text.removesuffix("G"))


def test_memory_comes_from_the_measured_peaks():
    table = (ROOT / "benchmarks" / "README.md").read_text("utf-8")
    peaks = [int(mib.replace(",", "")) for mib in re.findall(r"course: \S+, peak memory \| ([\d,]+) MiB", table)]
    assert len(peaks) > 8
    one, two = (SERVER + max(peaks)) / 1024, (SERVER + 2 * max(peaks)) / 1024
    memory = VALUES["singleuser"]["memory"]
    assert one < gib(memory["guarantee"]) < one + 0.2
    assert two < gib(memory["limit"]) < two + 0.4


def test_the_arithmetic_of_seats_uses_the_same_numbers():
    import runpy

    seats = runpy.run_path(str(ROOT / "classroom" / "seats.py"))
    assert seats["SEAT_MEMORY"] == gib(VALUES["singleuser"]["memory"]["guarantee"])
    assert seats["SEAT_CORES"] == VALUES["singleuser"]["cpu"]["guarantee"]


def test_it_says_what_the_settings_for_one_machine_say():
    settings = PyFileConfigLoader(str(ROOT / "classroom" / "jupyterhub_course.py")).load_config().Spawner
    environment = settings.environment.get_value({})
    assert VALUES["singleuser"]["extraEnv"] == environment
    assert VALUES["singleuser"]["defaultUrl"] == settings.default_url
    assert VALUES["hub"]["config"]["KubeSpawner"]["http_timeout"] == settings.http_timeout
    assert VALUES["singleuser"]["startTimeout"] >= settings.start_timeout
    assert (ROOT / "notebooks" / settings.default_url.rpartition("/")[2]).exists()


def test_nobody_s_progress_is_kept_in_one_place_for_all():
    assert "COURSE_PROGRESS" not in VALUES["singleuser"]["extraEnv"]
    assert VALUES["singleuser"]["storage"]["type"] == "dynamic"


def test_a_home_is_where_the_image_has_it():
    dockerfile = (ROOT / "classroom" / "Dockerfile").read_text("utf-8")
    home = VALUES["singleuser"]["storage"]["homeMountPath"]
    assert f"WORKDIR {home}\n" in dockerfile
    assert f"--uid 1000 --gid 100 {home.rpartition('/')[2]}" in dockerfile, "the chart's own uid and fsGid"
