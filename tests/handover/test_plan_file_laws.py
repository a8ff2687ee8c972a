"""Laws of a plan that goes out and comes back, and files that no toolkit wrote.

FIDELITY_TEST_LONG=1 tries 5,000 altered files of each kind in place of some hundred.
"""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from exchange.calendar import Event, calendar_text
from exchange.calendar_in import read_calendar
from exchange.incoming import IncomingError
from exchange.plan_cells import PlanCells
from exchange.plan_file import FIELDS, PLAN, read_plan_file
from handover.plan_changes import LABELS, ActionChange, Conflict, merged
from handover.plan_incoming import accept_plan, read_plan
from handover.plan_out import plan_csv, plan_ics
from handover.workspace import Workspace
from storage.plan_record import PlanAction
from storage.plans import list_actions
from storage.store import Store
from storage.verifying import verify
from tests.handover.two_visits import MARCH, NOW, X1, X2, begin_twice

MANY = 5_000 if os.environ.get("FIDELITY_TEST_LONG") == "1" else 150
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30)
DAYS = st.none() | st.dates()
LEVELS = st.none() | st.integers(0, 10)
IDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=5)
ACTIONS = st.builds(
    PlanAction,
    visit_id=st.just(7),
    do=TEXTS,
    reason=TEXTS,
    items=st.lists(st.tuples(IDS, IDS), max_size=3).map(tuple),
    effort=st.sampled_from(["small", "medium", "large", None]),
    owner=TEXTS,
    start=DAYS,
    due=DAYS,
    barrier=TEXTS,
    measure_of_success=TEXTS,
    status=st.sampled_from(["planned", "in_progress", "done", "dropped"]),
    baseline=LEVELS,
    target=LEVELS,
    note=TEXTS,
    id=st.integers(1, 2**31 - 1),
    revision=st.integers(1, 999),
)


def test_every_field_of_an_action_that_can_be_changed_has_a_column_and_a_name():
    kept = {"visit_id", "origin", "id", "position", "revision", "created_at", "updated_at"}
    assert set(FIELDS) == set(vars(PlanAction(1, ""))) - kept == set(LABELS)
    assert set(FIELDS) <= {column.name for column in PLAN}


@settings(deadline=None, max_examples=200)
@given(st.lists(ACTIONS, min_size=1, max_size=3))
@example([PlanAction(7, "\r\n=1+1", note=" '=x ", owner="'", reason="a\rb", id=1, revision=1)])
@example([PlanAction(7, "\x1c@x\x1c", items=((" a", "b | c"), ("|", "/")), id=1, revision=1)])
def test_what_was_written_and_read_back_is_not_changed(actions: list[PlanAction]):
    rows = read_plan_file(plan_csv(actions, {}), "plan.csv")
    cells = PlanCells(())
    assert len(rows) == len(actions)
    for action, row in zip(actions, rows, strict=True):
        assert cells.changed(row, vars(action)) == {}
        assert (cells.whole(row, "action"), cells.whole(row, "revision")) == (
            action.id,
            action.revision,
        )
    assert cells.faults == []


@settings(deadline=None, max_examples=200)
@given(ACTIONS, ACTIONS, st.dictionaries(st.sampled_from(["owner", "due", "target"]), st.none()))
def test_nobodys_change_is_overwritten_and_nothing_else_is_touched(was, stored, asked):
    values = {name: getattr(replace(was, owner="Lou", due=MARCH, target=2), name) for name in asked}
    values = {name: value for name, value in values.items() if value != getattr(was, name)}
    found = merged(2, stored, was, values)
    new = {name: v for name, v in values.items() if v != getattr(stored, name)}
    touched = {name for name in new if getattr(stored, name) != getattr(was, name)}
    if touched:
        assert isinstance(found, Conflict) and {f.field for f in found.fields} == touched
    elif new:
        assert isinstance(found, ActionChange)
        assert found.wanted == replace(stored, **new)
    else:
        assert found is None


@settings(deadline=None, max_examples=200)
@given(st.lists(st.tuples(st.dates(), TEXTS, TEXTS), max_size=4))
def test_every_day_of_a_calendar_is_read_back(days):
    events = [Event(f"e{k}@here", day, s, d) for k, (day, s, d) in enumerate(days)]
    found = read_calendar(calendar_text(events, "x", NOW), "x.ics")
    assert [(each.uid, each.day) for each in found] == [(e.uid, e.day) for e in events]
    for each, event in zip(found, events, strict=True):
        kept = event.summary.replace("\r\n", "\n").replace("\r", "\n")
        kept = "".join(c for c in kept if c in "\n\t" or (c >= " " and c != "\x7f"))
        assert each.summary == kept
        assert not (each.repeats or each.canceled)


