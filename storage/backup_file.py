"""The file of a backup: a zip with one text file per table, and one that says what belongs in it.

Two backups of the same rows are the same, byte for byte: everything has a fixed order, and there is
no date in it.
"""

from __future__ import annotations

import json
import os
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from storage.problem import Problem, StorageProblem

FORMAT = "program-fidelity backup"
FORMAT_VERSION = 1
META = "meta.json"
LONGEST_ROW = 64_000_000
"""Bytes of one row."""
MOST_BYTES = 20_000_000_000
"""Bytes of all that a backup unpacks to."""
_LONGEST_META = 1_000_000
_ANY_DAY = (1980, 1, 1, 0, 0, 0)
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
"""What `zipfile` raises for files that are cut off, altered, encrypted or packed in other ways."""
COPY_AGAIN = "Copy it again from where it was made, or take another one."
_NAME_ANOTHER = "Name a file that `fidelity backup` made."
NOT_MADE = "no backup was made."
NOT_RESTORED = "this backup was not restored."
TableLines = tuple[str, int | None, Iterable[bytes]]


class BackupFault(StorageProblem):
    """A backup was not made, or not restored."""


@dataclass(frozen=True)
class Part:
    """What belongs to one table."""

    rows: int
    bytes: int
    sha256: str
    last_id: int | None
    """The last id that was given out; None where the table gives out none."""


@dataclass(frozen=True)
class Contents:
    """What belongs in a backup."""

    schema: str
    """The revision of the tables."""
    tables: dict[str, Part]


@contextmanager
def new_file(file: Path) -> Iterator[IO[bytes]]:
    """Open a file to write and read that gets its name at the end, in place of what had it.

    Its owner alone can read it: it holds everything that the database keeps from others.

    Raises:
        BackupFault: It cannot be written.
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
        raise make_fault(NOT_MADE, file, "K40", file.name, what, fix) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def write_zip(raw: IO[bytes], schema: str, tables: Iterable[TableLines]) -> Contents:
    """Write what belongs in a backup.

    Args:
        raw: Where to.
        schema: The revision of the tables.
        tables: Of each table its name, the last id given out, and its rows as lines.
    """
    parts: dict[str, Part] = {}
    with zipfile.ZipFile(raw, "w") as archive:
        for name, last_id, lines in tables:
            rows = size = 0
            total = sha256()
            with archive.open(_entry(_member(name)), "w", force_zip64=True) as member:
                for line in lines:
                    member.write(line)
                    total.update(line)
                    rows, size = rows + 1, size + len(line)
            parts[name] = Part(rows, size, total.hexdigest(), last_id)
        contents = Contents(schema, parts)
        meta = {"format": FORMAT, "format_version": FORMAT_VERSION, **asdict(contents)}
        archive.writestr(_entry(META), json.dumps(meta, indent=1, sort_keys=True) + "\n")
    return contents


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _ANY_DAY)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3  # Unix, on Windows too, so that the bytes are the same
    entry.external_attr = 0o600 << 16
    return entry


def _member(table: str) -> str:
    return f"tables/{table}.jsonl"


def _keep_name(folder: Path) -> None:
    if os.name == "nt":  # a folder cannot be opened there
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@dataclass(frozen=True)
class BackupReader:
    """An open backup whose list of contents has been checked; its rows have not."""

    file: Path
    purpose: str
    """What is not done if it has a fault, as the headline says it."""
    contents: Contents
    archive: zipfile.ZipFile

    def lines(self, table: str) -> Iterator[tuple[str, bytes]]:
        """Yield the rows of a table as lines, each with its place.

        Raises:
            BackupFault: They are not what the list of contents says.
        """
        part, name = self.contents.tables[table], _member(table)
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

    def fault(self, code: str, place: str, what: str, fix: str = COPY_AGAIN) -> BackupFault:
        """Make the exception that names the file, the place in it and what to do."""
        return make_fault(self.purpose, self.file, code, place, what, fix)

    @contextmanager
    def _explained(self, member: str) -> Iterator[None]:
        try:
            yield
        except _DAMAGED as error:
            raise self.fault("K41", member, f"it is damaged ({error})") from error


@contextmanager
def open_backup(file: Path) -> Iterator[BackupReader]:
    """Open a backup and check that all its parts are there, and no more than that.

    Raises:
        BackupFault: It is no backup, not a whole one, or unpacks to too much.
    """
    try:
        with file.open("rb") as raw, read_zip(raw, file, NOT_RESTORED) as reader:
            yield reader
    except OSError as error:
        what = f"it cannot be read ({error.strerror})"
        fix = "Name a file that you may read."
        raise make_fault(NOT_RESTORED, file, "K41", file.name, what, fix) from error


@contextmanager
def read_zip(raw: IO[bytes], file: Path, purpose: str) -> Iterator[BackupReader]:
    """Do so with a file that is open already; `purpose` is what is not done if it has a fault."""

    def fault(code: str, place: str, what: str, fix: str = COPY_AGAIN) -> BackupFault:
        return make_fault(purpose, file, code, place, what, fix)

    raw.seek(0)
    if raw.read(4) != b"PK\x03\x04":
        raise fault("K41", file.name, "it does not begin like a backup", _NAME_ANOTHER)
    try:
        archive = zipfile.ZipFile(raw)
    except _DAMAGED as error:
        raise fault("K41", file.name, f"its end is missing or damaged ({error})") from error
    with archive:
        yield BackupReader(file, purpose, _read_contents(archive, file.name, fault), archive)


def make_fault(purpose: str, file: Path, code: str, place: str, what: str, fix: str) -> BackupFault:
    """Make the exception that names the file, the place in it and what to do."""
    return BackupFault(f"{file}: {purpose}", [Problem(code, place, None, what, fix)])


def _read_contents(
    archive: zipfile.ZipFile, name: str, fault: Callable[..., BackupFault]
) -> Contents:
    sizes = [entry.file_size for entry in archive.infolist()]
    names = archive.namelist()
    if META not in names:
        raise fault("K42", META, "there is none in this zip", _NAME_ANOTHER)
    if sum(sizes) > MOST_BYTES or archive.getinfo(META).file_size > _LONGEST_META:
        what = f"it would unpack to {sum(sizes):,} bytes, more than a backup may"
        raise fault("K44", name, what, "Take a backup from a source you trust.")
    try:
        contents = _understand(json.loads(archive.read(META)))
    except (*_DAMAGED, ValueError, LookupError, TypeError, AttributeError) as error:
        raise fault("K42", META, f"it cannot be understood ({error})") from error
    if contents is None:
        what = "it is of a newer form than this version reads"
        raise fault("K43", META, what, "Install the newest version of the toolkit.")
    expected = [META, *map(_member, contents.tables)]
    if sorted(names) != sorted(expected):
        odd = ", ".join(sorted(set(names) ^ set(expected))) or "a name stands twice"
        raise fault("K45", name, f"its parts are not those listed ({odd})")
    for table, part in contents.tables.items():
        if archive.getinfo(_member(table)).file_size != part.bytes:
            what = f"it is not the {part.bytes:,} bytes that were noted"
            raise fault("K46", _member(table), what)
    return contents


def _understand(meta: dict[str, Any]) -> Contents | None:
    """Read the list of contents; None where a newer version wrote it."""
    if meta["format"] != FORMAT:
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
