"""The command `course`: one parser, one function for each word that may follow it."""

import argparse
import contextlib
import os
import sys
import time
from pathlib import Path

from course_utils.commands import children, words
from course_utils.commands.errors import CommandError
from course_utils.commands.paths import FIGURES, NOTEBOOKS, ROOT, need_checkout
from course_utils.commands.terminal import hang_up, print_document, speak_any_language
from course_utils.files import told
from course_utils.lessons import LessonError, lesson
from course_utils.numbers import counted, number

_STOPPED, _NOBODY_READS = 130, 141  # as shells count: 128 and the number of the signal


def lab(given, options):
    """Open your copy of a lesson in JupyterLab, on this machine only.

    Makes the copies that are missing, in my_lessons, and writes JupyterLab's defaults into .venv, where it has none.
    Further options are handed on to JupyterLab, as --no-browser or --port=9999.
    """
    from course_utils.commands.lab import lab

    return lab(given.lesson, options, folder=given.folder)


def fresh(given, options):
    """Write a fresh copy of a lesson; yours is kept beside it, as NAME.mine-1.ipynb."""
    from course_utils.commands import copies

    path = lesson(given.lesson).path(NOTEBOOKS)
    print(copies.fresh(copies.copies_folder(given.folder), path))
    return 0


def test(given, options):
    """Run the whole test suite: unit tests, doctests, every notebook compared with what is stored. Writes nothing.

    With numbers of lessons first, as 03, what concerns them alone: their notebooks, executed and compared, their
    exercises and texts. Everything else that follows is handed on to pytest, as -k explorer.
    """
    from course_utils.commands import testing

    need_checkout("test")
    environment = {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}
    command = [sys.executable, "-m", "pytest", *testing.words(options)]
    return children.ended(command, cwd=ROOT, env=environment)


def doctor(given, options):
    """Check this machine, one line each, and name the command that mends what is wrong. Writes nothing."""
    from course_utils import doctor

    return doctor.main()


def progress(given, options):
    """Print what you have tried and solved, by lesson; take it out as a file, or bring one in, as from the web site.

    With files of a class, or folders of them: what the class has tried and solved, exercise by exercise, with its
    commonest mistakes. Writes the file that --export or --html names, or with --import the file of your progress; else
    nothing.
    """
    from course_utils.commands import progress

    if given.places:
        if given.out or given.source:
            raise CommandError("--export and --import mean your own progress: give them without files of a class.")
        words = progress.of_class(given.places, page_file=given.page, lessons=given.lessons, by_file=given.file_names)
        print_document(words)
    elif given.page or given.lessons or given.file_names:
        raise CommandError("--html, --lesson and --file-names mean a class: give its files, or the folder they are in.")
    elif given.out:
        print(progress.export(given.out))
    elif given.source:
        print(progress.bring(given.source))
    else:
        print(progress.card())
    return 0


def share(given, options):
    """Write your progress into a file for whoever teaches you, after showing every byte of it.

    It holds what you have tried and solved, with times, hints and mistakes, and never the code of an answer. Nothing is
    sent: you hand the file on yourself, or you do not.
    """
    from course_utils.commands.share import share

    print(share(given.file, name=given.name, inventory=given.inventory, yes=given.yes))
    return 0


def handin(given, options):
    """Write your lessons, without their outputs, and your progress into one ZIP for whoever teaches you.

    Nothing is sent: you hand the file on yourself.
    """
    from course_utils.commands.copies import copies_folder
    from course_utils.commands.handin import handin

    folder = copies_folder(given.folder)
    print(handin(given.file, given.lessons, folder, name=given.name, yes=given.yes))
    return 0


def inventory(given, options):
    """Ask twenty questions on the main ideas of the course: form A before it, form B after it.

    Writes your answers into inventory.json beside your progress, on this machine only. After form B you see what has
    changed.
    """
    from course_utils.commands.inventory import ask

    ask(given.form, again=given.again)
    return 0


