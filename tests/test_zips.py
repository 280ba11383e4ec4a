"""A ZIP that is damaged anywhere gets a sentence, however it is packed: both readers, every method, bytes at random."""

import random
import zipfile

import pytest

from course_utils.checking import progress
from course_utils.classroom import handed_in
from course_utils.commands import cifar10_sources
from course_utils.commands.errors import CommandError

METHODS = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("member", "read", "sentence"),
    [
        ("progress.json", handed_in.kept_of, progress.FileError),
        ("train/airplane/1.png", cifar10_sources.data_in, CommandError),
    ],
)
def test_what_is_damaged_is_said(tmp_path, method, member, read, sentence):
    file, dice, said = tmp_path / "a.zip", random.Random(0), 0
    with zipfile.ZipFile(file, "w", method) as archive:
        archive.writestr(member, '{"version": 2}' * 40)
    whole = file.read_bytes()
    for _ in range(300):
        damaged = bytearray(whole)
        for _ in range(dice.choice((1, 1, 2, 5))):
            damaged[dice.randrange(len(damaged))] = dice.choice((0, 8, 12, 14, dice.randrange(256)))
        file.write_bytes(damaged[: dice.choice((len(damaged), len(damaged), dice.randrange(4, len(damaged))))])
        try:
            read(file)
        except sentence:
            said += 1
    assert said > 100
