"""Eight students on one hub: they start at once, work, meet faults, and lose nothing; and none of them sees another.

`pytest -m hub tests/test_hub.py`, as root; a network is not needed. The tests go on from one another, in this order.
What it cost is printed at the end, not asserted.
"""

import json
import os
import re
import signal
import subprocess
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import psutil
import pytest
import websocket

from course_utils.commands import copies

pytestmark = pytest.mark.hub

NAMES = ("ada", "blaise", "carl", "dorothy", "emmy", "felix", "grace", "henri")
BUSY = "dorothy"  # with lesson 05, while the others meet faults
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
CHECK = "from course_utils.exercises import convolution as exercises"
PROGRESS = "from course_utils.checking import progress; print(progress.path().read_text())"
KEPT = """
import json, stat
from course_utils.checking import progress

file = progress.path()
print(json.dumps([str(file), oct(stat.S_IMODE(file.stat().st_mode)), progress.read()[0]]))
"""
FILL = """
try:
    with open("fill", "wb", buffering=0) as file:
        while file.write(bytes(2**16)):
            pass
except OSError as error:
    print(error)
"""


@pytest.fixture(scope="module")
def room():
    """A hub at whose seats nobody sits yet. The last student's home is a disk of 48 MB."""
    from tests.support.hub.room import Room, missing

    if why := missing():
        pytest.fail(f"{why}; in CI there must be") if os.environ.get("CI") else pytest.skip(why)
    # Not pytest's own folder, which it closes to others.
    with tempfile.TemporaryDirectory(prefix="hub-") as folder, Room(Path(folder), NAMES, small_disk="48m") as room:
        yield room


@pytest.fixture(scope="module")
def meter(room):
    from tests.support.hub.meter import Meter

    return Meter(room.process.pid, room.uids)


@pytest.fixture(scope="module")
def students(room):
    return dict(zip(NAMES, room.students, strict=True))


@pytest.fixture(scope="module")
def pool():
    pool = ThreadPoolExecutor(2 * len(NAMES))
    yield pool
    pool.shutdown(wait=False, cancel_futures=True)  # what still runs ends with the room


@pytest.fixture(scope="module")
def lesson_05(students, pool):
    """One of them goes on to lesson 05, which trains networks: two cores are busy with it."""
    return pool.submit(students[BUSY].run_lesson, "05")


def test_all_start_at_once(students, pool, record_property):
    seconds = list(pool.map(lambda student: student.start(), students.values()))
    record_property("hub", f"hub: {len(seconds)} servers, started at once: ready after {told(seconds)}")
    for student in students.values():
        assert len([name for name in student.files("cnns-by-hand") if name.endswith(".ipynb")]) == 13


def test_all_run_lesson_01_at_once(students, pool, meter, record_property):
    from tests.support.hub.meter import Peak

    before, began, ended = meter.seconds(), time.monotonic(), []
    with Peak(meter) as peak:

        def run(student):
            ran = student.run_lesson("01")
            ended.append(time.monotonic() - began)
            return ran

        lessons = list(pool.map(run, students.values()))
    share = (meter.seconds() - before) / CORES
    assert_sound(lessons)
    for student in students.values():
        saved = student.notebook(student.lesson("01"))
        assert all(cell.execution_count for cell in saved.cells if cell.cell_type == "code")
    slowest = [max(ran.seconds for ran in lesson) for lesson in lessons]
    record_property(
        "hub",
        f"hub: lesson 01 by {len(lessons)} at once: {told(ended)}; slowest cell {told(slowest)}; "
        f"{share * CORES:.0f} CPU s, fair share on {CORES} cores {share:.0f} s: {max(ended) / share:.2f} ×",
    )
    record_property("hub", f"hub: lesson 01, a kernel's resident memory at its peak: {peak.mib:.0f} MiB")
    for kind, found in sorted(meter.memory().items()):
        line = "hub: {count} × {kind}: at most {rss:.0f} MiB resident, {uss:.0f} its own"
        record_property("hub", line.format(kind=kind, **found))


