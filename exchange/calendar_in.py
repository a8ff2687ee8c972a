"""Reads the days of a calendar file (RFC 5545) that another program may have written.

Only what a plan needs is understood: whole events with their UID, first day and words. That is a
few lines of text with a rule for long ones, so no library is brought along for it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from exchange.incoming import IncomingError
from scales.fault import Fault, quote

LARGEST = 5_000_000
"""Bytes; a plan of a thousand actions takes a tenth of it."""
_NAME = re.compile(r"[A-Za-z0-9-]+")
_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T\d{6}Z?)?", re.ASCII)
_SAVE_AGAIN = "Export the calendar again, as an iCalendar file (.ics)."
_KEPT = ("UID", "DTSTART", "SUMMARY", "DESCRIPTION", "STATUS", "RRULE", "RECURRENCE-ID")


@dataclass(frozen=True)
class CalendarEntry:
    """An event of a calendar file.

    Attributes:
        line: On which it begins.
        uid: Empty where it has none.
        day: Its first day; None where there is none that can be read.
        written: Its first day as it is written.
        repeats: Whether it is more than one day, or one of several.
        canceled: Whether it was called off.
    """

    line: int
    uid: str
    day: dt.date | None
    written: str
    summary: str
    description: str
    repeats: bool
    canceled: bool


def read_calendar(content: bytes, file: str) -> tuple[CalendarEntry, ...]:
    """Read the events of a calendar file, in its order.

    Args:
        content: The file, as UTF-8.
        file: What to call it in messages.

    Raises:
        IncomingError: It is no calendar file, or not whole.
    """
    if len(content) > LARGEST:
        found = f"{len(content):,} bytes are more than a plan's calendar has."
        raise IncomingError(file, [Fault("A24", None, "", found, "Name another file.")])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        found = "a character here is not written in UTF-8."
        raise IncomingError(file, [Fault("A24", line, "", found, _SAVE_AGAIN)]) from None
    faults: list[Fault] = []
    entries = tuple(_events(text, faults))
    if faults:
        raise IncomingError(file, faults)
    return entries


def _events(text: str, faults: list[Fault]) -> Iterator[CalendarEntry]:
    open_parts: list[str] = []
    began = 0
    found: dict[str, str] = {}
    for line, name, value in _content_lines(text):
        if not open_parts and (name, value.strip().upper()) != ("BEGIN", "VCALENDAR"):
            what = f"{quote(name)} stands where a calendar should begin."
            faults.append(Fault("A20", line, "", what, _SAVE_AGAIN))
            return
        if name == "BEGIN":
            open_parts.append(value.strip().upper())
            if open_parts == ["VCALENDAR", "VEVENT"]:
                began, found = line, {}
        elif name == "END":
            if open_parts[-1] != value.strip().upper():
                what = f"{quote(value)} ends here, and {quote(open_parts[-1])} is open."
                faults.append(Fault("A21", line, "", what, _SAVE_AGAIN))
                return
            if open_parts == ["VCALENDAR", "VEVENT"]:
                yield _entry(began, found)
            open_parts.pop()
        elif open_parts == ["VCALENDAR", "VEVENT"] and name in _KEPT:
            found.setdefault(name, value)
    if open_parts:
        what = f"it ends while {quote(open_parts[-1])} is open."
        faults.append(Fault("A21", None, "", what, "The file is not whole. " + _SAVE_AGAIN))
    elif not text.strip():
        faults.append(Fault("A20", None, "", "the file is empty.", _SAVE_AGAIN))


def _content_lines(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield line, name and value of each property; lines that go on are joined (section 3.1)."""
    began, parts = 0, []
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text), start=1):
        if line[:1] in (" ", "\t") and parts:
            parts.append(line[1:])
            continue
        if parts:
            yield began, *_property("".join(parts))
        began, parts = number, [line] if line.strip() else []
    if parts:
        yield began, *_property("".join(parts))


def _property(line: str) -> tuple[str, str]:
    """Name in capitals and value; what stands between them, its parameters, is left out."""
    quoted = False
    for place, sign in enumerate(line):
        if sign == '"':
            quoted = not quoted
        if sign == ":" and not quoted:
            name = _NAME.match(line[:place])
            return (name[0].upper() if name else ""), line[place + 1 :]
    return line, ""


def _entry(line: int, found: dict[str, str]) -> CalendarEntry:
    written = found.get("DTSTART", "").strip()
    return CalendarEntry(
        line,
        found.get("UID", "").strip(),
        _day(written),
        written,
        _plain(found.get("SUMMARY", "")),
        _plain(found.get("DESCRIPTION", "")),
        "RRULE" in found or "RECURRENCE-ID" in found,
        found.get("STATUS", "").strip().upper() == "CANCELLED",
    )


def _day(written: str) -> dt.date | None:
    found = _DAY.fullmatch(written)
    try:
        return dt.date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _plain(value: str) -> str:
    """Undo the escapes of a text (section 3.3.11)."""
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], value)