# --- files that were altered on their way


@pytest.fixture
def visit(store: Store, tmp_path: Path) -> Workspace:
    """A plan of three actions."""
    twice = begin_twice(store, tmp_path / "scales")
    visit = twice.audit(MARCH, {"X1": 1})
    june = dt.date(2026, 6, 1)
    twice.plan(visit, "Greet, people", items=(X1, X2), start=MARCH, due=june, target=3)
    twice.plan(visit, 'Say "yes"', due=june, effort="small", note="=1")
    twice.plan(visit, "Talk\nto the board", status="done")
    return visit


ODD = (b"", b"\x00", b"\xff", b",", b'"', b"\n", b"\r", b";", b"0", b"9" * 12, b"=", b"\xc3\xa9")
ODD += (b"2026-13-01", b"1/2/2026", b"done", b"verified", b"tiny/X9", b"BEGIN:VEVENT\r\n", b"T")
ODD += (b"END:VEVENT\r\n", b"UID:x\r\n", b"RRULE:FREQ=DAILY\r\n", b"\r\n ", b":", b"20260230", b"-")


def altered(draw: Random, content: bytes) -> bytes:
    """A file with some bytes cut out, doubled, or replaced; now and then only digits are."""
    if draw.random() < 0.3:
        digits = [at for at, byte in enumerate(content) if 48 <= byte <= 57]
        at = draw.choice(digits)
        return content[:at] + str(draw.randrange(10)).encode() + content[at + 1 :]
    for _ in range(draw.randint(1, 4)):
        at = draw.randrange(len(content) + 1)
        to = min(len(content), at + draw.choice((0, 1, 3, 10, 60)))
        put = draw.choice((*ODD, content[at:to] * 2))
        content = content[:at] + put + content[to:]
    return content


@pytest.mark.parametrize("name", ["plan.csv", "plan.ics"])
def test_an_altered_file_is_told_about_or_brings_what_can_be_kept(
    visit: Workspace, store: Store, name: str
):
    before = list_actions(visit.acting, visit.visit.id)
    whole = plan_csv(before, {})
    if name == "plan.ics":
        whole = plan_ics(visit.program, visit.visit, before, NOW)
    draw, brought, refused = Random(7), 0, 0
    for _ in range(MANY):
        content = altered(draw, whole)
        try:
            seen = read_plan(visit, content, name)
        except IncomingError as error:
            refused += 1
            assert error.faults and all(fault.found and fault.code for fault in error.faults)
            continue
        if seen.brings and brought < 20:
            brought += 1
            accept_plan(visit.acting, seen, NOW, accept_identifiers=True)
    assert brought and refused
    assert len(list_actions(visit.acting, visit.visit.id)) >= len(before)
    assert verify(store) == ()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "A20"),
        (b"Subject,Start Date\nx,1/1/2026\n", "A20"),
        (b"BEGIN:VCARD\r\nEND:VCARD\r\n", "A20"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR\r\n", "A21"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", "A21"),
        (b"BEGIN:VCALENDAR\r\nSUMMARY:\xff\r\nEND:VCALENDAR\r\n", "A24"),
        (b" " * 5_000_001, "A24"),
    ],
)
def test_what_is_no_whole_calendar_is_refused(content: bytes, code: str):
    with pytest.raises(IncomingError) as raised:
        read_calendar(content, "x.ics")
    assert [fault.code for fault in raised.value.faults] == [code]


def test_a_calendar_of_another_program_is_understood():
    """Line feeds alone, parameters with colons in quotes, alarms within, and folded lines."""
    content = (
        b"BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VTIMEZONE\nTZID:America/New_York\nEND:VTIMEZONE\n"
        b'BEGIN:VEVENT\nuid:one@here\nDTSTART;X-A="a:b";TZID=America/New_York:20260615T090000\n'
        b"SUMMARY;LANGUAGE=en:Greet\\, peo\n\tple\nBEGIN:VALARM\nDTSTART:19700101T000000Z\n"
        b"SUMMARY:Alarm\nEND:VALARM\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    [entry] = read_calendar(content, "x.ics")
    assert (entry.uid, entry.day, entry.summary, entry.line) == (
        "one@here",
        dt.date(2026, 6, 15),
        "Greet, people",
        6,
    )
