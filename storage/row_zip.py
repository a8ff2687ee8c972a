"""A file of rows: a zip with one text file per table, and one that says what belongs in it.

Two files of the same rows are the same, byte for byte: everything has a fixed order, and there is
no date in it.
"""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO

from storage.problem import Problem, StorageProblem

FORMAT_VERSION = 1
META = "meta.json"
_ANY_DAY = (1980, 1, 1, 0, 0, 0)
TableLines = tuple[str, int | None, Iterable[bytes]]


@dataclass(frozen=True)
class Form:
    """A kind of file, and the words for it."""

    format: str
    """What `meta.json` calls it."""
    noun: str
    """For example "a backup"."""
    name_another: str
    """What to do with a file that is none."""
    not_made: str
    """The headline where none was made."""
    not_taken: str
    """The headline where what it holds was not taken in."""
    most_bytes: int
    """Bytes of all that it may unpack to."""
    fault: type[StorageProblem]


@dataclass(frozen=True)
class Part:
    """What belongs to one table."""

    rows: int
    bytes: int
    sha256: str
    last_id: int | None
    """The last id that was given out; None where the table gives out none, or it is not told."""


@dataclass(frozen=True)
class Contents:
    """What belongs in a file."""

    schema: str
    """The revision of the tables."""
    tables: dict[str, Part]

    @property
    def rows(self) -> int:
        """How many rows there are in all."""
        return sum(part.rows for part in self.tables.values())


@contextmanager
def new_file(file: Path, form: Form) -> Iterator[IO[bytes]]:
    """Open a file to write and read that gets its name at the end, in place of what had it.

    Its owner alone can read it: it holds what the database keeps from others.

    Raises:
        StorageProblem: It cannot be written.
    """
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600), "w+b") as raw:
            yield raw
            raw.flush()
            os.fsync(raw.fileno())
        part.replace(file)
        _keep_name(file.parent)
    except OSError as error:
        what = f"it cannot be written ({error.strerror})"
        fix = "Choose a folder that can be written and has room."
        raise make_fault(form, form.not_made, str(file), "K40", file.name, what, fix) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def write_zip(raw: IO[bytes], form: Form, schema: str, tables: Iterable[TableLines]) -> Contents:
    """Write rows.

    Args:
        raw: Where to.
        form: What kind of file it becomes.
        schema: The revision of the tables.
        tables: Of each table its name, the last id given out, and its rows as lines.
    """
    parts: dict[str, Part] = {}
    with zipfile.ZipFile(raw, "w") as archive:
        for name, last_id, lines in tables:
            rows = size = 0
            total = sha256()
            with archive.open(_entry(member_name(name)), "w", force_zip64=True) as member:
                for line in lines:
                    member.write(line)
                    total.update(line)
                    rows, size = rows + 1, size + len(line)
            parts[name] = Part(rows, size, total.hexdigest(), last_id)
        contents = Contents(schema, parts)
        meta = {"format": form.format, "format_version": FORMAT_VERSION, **asdict(contents)}
        archive.writestr(_entry(META), json.dumps(meta, indent=1, sort_keys=True) + "\n")
    return contents


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _ANY_DAY)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3  # Unix, on Windows too, so that the bytes are the same
    entry.external_attr = 0o600 << 16
    return entry


def member_name(table: str) -> str:
    """What the rows of a table are called in the zip."""
    return f"tables/{table}.jsonl"


def _keep_name(folder: Path) -> None:
    if os.name == "nt":  # a folder cannot be opened there
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_fault(
    form: Form, purpose: str, file: str, code: str, place: str, what: str, fix: str
) -> StorageProblem:
    """Make the exception that names the file, the place in it and what to do."""
    return form.fault(f"{file}: {purpose}", [Problem(code, place, None, what, fix)])