def review(given, options):
    """Ask three to five questions on lessons you have done that are due now, with other numbers each time.

    Mistakes that you have met come first, then what is due after 1, 3, 7 and 21 days. Writes your answers into the file
    of your progress, on this machine only.
    """
    from course_utils.commands.review import review

    return review(given.lesson)


def data(given, options):
    """Fetch CIFAR-10, the photographs of lesson 11, and keep it on this machine; no other lesson needs it.

    Writes 185 MB into your cache folder, or into the folder that COURSE_CIFAR10 names. A fetch that was stopped goes
    on where it was.
    """
    from course_utils.commands.data import forget, get

    if given.forget:
        forget()
    else:
        get(given.source)
    return 0


def forget(given, options):
    """Delete the answers that you let the course keep, and your leave for it; or your answers to the inventory.

    No copy is kept, and those that the course has kept of an inventory go too. Writes nothing; all else stays.
    """
    from course_utils.checking import answers
    from course_utils.inventory import records

    print({"answers": answers.forget, "inventory": records.forget}[given.what]())
    return 0


def refresh(given, options):
    """For authors: empty the exercises, execute the notebooks, and write them back into notebooks/ with their outputs.

    A notebook that holds answers is left as it is, unless --discard is given; then its file is kept beside it first.
    """
    from course_utils.commands.refresh import check_answers, chosen, refresh

    need_checkout("refresh")
    paths = chosen(NOTEBOOKS, given.lessons)
    if not given.discard:
        check_answers(paths)
    for path in paths:
        started = time.perf_counter()
        changed = refresh(path, discard=given.discard)
        seconds = number(time.perf_counter() - started, 0)
        print(f"{path.name}: {'stored' if changed else 'unchanged'}, {seconds} s", flush=True)
    return 0


def figures(given, options):
    """Draw all figures, the gallery of the explorers and what moves, and write them into figures/."""
    from course_utils.commands.gallery import draw_gallery
    from course_utils.commands.moving import draw_moving
    from course_utils.figures import draw_all

    need_checkout("figures")
    drawn = [*draw_all(FIGURES), *draw_gallery(FIGURES / "explorers"), *draw_moving(FIGURES / "moving")]
    for path in drawn:
        print(path.relative_to(ROOT))
    return 0


def release(given, options):
    """Write an edition for a class, slides or handouts into a new folder, or the instructor's run sheet into a file.

    The learners' edition holds the copies that course lab would make. A word of digits alone is the number of a lesson;
    without one, all lessons are meant.
    """
    from course_utils.commands import release

    need_checkout("release")
    place, numbers = _told_apart(given.words)
    settings = release.settings(given.what, given.solutions_from)
    if given.questions and given.what != "handout":
        raise CommandError("--questions is for handouts: course release handout FOLDER --questions")
    if given.what == "sheet":
        return _sheet(place, numbers)
    if place is None:
        raise CommandError(f"course release {given.what} needs the folder to write: course release {given.what} FOLDER")
    if given.what in ("slides", "handout"):
        from course_utils.commands.teaching import papers

        print(papers.write("questions" if given.questions else given.what, place, ROOT, numbers))
        return 0
    if numbers and given.what == "learner":
        raise CommandError(f"course release learner writes all lessons: leave {' '.join(numbers)} out.")
    names = release.edition(
        ROOT, place, solutions=given.what == "solutions", numbers=numbers, settings=settings, tell=_tell
    )
    how = "with" if given.what == "solutions" else "without"
    print(f"{counted(len(names), 'notebook')}, {how} solutions, in {place}")
    return 0


def _tell(line):
    print(line, flush=True)


def _told_apart(words):
    """The one place among words, or None, and the numbers of lessons."""
    places = [word for word in words if not word.isdigit()]
    if len(places) > 1:
        raise CommandError(f"{' and '.join(places)} are two places: give one. Lessons are given by number, as 03.")
    return Path(places[0]) if places else None, [word for word in words if word.isdigit()]


