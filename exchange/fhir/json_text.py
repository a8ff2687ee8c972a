"""The bytes of a file as JSON values: strictly, and never more than can be handled."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from exchange.fhir.node import Told
from scales.fault import quote

MOST_BYTES = 25_000_000
MOST_DEPTH = 60
_LONGEST_NUMBER = 20
"""Digits and signs of a number; FHIR asks for no longer one."""
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class Odd(NamedTuple):
    """What JSON does not know, though Python reads it: NaN, or a number out of all bounds."""

    written: str

    def __str__(self) -> str:
        return quote(self.written)


class _Object(dict[str, Any]):
    """An object that knows which of its names stand there twice."""

    repeated: tuple[str, ...] = ()


class Document(NamedTuple):
    """One JSON value of a file, and the path of its root."""

    value: Any
    root: str


def read_documents(content: bytes, told: Told) -> list[Document]:
    """Read a JSON file, or one that has a JSON value in each line (NDJSON).

    What is wrong is told; then nothing is returned.
    """
    text = _decode(content, told)
    if text is None:
        return []
    documents = _parse(text, told)
    for document in documents:
        _check_tree(document, told)
    return [] if told.faults else documents


def _decode(content: bytes, told: Told) -> str | None:
    if len(content) > MOST_BYTES:
        found = f"the file has {len(content):,} bytes, more than {MOST_BYTES:,}."
        told.tell("H02", "", found, "Take fewer responses into one file.")
        return None
    if content.startswith(_UTF16) or b"\x00" in content[:4]:
        found = "the file is written in UTF-16 or UTF-32, not in UTF-8."
        told.tell("H03", "", found, "Save it as UTF-8.")
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        found = "a character here is not written in UTF-8."
        told.tell("H03", f"line {line}", found, "Save the file as UTF-8.")
        return None


def _parse(text: str, told: Told) -> list[Document]:
    try:
        return [Document(_loads(text), "$")]
    except RecursionError:
        _too_deep("", told)
    except json.JSONDecodeError as error:
        lines = [(n, line) for n, line in enumerate(text.split("\n"), start=1) if line.strip()]
        if error.msg == "Extra data" and len(lines) > 1 and _is_json(lines[0][1]):
            return list(_parse_lines(lines, told))
        _no_json(f"line {error.lineno}, column {error.colno}", error, told)
    return []


def _parse_lines(lines: list[tuple[int, str]], told: Told) -> Iterator[Document]:
    for number, line in lines:
        try:
            yield Document(_loads(line), f"line {number}: $")
        except RecursionError:
            _too_deep(f"line {number}", told)
        except json.JSONDecodeError as error:
            _no_json(f"line {number}, column {error.colno}", error, told)


def _is_json(line: str) -> bool:
    try:
        _loads(line)
    except (json.JSONDecodeError, RecursionError):
        return False
    return True


def _no_json(place: str, error: json.JSONDecodeError, told: Told) -> None:
    found = f"this is not JSON ({error.msg[:1].lower()}{error.msg[1:]})."
    told.tell("H01", place, found, "Export the file again; half of it may be missing.")


def _too_deep(place: str, told: Told) -> None:
    found = f"lists and objects lie more than {MOST_DEPTH} deep in each other."
    told.tell("H02", place, found, "No response needs that; export the file again.")


def _loads(text: str) -> Any:
    return json.loads(
        text,
        object_pairs_hook=_object,
        parse_int=lambda digits: Odd(digits) if len(digits) > _LONGEST_NUMBER else int(digits),
        parse_float=lambda digits: (
            Odd(digits) if len(digits) > _LONGEST_NUMBER else Decimal(digits)
        ),
        parse_constant=Odd,
    )


def _object(pairs: list[tuple[str, Any]]) -> _Object:
    made = _Object(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        made.repeated = tuple(sorted({name for name in names if names.count(name) > 1}))
    return made


def _check_tree(document: Document, told: Told) -> None:
    """Look at every value: depth, names given twice, numbers that are none."""
    open_: list[tuple[Any, str, int]] = [(document.value, document.root, 1)]
    while open_:
        value, path, depth = open_.pop()
        if isinstance(value, Odd):
            told.tell("H01", path, f"{value} is no number of JSON.", "Write it in digits.")
        elif isinstance(value, dict | list) and depth > MOST_DEPTH:
            _too_deep(path, told)
        elif isinstance(value, list):
            open_ += [(each, f"{path}[{n}]", depth + 1) for n, each in enumerate(value)]
        elif isinstance(value, _Object):
            for name in value.repeated:
                told.tell("H05", path, f"{quote(name)} stands here twice.", "Keep one of the two.")
            open_ += [(each, f"{path}.{name}", depth + 1) for name, each in value.items()]
