"""Valid data files, and seeded ways to break them."""

from __future__ import annotations

import random
import re
import zipfile
from collections.abc import Callable
from functools import cache
from io import BytesIO

from openpyxl import Workbook

from tests.shipped_scales import shipped_scales

SCALES = {entry.scale.id: entry.scale for entry in shipped_scales().entries}
ITEMS = [item.id for item in SCALES["iddt"].items]
BITS = (
    b"",
    b",",
    b";",
    b'"',
    b"\n",
    b"\r",
    b"\x00",
    b"\xff\xfe",
    b"=1+1",
    b"9",
    b"3.5",
    b"NA",
    b"T99",
    b"2026-13-40",
    b"<!DOCTYPE a>",
    b"&amp;",
    b"<c/>",
    b'r="ZZZ9"',
    "ü".encode(),
    b" " * 300,
)
Bytes = Callable[[random.Random, bytes], bytes]


def ratings_csv() -> bytes:
    """A ratings file of two raters at two visits, with everything beside the ratings."""
    lines = ["assessment,program,date,kind,visit,scale,item,rating,rater,numerator,denominator,"]
    lines[0] += "note,evidence,sources,reason"
    for visit, day in (("A", "2026-03-02"), ("B", "2025-03-02")):
        for rater in ("Ann", "Ben"):
            for item in ITEMS[:6]:
                source = SCALES["iddt"].item(item).evidence[0]
                beside = f'9,20,"Read, twice",A,{source},'
                lines.append(f"{visit},Harbor,{day},site_visit,,iddt,{item},3,{rater},{beside}")
    return "\n".join(lines).encode()


def scores_csv() -> bytes:
    """A sheet of item scores of three programs."""
    lines = [",".join(["Program", "Date", "Reviewer", *ITEMS[:8], "Total"])]
    for n in range(3):
        lines.append(",".join([f"Program {n}", "2026-03-02", "Ann", *["4"] * 8, "32"]))
    return "\n".join(lines).encode()


@cache
def scores_xlsx() -> bytes:
    """The same as a workbook with a hidden sheet, merged cells and a formula."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Program", "Date", "Reviewer", *ITEMS[:8], "Total"])
    for n in range(3):
        sheet.append([f"Program {n}", "2026-03-02", "Ann", *[4] * 8, "=SUM(D2:K2)"])
    sheet.merge_cells("A6:C6")
    book.create_sheet("hidden").sheet_state = "hidden"
    file = BytesIO()
    book.save(file)
    with zipfile.ZipFile(file) as archive:
        return _packed({name: archive.read(name) for name in archive.namelist()})


def break_bytes(chance: random.Random, content: bytes) -> bytes:
    """Change one value, or cut, repeat, overwrite and put in, up to four times."""
    if chance.random() < 0.4:
        return _change_value(chance, content)
    broken = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(broken) + 1)
        upto = min(len(broken), at + chance.choice((0, 1, 2, 8, 60)))
        match chance.randrange(5):
            case 0:
                broken[at:upto] = chance.choice(BITS)
            case 1:
                broken[at:at] = broken[at:upto] * chance.randint(1, 3)
            case 2:
                del broken[at : at + chance.choice((1, 5, 200, 10**6))]
            case 3:
                broken[at:upto] = bytes(chance.randrange(256) for _ in range(upto - at))
            case _:
                broken[at:at] = chance.choice(BITS)
    return bytes(broken)


def _change_value(chance: random.Random, content: bytes) -> bytes:
    """Put another value in the place of one between two separators."""
    places = list(re.finditer(rb"(?<=[,>])[^,<>\n]+(?=[,<\n])", content))
    if not places:
        return content
    place = chance.choice(places)
    value = chance.choice((*BITS[:1], *BITS[8:14], b"1", b"5", b"NEI", b"Program 1", b"Ben"))
    return content[: place.start()] + value + content[place.end() :]


def break_workbook(chance: random.Random, content: bytes) -> bytes:
    """Break the archive, or one of its parts and pack it again."""
    if chance.random() < 0.2:
        return break_bytes(chance, content)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    cells = [name for name in parts if name.startswith(("xl/worksheets/sheet1", "xl/shared"))]
    name = chance.choice(cells if chance.random() < 0.6 else sorted(parts))
    if chance.random() < 0.1:
        del parts[name]
    else:
        parts[name] = break_bytes(chance, parts[name])
    return _packed(parts)


def _packed(parts: dict[str, bytes]) -> bytes:
    """An archive that is the same whenever it is made."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            if not name.startswith("docProps/"):  # the moment it was saved stands there
                archive.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return file.getvalue()


FORMS: dict[str, tuple[Callable[[], bytes], Bytes]] = {
    "ratings.csv": (ratings_csv, break_bytes),
    "scores.csv": (scores_csv, break_bytes),
    "scores.xlsx": (scores_xlsx, break_workbook),
}
"""What makes a file of each form, and what breaks it."""
