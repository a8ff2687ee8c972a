"""Days for a calendar: an iCalendar file (RFC 5545) that Outlook, Google and Apple read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

_PRODUCT = "-//Program fidelity//Assessment toolkit//EN"
_LONGEST = 75
"""Octets of a line without its end, by section 3.1."""
_DOMAIN = "program-fidelity.invalid"
"""Nobody can own this name (RFC 2606), so nobody else gives the same UIDs."""


@dataclass(frozen=True)
class Event:
    """A day on which something is due.

    Attributes:
        uid: Stable: a calendar that knows it moves its entry instead of adding one (`uid_of`).
        day: The whole day; no hour is given.
        summary: One line.
        description: May have several lines.
        categories: Words to sort by.
    """

    uid: str
    day: dt.date
    summary: str
    description: str = ""
    categories: tuple[str, ...] = ()


def uid_of(kind: str, *names: object) -> str:
    """Make an event's UID from what it is about.

    Args:
        kind: What sort of event: "due" or "action".
        names: What tells it from every other one, of any database: ids alone do not, so give the
            moment at which the record was made as well.

    Example:
        >>> uid_of("due", 3, "2026-03-02T10:00:00.000001+00:00", "iddt")
        'due-117e2e1e31c8849f9a75c8343e3b9989@program-fidelity.invalid'
    """
    told = "\n".join(str(name) for name in names)
    return f"{kind}-{sha256(told.encode()).hexdigest()[:32]}@{_DOMAIN}"


def calendar_text(events: Sequence[Event], name: str, now: dt.datetime) -> bytes:
    """Write events as an iCalendar file.

    Args:
        events: In the order to write them; no two with one UID.
        name: What a calendar made of the file is called.
        now: When it is written, with its time zone (DTSTAMP).

    Raises:
        ValueError: Two events have the same UID, or `now` has no time zone.
    """
    if len({event.uid for event in events}) < len(events):
        raise ValueError("Two events have the same UID.")
    if now.tzinfo is None:
        raise ValueError("The moment needs its time zone.")
    stamp = f"{now.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{_PRODUCT}", "CALSCALE:GREGORIAN"]
    lines += [f"X-WR-CALNAME:{_escaped(name)}"]
    for event in events:
        lines += _event(event, stamp)
    return _folded([*lines, "END:VCALENDAR"])


def _event(event: Event, stamp: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{stamp}"
    yield f"DTSTART;VALUE=DATE:{_day(event.day)}"
    # The end is the first day after it (section 3.6.1); December 31, 9999 has none.
    if event.day < dt.date.max:
        yield f"DTEND;VALUE=DATE:{_day(event.day + dt.timedelta(days=1))}"
    yield f"SUMMARY:{_escaped(event.summary)}"
    if event.description:
        yield f"DESCRIPTION:{_escaped(event.description)}"
    if event.categories:
        yield f"CATEGORIES:{','.join(_escaped(word) for word in event.categories)}"
    # A day by which to have done something takes nobody's time.
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _day(day: dt.date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"


def _escaped(text: str) -> str:
    """Text as a value (section 3.3.11); what is no character of a text is left out."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(c for c in lines if c in "\n\t" or (c >= " " and c != "\x7f"))
    for sign in ("\\", ";", ","):
        kept = kept.replace(sign, f"\\{sign}")
    return kept.replace("\n", "\\n")


def _folded(lines: Iterable[str]) -> bytes:
    return b"".join(part + b"\r\n" for line in lines for part in _parts(line))


def _parts(line: str) -> Iterator[bytes]:
    """Cut a line into parts of at most 75 octets, never within a character."""
    part = b""
    for character in line:
        octets = character.encode("utf-8", "replace")
        if len(part) + len(octets) > _LONGEST:
            yield part
            part = b" "
        part += octets
    yield part