def _sheet(file, numbers):
    from course_utils.commands.teaching import sheet

    benchmarks = (ROOT / "benchmarks" / "README.md").read_text(encoding="utf-8")
    text = sheet.sheet(NOTEBOOKS, numbers, benchmarks=benchmarks)
    if file is None:
        print_document(text)
        return 0
    older = sheet.write(text, file, FIGURES)
    print(file if older is None else f"{file}; the one that was there is kept as {older.name}")
    return 0


def export(given, options):
    """Write the exercises as assignments for a program that gives marks, nbgrader or otter, into a new folder.

    READ_ME_FIRST.md in it says what to type then.
    """
    from course_utils.commands.export.writing import export

    made = export(given.tool, ROOT, given.target, given.lessons)
    lessons, exercises = counted(made.lessons, "lesson"), counted(made.exercises, "exercise")
    print(f"{lessons}, {exercises}, {counted(made.points, 'point')} for {given.tool}, in {given.target}")
    return 0


def site(given, options):
    """Build the lessons as pages into a folder that is new, empty or holds an earlier site.

    With --pyodide they can be moved and answered, in the page itself: name the folder or archive of Pyodide's own
    distribution, or "pip" to try them with what pip can fetch. Without it they are for reading.
    """
    from course_utils.commands.site import build, serve

    need_checkout("site")
    # Opened first: that a port is in use is said at once, and not after the build.
    with serve.opened(given.target, given.port) if given.serve else contextlib.nullcontext() as show:
        started = time.perf_counter()
        built = build.build(given.target, ROOT, given.pyodide)
        print(build.told_of(built, given.target, time.perf_counter() - started), flush=True)
        if show:
            show()
    return 0


_ALL = (
    lab,
    fresh,
    test,
    doctor,
    progress,
    share,
    handin,
    inventory,
    review,
    data,
    forget,
    refresh,
    figures,
    release,
    export,
    site,
)
COMMANDS = {command.__name__: command for command in _ALL}
#: The commands that hand on what they do not know to the program behind them.
HANDING_ON = {"lab", "test"}


def _parser():
    parser = argparse.ArgumentParser(prog="course", description="CNNs by hand: open, check and keep the lessons.")
    parts = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands (each has a --help of its own)")
    own = {
        name: parts.add_parser(
            name,
            help=command.__doc__.partition("\n")[0],
            description=" ".join(command.__doc__.split()),
            allow_abbrev=False,  # an option of pytest's is not ours in short
        )
        for name, command in COMMANDS.items()
    }
    for name, add_words in words.ALL.items():
        add_words(own[name])
    return parser


def main(arguments=None):
    """Run one command with the words that follow it; return the exit code.

    What a command refuses, or the machine refuses it, is a sentence; Ctrl-C stops it.
    """
    speak_any_language()
    try:
        try:
            return _run(sys.argv[1:] if arguments is None else arguments)
        finally:
            sys.stdout.flush()  # here, where it can be said that it failed
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return _STOPPED
    except (CommandError, LessonError, OSError) as error:
        return _failed(error)


def _run(arguments):
    parser = _parser()
    given, rest = parser.parse_known_args(list(arguments) or ["lab"])
    if given.command is None:
        parser.error(f"a command is wanted: {', '.join(COMMANDS)}")
    if rest and given.command not in HANDING_ON:
        parser.error(f"course {given.command} does not know {' '.join(rest)}: see course {given.command} --help")
    return COMMANDS[given.command](given, rest)


def _failed(error):
    """Say what went wrong; nothing where nobody listens any more."""
    try:
        sys.stdout.flush()
    except OSError:
        hang_up()
    if isinstance(error, BrokenPipeError):
        return _NOBODY_READS
    print(f"{told(error)}." if isinstance(error, OSError) else error, file=sys.stderr)
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