def test_what_they_did_is_kept_apart(room, students, lesson_05):
    """Each has a file of progress, which nobody else may read, and nothing of anybody else is in it."""
    for tries, name in enumerate(NAMES, start=1):
        if name != BUSY:
            assert not students[name].run(f"{CHECK}\n[exercises.one_answer.check(4) for _ in range({tries})]").errors
    for tries, name in enumerate(NAMES, start=1):
        if name != BUSY:
            file, mode, exercises = json.loads(students[name].run(KEPT).text)
            assert file.startswith(f"{room.homes}/{name}/")
            assert mode == "0o600"
            tried = {key: entry["attempts"] for key, entry in exercises.items() if entry["attempts"]}
            assert tried == {"convolution.one_answer": tries}


CLOSED = [
    "os.listdir({home!r})",
    "open({home!r} + '/.local/share/cnns-by-hand/progress.json').read()",
    "open({home!r} + '/left-here', 'w')",
    "open('/proc/{server}/environ').read()",
    "os.kill({server}, 15)",
    "open({hub!r} + '/hub.sqlite', 'rb')",
    "open({hub!r} + '/cookie_secret', 'rb')",
    "open(course_utils.__file__, 'a')",
    "open(os.path.join(os.path.dirname(course_utils.__file__), 'of-mine.py'), 'w')",
]


@pytest.mark.parametrize("deed", CLOSED)
def test_a_kernel_reaches_nobody_else(room, students, deed):
    ada = students["ada"]
    server = students["blaise"].run("import os; print(os.getppid())").text
    words = deed.format(home=f"{room.homes}/blaise", hub=room.plan["hub"], server=int(server))
    ran = ada.run(f"import os, course_utils\n{words}")
    assert [error.ename for error in ran.errors] == ["PermissionError"], ran.text


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", "user/blaise/api/contents"),
        ("get", "user/blaise/lab"),
        ("get", "user/blaise/files/cnns-by-hand/00_start_here.ipynb"),
        ("put", "user/blaise/api/contents/left-here.txt"),
        ("get", "user/blaise/api/kernels"),
        ("post", "user/blaise/api/kernels"),
        ("get", "hub/api/users/blaise"),
        ("delete", "hub/api/users/blaise/server"),
        ("post", "hub/api/users/blaise/tokens"),
        ("get", "hub/api/users"),
        ("post", "hub/api/shutdown"),
    ],
)
def test_a_server_answers_nobody_else(students, method, path):
    assert students["ada"].ask(path, method, json={}).status_code in (403, 404), path


def test_nobody_else_connects_to_a_kernel(students):
    ada, blaise = students["ada"], students["blaise"]
    address = f"{ada.url.replace('http', 'ws', 1)}/{blaise.here(f'api/kernels/{blaise.kernel}/channels')}"
    for header in ([], [f"{name}: {value}" for name, value in ada.headers.items()]):
        with pytest.raises(websocket.WebSocketBadStatusException, match="403"):
            websocket.create_connection(address, header=header, timeout=30)


LISTEN = """
import socket, zmq
from pathlib import Path

here = {{line.split()[1] for line in Path("/proc/net/tcp").read_text().splitlines()[1:] if line.split()[3] == "0A"}}
with zmq.Context() as context, context.socket(zmq.SUB) as heard:
    heard.setsockopt(zmq.LINGER, 0)
    heard.setsockopt(zmq.SUBSCRIBE, b"")
    for port in {{int(address.partition(":")[2], 16) for address in here}} - {own!r}:
        heard.connect(f"tcp://127.0.0.1:{{port}}")
    print([heard.recv_multipart() for _ in range(3) if heard.poll(4000)])
"""
PORTS = """
import json
from ipykernel.connect import get_connection_info
print([port for name, port in json.loads(get_connection_info()).items() if name.endswith("_port")])
"""


