"""A calendar file is read back by the letter of RFC 5545: lines, folds, escapes and days."""

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.calendar import Event, calendar_text, uid_of

NOW = dt.datetime(2026, 6, 30, 14, 5, 9, tzinfo=dt.timezone(dt.timedelta(hours=2)))
DAY = dt.date(2026, 12, 31)


def unfolded(file: bytes) -> list[str]:
    """The content lines of a file that keeps the rules of section 3.1."""
    assert file.endswith(b"\r\n")
    physical = file.split(b"\r\n")[:-1]
    assert all(len(line) <= 75 for line in physical)
    assert not any(b"\n" in line or b"\r" in line for line in physical)
    for line in physical:
        line.decode("utf-8")  # a fold never cuts a character
    return file.replace(b"\r\n ", b"").decode("utf-8").split("\r\n")[:-1]


def read(file: bytes) -> list[dict[str, str]]:
    """The events, by name of the property with its parameters."""
    lines = unfolded(file)
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    events: list[dict[str, str]] = []
    for line in lines[1:-1]:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            events.append({})
        elif events and line != "END:VEVENT":
            assert name not in events[-1], "each property once"
            events[-1][name] = value
    return events


def plain(value: str) -> str:
    """Undo the escapes of section 3.3.11; any other backslash is a fault."""
    assert not re.search(r"(?<!\\)(?:\\\\)*\\[^\\;,nN]", value)
    assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", value)
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], value)


def test_the_file_is_written_to_the_letter():
    event = Event("due-1@here", DAY, "IDDT due", "Every 6 months.\nThen yearly.", ("Fidelity",))
    assert calendar_text([event], "Visits", NOW) == (
        b"BEGIN:VCALENDAR\r\n"
        b"VERSION:2.0\r\n"
        b"PRODID:-//Program fidelity//Assessment toolkit//EN\r\n"
        b"CALSCALE:GREGORIAN\r\n"
        b"X-WR-CALNAME:Visits\r\n"
        b"BEGIN:VEVENT\r\n"
        b"UID:due-1@here\r\n"
        b"DTSTAMP:20260630T120509Z\r\n"
        b"DTSTART;VALUE=DATE:20261231\r\n"
        b"DTEND;VALUE=DATE:20270101\r\n"
        b"SUMMARY:IDDT due\r\n"
        b"DESCRIPTION:Every 6 months.\\nThen yearly.\r\n"
        b"CATEGORIES:Fidelity\r\n"
        b"TRANSP:TRANSPARENT\r\n"
        b"END:VEVENT\r\n"
        b"END:VCALENDAR\r\n"
    )


def test_an_event_takes_one_whole_day_and_no_hour():
    (event,) = read(calendar_text([Event("a", dt.date(2024, 2, 29), "x")], "x", NOW))
    assert event["DTSTART;VALUE=DATE"] == "20240229"
    assert event["DTEND;VALUE=DATE"] == "20240301"


def test_the_last_day_there_is_has_no_day_after_it():
    (event,) = read(calendar_text([Event("a", dt.date.max, "x")], "x", NOW))
    assert event["DTSTART;VALUE=DATE"] == "99991231"
    assert not any(name.startswith("DTEND") for name in event)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=400))
def test_any_text_comes_back_as_it_was_or_without_what_is_no_text(text: str):
    (event,) = read(calendar_text([Event("a", DAY, text, text + ".")], "x", NOW))
    kept = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(c for c in kept if c in "\n\t" or (c >= " " and c != "\x7f"))
    assert plain(event["SUMMARY"]) == kept
    assert plain(event["DESCRIPTION"]) == kept + "."


def test_a_long_line_of_letters_of_several_octets_is_folded_between_letters():
    name = "Pfütze für Köche ☕ " * 12
    file = calendar_text([Event("a", DAY, name)], name, NOW)
    assert max(len(line) for line in file.split(b"\r\n")) in (73, 74, 75)
    assert plain(read(file)[0]["SUMMARY"]) == name


def test_a_name_cannot_add_an_entry_of_its_own():
    (event,) = read(calendar_text([Event("a", DAY, "x\r\nEND:VEVENT\r\nBEGIN:VEVENT")], "x", NOW))
    assert event["SUMMARY"] == "x\\nEND:VEVENT\\nBEGIN:VEVENT"


def test_words_to_sort_by_are_apart():
    (event,) = read(calendar_text([Event("a", DAY, "x", categories=("A, B", "C"))], "x", NOW))
    assert event["CATEGORIES"] == "A\\, B,C"


def test_the_same_record_has_the_same_uid_and_another_one_another():
    made = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)
    assert uid_of("due", 3, made, "iddt") == uid_of("due", 3, made, "iddt")
    assert uid_of("due", 3, made, "iddt") != uid_of("due", 3, made, "goi")
    assert uid_of("due", 1, 23) != uid_of("due", 12, 3)
    assert re.fullmatch(r"action-[0-9a-f]{32}@program-fidelity\.invalid", uid_of("action", 7, made))


def test_two_events_with_one_uid_or_a_moment_without_a_zone_are_refused():
    with pytest.raises(ValueError, match="same UID"):
        calendar_text([Event("a", DAY, "x"), Event("a", DAY, "y")], "x", NOW)
    with pytest.raises(ValueError, match="time zone"):
        calendar_text([], "x", NOW.replace(tzinfo=None))


def test_nothing_due_is_an_empty_calendar():
    assert read(calendar_text([], "Nothing", NOW)) == []
