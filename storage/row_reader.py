"""Read a file of rows, and tell what is wrong with it before anything is done with its rows."""

from __future__ import annotations

import json
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from storage.problem import StorageProblem
from storage.row_zip import FORMAT_VERSION, META, Contents, Form, Part, make_fault, member_name

LONGEST_ROW = 64_000_000
"""Bytes of one row."""
_LONGEST_META = 1_000_000
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, struct.error),
    *(ValueError, OverflowError, IndexError, AttributeError),
)
"""What `zipfile` raises for files that are cut off, altered, encrypted or packed in other ways."""
COPY_AGAIN = "Copy it again from where it was made, or take another one."


@dataclass(frozen=True)
class RowReader:
    """An open file whose list of contents has been checked; its rows have not."""

    name: str
    """What the file is called where it is spoken of."""
    form: Form
    purpose: str
    """What is not done if it has a fault, as the headline says it."""
    contents: Contents
    archive: zipfile.ZipFile

    def lines(self, table: str) -> Iterator[tuple[str, bytes]]:
        """Yield the rows of a table as lines, each with its place.

        Raises:
            StorageProblem: They are not what the list of contents says.
        """
        part, name = self.contents.tables[table], member_name(table)
        total, rows = sha256(), 0
        with self._explained(name), self.archive.open(name) as member:
            while line := member.readline(LONGEST_ROW + 1):
                rows += 1
                place = f"{name}, line {rows:,}"
                if len(line) > LONGEST_ROW:
                    raise self.fault("K44", place, f"it is longer than {LONGEST_ROW:,} bytes")
                total.update(line)
                yield place, line
        if rows != part.rows:
            raise self.fault("K46", name, f"it has {rows:,} rows, and {part.rows:,} belong in it")
        if total.hexdigest() != part.sha256:
            raise self.fault("K46", name, "its checksum is not the one that was noted")

    def fault(self, code: str, place: str, what: str, fix: str = COPY_AGAIN) -> StorageProblem:
        """Make the exception that names the file, the place in it and what to do."""
        return make_fault(self.form, self.purpose, self.name, code, place, what, fix)

    @contextmanager
    def _explained(self, member: str) -> Iterator[None]:
        try:
            yield
        except _DAMAGED as error:
            raise self.fault("K41", member, f"it is damaged ({error})") from error


@contextmanager
def open_rows(file: Path, form: Form) -> Iterator[RowReader]:
    """Open a file and check that all its parts are there, and no more than that.

    Raises:
        StorageProblem: It is of another kind, not a whole one, or unpacks to too much.
    """
    try:
        with file.open("rb") as raw, read_zip(raw, str(file), form, form.not_taken) as reader:
            yield reader
    except OSError as error:
        what = f"it cannot be read ({error.strerror})"
        fix = "Name a file that you may read."
        told = make_fault(form, form.not_taken, str(file), "K41", file.name, what, fix)
        raise told from error


@contextmanager
def read_zip(raw: IO[bytes], name: str, form: Form, purpose: str) -> Iterator[RowReader]:
    """Do so with a file that is open already; `purpose` is what is not done if it has a fault."""

    def fault(code: str, place: str, what: str, fix: str = COPY_AGAIN) -> StorageProblem:
        return make_fault(form, purpose, name, code, place, what, fix)

    short = Path(name).name
    raw.seek(0)
    if raw.read(4) != b"PK\x03\x04":
        raise fault("K41", short, f"it does not begin like {form.noun}", form.name_another)
    try:
        archive = zipfile.ZipFile(raw)
    except (*_DAMAGED, OSError) as error:
        raise fault("K41", short, f"its end is missing or damaged ({error})") from error
    with archive:
        yield RowReader(name, form, purpose, _read_contents(archive, short, form, fault), archive)


def _read_contents(
    archive: zipfile.ZipFile, name: str, form: Form, fault: Callable[..., StorageProblem]
) -> Contents:
    sizes = [entry.file_size for entry in archive.infolist()]
    names = archive.namelist()
    if META not in names:
        raise fault("K42", META, "there is none in this zip", form.name_another)
    if sum(sizes) > form.most_bytes or archive.getinfo(META).file_size > _LONGEST_META:
        what = f"it would unpack to {sum(sizes):,} bytes, more than {form.noun} may"
        raise fault("K44", name, what, f"Take {form.noun} from a source you trust.")
    try:
        contents = _understand(json.loads(archive.read(META)), form)
    except (*_DAMAGED, OSError, LookupError, TypeError) as error:
        raise fault("K42", META, f"it cannot be understood ({error})") from error
    if contents is None:
        what = "it is of a newer form than this version reads"
        raise fault("K43", META, what, "Install the newest version of the toolkit.")
    expected = [META, *map(member_name, contents.tables)]
    if sorted(names) != sorted(expected):
        odd = ", ".join(sorted(set(names) ^ set(expected))) or "a name stands twice"
        raise fault("K45", name, f"its parts are not those listed ({odd})")
    for table, part in contents.tables.items():
        if archive.getinfo(member_name(table)).file_size != part.bytes:
            what = f"it is not the {part.bytes:,} bytes that were noted"
            raise fault("K46", member_name(table), what)
    return contents


def _understand(meta: dict[str, Any], form: Form) -> Contents | None:
    """Read the list of contents; None where a newer version wrote it."""
    if meta["format"] != form.format:
        raise ValueError(f"the format is {meta['format']!r}")
    if meta["format_version"] != FORMAT_VERSION:
        return None
    tables = {name: Part(**part) for name, part in meta["tables"].items()}
    for name, part in tables.items():
        numbers = [part.rows, part.bytes, *([] if part.last_id is None else [part.last_id])]
        if not all(type(n) is int and 0 <= n < 2**53 for n in numbers):
            raise ValueError(f"the numbers of {name} are none")
    if not isinstance(meta["schema"], str):
        raise ValueError("the schema is no text")
    return Contents(meta["schema"], tables)
