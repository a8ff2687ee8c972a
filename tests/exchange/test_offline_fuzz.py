"""Whatever happened to a file on its way back, it is read whole or told about, and never a crash.

FIDELITY_TEST_LONG=1 tries 5,000 files of each kind in place of some hundred.
"""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from random import Random

import pytest

from exchange.form_workbook import is_form_workbook, read_form_workbook
from exchange.incoming import Incoming, IncomingError
from exchange.odk_csv import is_odk_csv, read_odk_csv
from reporting.form_workbook import write_form_workbook
from tests.exchange.filled_in import answered
from tests.exchange.submissions import as_csv, submitted
from tests.reporting.offline_pack import pack_of
from tests.shipped_scales import shipped_scales

SCALES = {entry.scale.id: entry.scale for entry in shipped_scales().entries}
MANY = 5_000 if os.environ.get("FIDELITY_TEST_LONG") == "1" else 150
ODD = (
    "",
    "NA",
    "6",
    "-1",
    "1e99",
    "99999999999",
    "=1",
    "\x00",
    "é",
    "G1",
    "2026-03-02",
    "TRUE",
    ";",
)
ODD += ("<v/>", "&amp;", "]]>", "_x0000_", "s1 s2", "\ufeff", '"', "'", "\n", "nan", "1.0", "None")
# A file cut off before its first place has none; then the sentence stands alone.
PLACELESS = re.compile(r"\[(W0[1245]|F01|F20|O01|O20)\]$")

Change = Callable[[Random, bytes], bytes]


def check(read: Callable[..., Incoming], content: bytes) -> bool:
    """Read a file that was changed, and tell whether it could be read."""
    try:
        came_back = read(content, "changed", SCALES)
    except IncomingError as error:
        assert error.faults
        for fault in error.faults:
            assert fault.place or PLACELESS.search(str(fault)), str(fault)
            assert fault.found
        return False
    for one in came_back.sets:
        assert one.answers or one.choices or one.counts
        for item, answer in one.answers.items():
            levels = [anchor.level for anchor in one.scale.item(item).anchors]
            assert (answer.level in levels) == (answer.state == "rated")
            assert answer.place
    return True


def bytes_changed(random: Random, content: bytes) -> bytes:
    """Flip, drop, double or cut off some bytes."""
    changed = bytearray(content)
    for _ in range(random.randint(1, 8)):
        place = random.randrange(len(changed) or 1)
        match random.randrange(5):
            case 0 if changed:
                changed[place] = random.randrange(256)
            case 1:
                del changed[place : place + random.randint(1, 40)]
            case 2:
                changed[place:place] = random.randbytes(random.randint(1, 10))
            case 3:
                changed[place:place] = changed[place : place + random.randint(1, 200)]
            case 4 if random.random() < 0.2:
                del changed[place:]
    return bytes(changed)


def text_changed(random: Random, content: bytes) -> bytes:
    """Change words between tags, quotation marks or separators."""
    words = re.split(r"([<>\",;\r\n]+)", content.decode(errors="replace"))
    for _ in range(random.randint(1, 5)):
        place = random.randrange(len(words))
        match random.randrange(5):
            case 0:
                words[place] = random.choice(ODD)
            case 1:
                words[place] = words[random.randrange(len(words))]
            case 2:
                words[place] += random.choice(ODD)
            case 3:
                words[place : place + random.randint(1, 6)] = []
            case 4:
                other = place + random.randint(1, 30)
                words[place:place] = words[place:other]
    return "".join(words).encode(errors="replace")


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return file.getvalue()


@pytest.fixture(scope="module")
def workbook() -> bytes:
    """A filled-in workbook."""
    file = BytesIO()
    write_form_workbook(pack_of(answered("goi", 1), rater="Ann"), file)
    return file.getvalue()


@pytest.fixture(scope="module")
def submissions() -> bytes:
    """Three submissions."""
    given = [answered("goi", seed) for seed in range(3)]
    names = ("Ann", "Ben", "Cem")
    return as_csv(*(submitted(g, rater=n) for g, n in zip(given, names, strict=True)))


def test_a_workbook_whose_cells_were_changed_is_read_or_told_about(workbook: bytes):
    random, parts, could = Random(1), parts_of(workbook), 0
    wanted = [name for name in parts if name.startswith("xl/") and name.endswith(".xml")]
    for _ in range(MANY):
        name = random.choice(wanted)
        changed = packed(parts | {name: text_changed(random, parts[name])})
        could += check(read_form_workbook, changed)
    assert could > 0


def test_a_workbook_whose_bytes_were_changed_is_read_or_told_about(workbook: bytes):
    random = Random(2)
    for _ in range(MANY // 2):
        changed = bytes_changed(random, workbook)
        is_form_workbook(changed)
        check(read_form_workbook, changed)


@pytest.mark.parametrize("change", [text_changed, bytes_changed])
def test_submissions_that_were_changed_are_read_or_told_about(submissions: bytes, change: Change):
    random, could = Random(3), 0
    for _ in range(MANY):
        changed = change(random, submissions)
        is_odk_csv(changed)
        could += check(read_odk_csv, changed)
    assert could > 0