def test_nobody_listens_to_what_a_kernel_answers(students, pool):
    """A kernel's ports are open to the whole machine: whoever connects to them hears nothing."""
    ada, blaise = students["ada"], students["blaise"]
    own = set(json.loads(ada.run(PORTS).text))
    assert own
    speech = "import time\nfor _ in range(30): time.sleep(0.2); print('between us', flush=True)"
    answers = pool.submit(blaise.run, speech)
    heard = ada.run(LISTEN.format(own=own)).text
    assert "between us" in answers.result().text
    assert heard == "[]\n"


def test_without_a_token_there_is_only_the_way_to_the_login(students):
    ada = students["ada"]
    assert ada.ask(ada.here("api/contents"), headers={}).status_code == 403
    assert "/hub/login" in ada.ask(ada.here("lab"), headers={}).url


def test_a_killed_kernel_costs_its_variables_and_nothing_else(students):
    carl = students["carl"]
    path = carl.lesson("01")
    notebook = carl.notebook(path)
    notebook.cells[1].source += "\n\nMy own remark."
    assert carl.save(path, notebook).ok
    before = carl.run(f"mine = 5\n{PROGRESS}").text
    carl.send("import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    carl.wait_for_restart()
    assert carl.run("mine").errors[0].ename == "NameError"
    assert carl.run(PROGRESS).text == before
    assert carl.notebook(path).cells[1].source.endswith("My own remark.")
    assert "✗ Not yet" in carl.run(f"{CHECK}\nexercises.one_answer.check(4)").text
    assert carl.run(PROGRESS).text != before


def test_a_full_disk_gets_sentences_and_loses_nothing(students):
    henri = students["henri"]
    path = henri.lesson("01")
    before, kept = henri.notebook(path), henri.run(PROGRESS).text
    check = f"{CHECK}\nexercises.one_answer.check(4)"
    henri.run(FILL)
    changed = nbformat.from_dict({**before})
    changed.cells = [*before.cells, nbformat.v4.new_markdown_cell("What I found. " * 10_000)]

    answer = henri.save(path, changed)
    assert answer.status_code == 500
    assert "No space left on device" in answer.json()["message"]
    assert henri.notebook(path) == before, "it opens, is what it was, and is trusted"
    said = henri.run(check).text
    assert "✗ Not yet" in said
    assert "Progress could not be kept in" in said
    assert "No space left on device" in said
    assert henri.run(PROGRESS).text == kept
    assert henri.run("print(list(progress.path().parent.glob('*.part')))").text == "[]\n"

    henri.run("import os; os.remove('fill')")
    assert henri.save(path, changed).ok
    assert henri.notebook(path).cells[-1].source.startswith("What I found.")
    assert "could not be kept" not in henri.run(check).text
    assert henri.run(PROGRESS).text != kept


def test_a_hub_that_restarts_ends_nothing(room, students):
    """In the middle of a cell, and of a lesson that trains."""
    blaise = students["blaise"]
    blaise.run("mine = 'still here'")
    started = {name: server_of(student)["started"] for name, student in students.items()}
    blaise.send("import time; time.sleep(12); print('ended')")
    hub = hub_process(room)
    hub.send_signal(signal.SIGTERM)
    wait(lambda: not room.hub_answers())
    assert students["felix"].ask(students["felix"].here("api/contents")).ok, "a server goes on without its hub"
    room.wait_for_the_hub()
    assert hub_process(room).pid != hub.pid
    assert "".join(output.get("text", "") for output in blaise.receive()) == "ended\n"
    for name, student in students.items():
        wait(lambda student=student: server_of(student).get("ready"))
        assert server_of(student)["started"] == started[name]
    blaise.connect()
    assert blaise.run("print(mine)").text == "still here\n"


def test_a_class_s_own_branch_comes_by_a_link_and_keeps_what_was_changed(room, students):
    """What classroom/README.md says of nbgitpuller: a lesson that got a new cell, and in which a learner has worked."""
    grace = students["grace"]
    uid = room.uids["grace"]
    source = room.homes.parent / "class"
    copies.lay(source)
    for place in (source, *source.rglob("*")):
        os.chown(place, uid, uid)

    def git(*words):
        who = ["-c", "user.name=teacher", "-c", "user.email=teacher"]
        settings = {"cwd": source, "env": {"PATH": os.environ["PATH"], "HOME": str(source)}, "capture_output": True}
        subprocess.run(["git", *who, *words], user=uid, group=uid, extra_groups=[], check=True, **settings)

    git("init", "-q", "-b", "class")
    git("add", ".")
    git("commit", "-qm", "The lessons")
    link = f"git-pull/api?repo=file://{source}&branch=class&targetpath=class"
    assert '"phase": "finished"' in grace.ask(grace.here(link)).text
    path = grace.lesson("01").replace("cnns-by-hand", "class")
    mine = grace.notebook(path)
    mine.cells[-1].source += "\n\nMine."
    assert grace.save(path, mine).ok

    theirs = nbformat.read(source / path.split("/")[1], as_version=4)
    theirs.cells.insert(1, nbformat.v4.new_markdown_cell("From the teacher."))
    nbformat.write(theirs, source / path.split("/")[1])
    git("commit", "-qam", "A new cell")
    assert '"phase": "finished"' in grace.ask(grace.here(link)).text
    merged = grace.notebook(path)
    assert merged.cells[1].source == "From the teacher."
    assert merged.cells[-1].source.endswith("Mine.")
    own = grace.notebook(grace.lesson("01"))
    assert own.cells[1].source != "From the teacher.", "the course's own copy is another file"


def test_lesson_05_was_run_meanwhile(lesson_05, meter, record_property):
    lesson = lesson_05.result()
    assert_sound([lesson])
    took, slowest = sum(ran.seconds for ran in lesson), max(ran.seconds for ran in lesson)
    record_property("hub", f"hub: lesson 05 through all faults: {took:.0f} s; slowest cell {slowest:.0f} s")
    found = meter.memory()["kernel"]
    record_property(
        "hub", f"hub: the largest kernel after it: {found['rss']:.0f} MiB resident, {found['uss']:.0f} its own"
    )


def test_a_home_holds_what_the_administrators_page_names(room):
    """After lessons 01 and 05 and all that was done to them."""
    page = (Path(__file__).resolve().parent.parent / "docs" / "administrators.md").read_text("utf-8")
    named = set(re.findall(r"`~/([\w.-]+)", page.partition("| system |")[0]))
    shared = set(re.findall(r"`~/(?:\.local/share|\.cache)/([\w.-]+)", page))
    for name in NAMES[:-1]:  # the last one's home is a disk that only the room sees
        home = room.homes / name
        strangers = {path.name for path in home.iterdir()} - named - {"class"}
        strangers |= {path.name for path in home.glob(".local/share/*")} - shared
        assert not strangers, strangers
        open_to_others = [
            path for path in (home, *home.glob(".local/share/cnns-by-hand")) if path.stat().st_mode & 0o077
        ]
        assert not open_to_others


def assert_sound(lessons):
    errors = [f"{error.ename}: {error.evalue}" for lesson in lessons for ran in lesson for error in ran.errors]
    assert not errors
    assert len({len(lesson) for lesson in lessons}) == 1


def server_of(student):
    return student.ask(f"hub/api/users/{student.name}").json()["servers"].get("", {})


def hub_process(room):
    (found,) = [
        process
        for process in psutil.Process(room.process.pid).children(recursive=True)
        if process.cmdline()[1:3] == ["-m", "jupyterhub"]
    ]
    return found


def wait(done, seconds=60):
    until = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < until, "waited too long"
        time.sleep(0.2)


def told(seconds):
    return f"{min(seconds):.0f} to {max(seconds):.0f} s"
