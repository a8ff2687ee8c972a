"""A plan goes out as a table and as days, is changed there, and comes back."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import replace
from pathlib import Path

import pytest

from exchange.incoming import IncomingError
from handover.plan_incoming import accept_plan, read_plan
from handover.plan_out import plan_csv, plan_ics, plan_name
from handover.workspace import Workspace
from storage.acting import Acting
from storage.action_verifying import list_checks, verify_action
from storage.people import act, add_person
from storage.plan_record import PlanAction
from storage.plans import ActionProblem, StaleAction, change_action, remove_action
from storage.purge import purge_visit
from storage.store import Store
from tests.handover.two_visits import MARCH, NOW, X1, X2, Twice, begin_twice

LATER = NOW + dt.timedelta(days=30)
JUNE = dt.date(2026, 6, 1)


@pytest.fixture
def twice(store: Store, tmp_path: Path) -> Twice:
    return begin_twice(store, tmp_path / "scales")


@pytest.fixture
def visit(twice: Twice) -> Workspace:
    return twice.audit(MARCH, {"X1": 1})


@pytest.fixture
def plan(twice: Twice, visit: Workspace) -> tuple[PlanAction, PlanAction]:
    first = twice.plan(
        visit,
        "Greet people",
        owner="Kim",
        items=(X1, X2),
        start=MARCH,
        due=JUNE,
        effort="small",
        baseline=1,
        target=3,
        note="=1+1",
    )
    return first, twice.plan(visit, "Hire", due=dt.date(2026, 3, 4))


@pytest.fixture
def other(twice: Twice, store: Store) -> Acting:
    """Somebody else who sees the plan."""
    return act(store, add_person(twice.acting, "Ann", NOW, sees_all=True).id)


def table(twice: Twice, visit: Workspace) -> list[dict[str, str]]:
    """The plan as a spreadsheet opens it."""
    content = plan_csv(twice.plan_of(visit), list_checks(twice.acting, visit.visit.id))
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def saved(rows: list[dict[str, str]], delimiter: str = ",") -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(
        out, list(dict.fromkeys(k for row in rows for k in row)), delimiter=delimiter
    )
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def faults(visit: Workspace, content: bytes, name: str = "plan.csv") -> list[str]:
    with pytest.raises(IncomingError) as raised:
        read_plan(visit, content, name)
    return [str(fault) for fault in raised.value.faults]


def test_a_plan_that_comes_back_as_it_went_changes_nothing(twice, visit, plan):
    content = plan_csv(plan, list_checks(twice.acting, visit.visit.id))
    assert b"'=1+1" in content  # no formula
    seen = read_plan(visit, content, "plan.csv")
    assert (seen.brings, seen.unchanged, seen.conflicts, seen.left_out) == (False, 2, (), ())
    assert accept_plan(twice.acting, seen, LATER) == ()
    assert twice.plan_of(visit) == plan


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_what_was_changed_is_shown_old_and_new_and_then_taken_in(twice, visit, plan, delimiter):
    rows = table(twice, visit)
    rows[0] |= {"owner": "Lou", "due": "2026-07-01", "status": "In progress", "items": "tiny/X2"}
    rows[1]["effort"] = "Large"
    seen = read_plan(visit, saved(rows, delimiter), "plan.csv")
    told = [[(f.label, f.old, f.new) for f in change.fields] for change in seen.changed]
    assert told == [
        [
            ("Owner", "Kim", "Lou"),
            ("Due", "2026-06-01", "2026-07-01"),
            ("Status", "planned", "in_progress"),
            ("Items", "tiny/X1 | tiny/X2", "tiny/X2"),
        ],
        [("Effort", "", "large")],
    ]
    accept_plan(twice.acting, seen, LATER)
    first, second = twice.plan_of(visit)
    assert first == replace(
        plan[0],
        owner="Lou",
        due=dt.date(2026, 7, 1),
        status="in_progress",
        items=(X2,),
        revision=2,
        updated_at=LATER,
    )
    assert second.effort == "large"


def test_a_row_without_a_number_is_a_new_action(twice, visit, plan):
    rows = [
        *table(twice, visit),
        {"do": "Talk to the board", "due": "2026-09-01", "items": "tiny/X1; tiny/X2"},
    ]
    seen = read_plan(visit, saved(rows), "plan.csv")
    accept_plan(twice.acting, seen, LATER)
    added = twice.plan_of(visit)[2]
    assert (added.do, added.due, added.items, added.status, added.origin) == (
        "Talk to the board",
        dt.date(2026, 9, 1),
        (X1, X2),
        "planned",
        "own",
    )


def test_a_new_action_that_is_brought_in_once_more_is_left_out_and_said(twice, visit, plan):
    new = {"do": "Talk to the board", "owner": "Kim", "due": "2026-09-01", "items": "tiny/X1"}
    rows = [*table(twice, visit), new]
    accept_plan(twice.acting, read_plan(visit, saved(rows), "plan.csv"), LATER)
    rows.append(new | {"due": "2026-12-01"})
    seen = read_plan(visit, saved(rows), "plan.csv")
    assert seen.left_out == (
        'Line 4: "Talk to the board" is action 3 of the plan already, with the same items, owner '
        "and due date.",
    )
    assert [(line, action.due) for line, action in seen.added] == [(5, dt.date(2026, 12, 1))]


def test_columns_that_are_left_out_change_nothing(twice, visit, plan):
    rows = [{k: row[k] for k in ("action", "revision", "do")} for row in table(twice, visit)]
    rows[0]["do"] = "Greet everybody"
    accept_plan(twice.acting, read_plan(visit, saved(rows), "plan.csv"), LATER)
    assert twice.plan_of(visit)[0] == replace(
        plan[0], do="Greet everybody", revision=2, updated_at=LATER
    )


def test_what_somebody_changed_meanwhile_is_said_and_stays(twice, visit, plan, other):
    rows = table(twice, visit)
    rows[0]["owner"], rows[1]["owner"] = "Lou", "Lou"
    theirs = change_action(other, replace(plan[0], owner="Max"), 1, LATER)
    seen = read_plan(visit, saved(rows), "plan.csv")
    [conflict] = seen.conflicts
    assert [(f.label, f.old, f.new) for f in conflict.fields] == [("Owner", "Max", "Lou")]
    accept_plan(twice.acting, seen, LATER)
    assert twice.plan_of(visit) == (
        theirs,
        replace(plan[1], owner="Lou", revision=2, updated_at=LATER),
    )


def test_changes_to_different_fields_go_together_and_old_cells_overwrite_nothing(
    twice, visit, plan, other
):
    rows = table(twice, visit)
    rows[0]["owner"] = "Lou"
    change_action(other, replace(plan[0], due=dt.date(2026, 8, 1)), 1, LATER)
    change_action(other, replace(plan[1], do="Hire two"), 1, LATER)
    seen = read_plan(visit, saved(rows), "plan.csv")
    assert (len(seen.changed), seen.unchanged, seen.conflicts) == (1, 1, ())
    accept_plan(twice.acting, seen, LATER)
    first, second = twice.plan_of(visit)
    assert (first.owner, first.due, first.revision) == ("Lou", dt.date(2026, 8, 1), 3)
    assert second.do == "Hire two"


def test_a_change_between_preview_and_taking_in_keeps_everything_out(twice, visit, plan, other):
    rows = table(twice, visit)
    rows[0]["owner"], rows[1]["owner"] = "Lou", "Lou"
    seen = read_plan(visit, saved(rows), "plan.csv")
    theirs = change_action(other, replace(plan[1], note="Soon"), 1, LATER)
    with pytest.raises(StaleAction):
        accept_plan(twice.acting, seen, LATER)
    assert twice.plan_of(visit) == (plan[0], theirs)


def test_done_is_the_word_of_who_brings_it_and_verified_cannot_be_brought(
    twice, visit, plan, other
):
    rows = table(twice, visit)
    rows[0]["status"] = "done"
    accept_plan(other, read_plan(replace(visit, acting=other), saved(rows), "p.csv"), LATER)
    check = list_checks(twice.acting, visit.visit.id)[plan[0].id]
    assert (check.done_name, check.verified_name) == ("Ann", "")
    rows = table(twice, visit)
    assert (rows[0]["done_by"], rows[0]["done_on"]) == ("Ann", "2026-04-01")
    rows[0] |= {"verified_by": "Max", "verified_on": "2026-04-02"}
    rows[1]["status"] = "verified"
    fix = "An action is verified on the Plan page, by somebody else than who called it done. [A09]"
    assert faults(visit, saved(rows)) == [
        f'line 2, verified_by: "Max" cannot be brought in. {fix}',
        f'line 2, verified_on: "2026-04-02" cannot be brought in. {fix}',
        f'line 3, status: "verified" cannot be brought in. {fix}',
    ]
    verify_action(twice.acting, plan[0].id, 1, LATER)
    rows = table(twice, visit)
    assert (rows[0]["verified_by"], rows[0]["verified_on"]) == ("Rater", "2026-04-01")
    assert read_plan(visit, saved(rows), "plan.csv").unchanged == 2


def test_a_done_action_that_is_opened_again_has_to_be_called_done_anew(twice, visit, plan, other):
    rows = table(twice, visit)
    rows[0]["status"] = "done"
    accept_plan(other, read_plan(visit, saved(rows), "p.csv"), LATER)
    rows = table(twice, visit)
    rows[0]["status"] = "planned"
    accept_plan(twice.acting, read_plan(visit, saved(rows), "p.csv"), LATER)
    assert list_checks(twice.acting, visit.visit.id) == {}


def test_every_fault_is_told_at_once_with_its_line_and_column(twice, visit, plan):
    rows = table(twice, visit)
    rows[0] |= {"due": "soon", "start": "03/04/2027", "items": "tiny/X9", "target": "high"}
    rows[1] |= {"status": "finished", "effort": "smal", "barrier": "stigmata", "do": " "}
    rows += [
        rows[0] | {"due": "", "start": "", "items": "", "target": ""},
        {"do": "Another", "start": "2026-09-01", "due": "2026-08-01"},
        {"do": "x", "action": "17", "revision": "1", "visit": rows[0]["visit"]},
        {"do": "x", "action": "first"},
        {"do": "x", "visit": "17"},
    ]
    first, visit_id = plan[0].id, visit.visit.id
    told = faults(visit, saved(rows))
    assert told == [
        'line 2, due: "soon" is not a day. Write it as YYYY-MM-DD, or leave it empty. [A06]',
        'line 2, start: "03/04/2027" may be 2027-03-04 or 2027-04-03. Write it as YYYY-MM-DD. '
        "[A07]",
        'line 2, items: "tiny/X9" is no item of this visit\'s scales, as scale/item. '
        'Did you mean "tiny/X2"? [A10]',
        'line 2, target: "high" is not a level. Write a whole number, or leave it empty. [A11]',
        'line 3, status: "finished" is not a choice. Choose "planned", "in_progress", "done" or '
        '"dropped". [A08]',
        'line 3, effort: "smal" is not a choice. Did you mean "small"? [A08]',
        'line 3, barrier: "stigmata" is none of the barriers. Did you mean "stigma"? [A08]',
        "line 3, what to do: it is empty. Fill it in. [K01]",
        f"line 4, action: action {first} stands on line 2 already. Keep one of the two. [A03]",
        "line 5, start: it starts on 2026-09-01 but is due on 2026-08-01. Change one of the two "
        "dates. [K18]",
        "line 6, action: this plan has no action 17. Leave the cell empty for a new action. Name "
        "the file of this visit's plan, or open the visit it belongs to. [A02]",
        'line 7, action: "first" is no number. Leave it as it was written, or empty it for a new '
        "action. [A04]",
        f"line 8, visit: it is of visit 17, and this is visit {visit_id}. Name the file of this "
        "visit's plan, or open the visit it belongs to. [A01]",
    ]
    assert twice.plan_of(visit) == plan


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty"),
        (b"PK\x03\x04", "this is a workbook, not a text file"),
        (b"do,action,revision\n", "there are no actions below the first line"),
        (b"do,owner\nx,y\n", 'the column "action" is missing'),
        (b"do,action,revision,color\nx,,,red\n", '"color" is not a column of a plan'),
        (b'do,action,revision\n"x,,\n', "a quotation mark here is not paired"),
    ],
)
def test_what_is_no_table_of_a_plan_is_refused(visit, content, said):
    assert said in "\n".join(faults(visit, content))


def test_a_day_that_a_spreadsheet_wrote_its_own_way_is_still_the_same_day(twice, visit, plan):
    rows = table(twice, visit)
    rows[0] |= {"start": "3/2/2026", "due": "01.06.2026"}
    rows[1]["due"] = "03/04/2026"  # March 4, as it was; not April 3
    assert read_plan(visit, saved(rows), "plan.csv").unchanged == 2
    rows[1]["due"] = "3/25/2026"
    [change] = read_plan(visit, saved(rows), "plan.csv").changed
    assert change.wanted.due == dt.date(2026, 3, 25)


DECEMBER = dt.date(2026, 12, 3)


def test_a_day_that_may_be_the_stored_one_or_another_is_told_and_not_passed_over(twice, visit):
    """Somebody types March 12, and the spreadsheet writes the month first."""
    twice.plan(visit, "Hire", due=DECEMBER)
    rows = table(twice, visit)
    rows[0]["due"] = "3/12/2026"
    seen = read_plan(visit, saved(rows), "plan.csv")
    assert not seen.brings
    assert seen.kept_days == (
        "Line 2: due 3/12/2026 was taken as 2026-12-03, unchanged; write it as 2026-03-12 if you "
        "meant that.",
    )


@pytest.mark.parametrize(
    "others",
    [
        ["12/25/2026"],  # as stored, and no month is the 25th
        ["10/31/2027"],  # changed, and one day only
        ["6/1/2026", "7/2/2026", "8/3/2026"],  # each as stored with the month first alone
    ],
)
def test_the_other_days_of_a_file_tell_whether_the_month_stands_first(twice, visit, others):
    twice.plan(visit, "Hire", due=DECEMBER)
    stored = {
        "12/25/2026": dt.date(2026, 12, 25),
        "6/1/2026": JUNE,
        "7/2/2026": dt.date(2026, 7, 2),
    }
    for other in others:
        twice.plan(visit, f"Meet {other}", due=stored.get(other, dt.date(2026, 8, 3)))
    rows = table(twice, visit)
    for row, due in zip(rows, ["3/12/2026", *others], strict=True):
        row["due"] = due
    seen = read_plan(visit, saved(rows), "plan.csv")
    assert seen.kept_days == ()
    assert [(f.old, f.new) for f in seen.changed[0].fields] == [("2026-12-03", "2026-03-12")]
    assert [c.wanted.due for c in seen.changed[1:]] == (
        [dt.date(2027, 10, 31)] if others == ["10/31/2027"] else []
    )


def test_two_days_that_contradict_each_other_settle_nothing(twice, visit):
    twice.plan(visit, "Hire", due=DECEMBER)
    twice.plan(visit, "Greet people", due=JUNE)
    rows = table(twice, visit)
    rows[0]["due"], rows[1]["due"] = "3/12/2026", "6/1/2026"
    seen = read_plan(visit, saved(rows), "plan.csv")
    assert (seen.brings, len(seen.kept_days)) == (False, 2)


def test_a_settled_order_reads_the_days_of_new_actions_too(twice, visit):
    twice.plan(visit, "Hire", due=dt.date(2026, 12, 25))
    rows = table(twice, visit)
    rows[0]["due"] = "25/12/2026"
    rows.append({"do": "Greet people", "due": "4/5/2026"})
    [(_line, new)] = read_plan(visit, saved(rows), "plan.csv").added
    assert new.due == dt.date(2026, 5, 4)


def test_a_file_brings_in_two_thousand_actions_and_no_more(visit):
    head = b"do,action,revision\n"
    assert len(read_plan(visit, head + b"Hire,,\n" * 2_000, "plan.csv").added) == 2_000
    assert faults(visit, head + b"Hire,,\n" * 2_001) == [
        "2,001 actions are more than a file brings in, which is 2,000. Leave out the lines that "
        "did not change. [A12]"
    ]


def test_a_revision_that_never_was_is_told(twice, visit, plan):
    rows = table(twice, visit)
    rows[0]["revision"], rows[1]["revision"] = "9", ""
    assert faults(visit, saved(rows)) == [
        f"line 2, revision: action {plan[0].id} has no revision 9. Write the plan into a new "
        "file, and change that. [A05]",
        f"line 3, revision: action {plan[1].id} has no revision (empty). Write the plan into a "
        "new file, and change that. [A05]",
    ]


def test_what_was_removed_meanwhile_is_left_out_and_said(twice, visit, plan):
    rows = table(twice, visit)
    rows[0]["owner"] = rows[1]["owner"] = "Lou"
    remove_action(twice.acting, plan[1], 1, LATER)
    seen = read_plan(visit, saved(rows), "plan.csv")
    assert seen.left_out == ('Line 3: "Hire" was removed from the plan.',)
    accept_plan(twice.acting, seen, LATER)
    assert [action.owner for action in twice.plan_of(visit)] == ["Lou"]


def test_a_purged_note_does_not_come_back_by_an_old_file(twice, visit, plan):
    rows = table(twice, visit)
    purge_visit(twice.acting, visit.visit.id, "Two years are over", LATER)
    seen = read_plan(visit, saved(rows), "plan.csv")
    assert not seen.brings
    assert "Line 2: the note, since notes of this visit were purged." in seen.left_out


def test_what_looks_like_a_clients_data_waits_for_somebody_to_say_it_is_none(twice, visit, plan):
    rows = table(twice, visit)
    rows[0]["note"] = "Called John Smith, born 03/04/1980"
    seen = read_plan(visit, saved(rows), "plan.csv")
    assert {fault.line for fault in seen.clients} == {2}
    with pytest.raises(ActionProblem, match="K40"):
        accept_plan(twice.acting, seen, LATER)
    accept_plan(twice.acting, seen, LATER, accept_identifiers=True)
    assert "John" in twice.plan_of(visit)[0].note


# --- calendars


def calendar(twice: Twice, visit: Workspace) -> bytes:
    return plan_ics(visit.program, visit.visit, twice.plan_of(visit), NOW)


def test_a_calendar_that_comes_back_as_it_went_changes_nothing(twice, visit, plan):
    seen = read_plan(visit, calendar(twice, visit), "plan.ics")
    assert (seen.brings, seen.unchanged, seen.left_out) == (False, 2, ())


def test_an_event_that_was_moved_moves_the_due_date(twice, visit, plan):
    moved = calendar(twice, visit).replace(
        b"DTSTART;VALUE=DATE:20260601", b"DTSTART:20260615T090000"
    )
    seen = read_plan(visit, moved, "plan.ics")
    [change] = seen.changed
    assert [(f.label, f.old, f.new) for f in change.fields] == [("Due", "2026-06-01", "2026-06-15")]
    accept_plan(twice.acting, seen, LATER)
    assert twice.plan_of(visit)[0] == replace(
        plan[0], due=dt.date(2026, 6, 15), revision=2, updated_at=LATER
    )


def test_an_old_calendar_does_not_take_back_what_was_decided_since(twice, visit, plan, other):
    old = calendar(twice, visit)
    theirs = change_action(other, replace(plan[0], due=dt.date(2026, 8, 1)), 1, LATER)
    assert read_plan(visit, old, "plan.ics").unchanged == 2
    moved = old.replace(b"DATE:20260601", b"DATE:20260615")
    seen = read_plan(visit, moved, "plan.ics")
    [conflict] = seen.conflicts
    assert [(f.old, f.new) for f in conflict.fields] == [("2026-08-01", "2026-06-15")]
    assert not seen.brings
    assert twice.plan_of(visit)[0] == theirs


def test_a_reason_that_speaks_of_a_revision_is_not_taken_for_the_one_it_was_written_from(
    twice, visit, plan
):
    words = f"See Action 17, revision 3. Once Action {plan[0].id}, revision 1."
    change_action(twice.acting, replace(plan[0], reason=words, due=MARCH), 1, LATER)
    moved = calendar(twice, visit).replace(
        b"DTSTART;VALUE=DATE:20260302", b"DTSTART;VALUE=DATE:20260601"
    )
    [change] = read_plan(visit, moved, "plan.ics").changed  # June 1, as in revision 1
    assert change.wanted.due == JUNE


def test_other_events_are_said_and_left_out(twice, visit, plan):
    strange = b"BEGIN:VEVENT\r\nUID:lunch@example\r\nDTSTART:20260601\r\nEND:VEVENT\r\n"
    content = calendar(twice, visit).replace(b"END:VCALENDAR", strange + b"END:VCALENDAR")
    done = replace(plan[0], status="done")
    change_action(twice.acting, done, 1, LATER)
    canceled = content.replace(
        b"DTSTART;VALUE=DATE:20260304", b"STATUS:CANCELLED\r\nDTSTART:20260305"
    )
    seen = read_plan(visit, canceled, "plan.ics")
    assert seen.left_out == (
        "Action 1: it is done by now.",
        "Action 2: its event was called off. Drop the action on the Plan page if that is meant.",
        "1 event that is not of this plan.",
    )
    assert not seen.brings


def test_days_that_do_not_fit_or_cannot_be_read_are_told(twice, visit, plan):
    content = calendar(twice, visit).replace(b"DATE:20260601", b"DATE:20260101")
    content = content.replace(b"DATE:20260304", b"DATE:20261399")
    assert faults(visit, content, "plan.ics") == [
        "line 6, start: it starts on 2026-03-02 but is due on 2026-01-01. Change one of the two "
        "dates. [K18]",
        'line 16, "Harbor House (invented): Hire": "20261399" is not a day. Give the event a day. '
        "[A22]",
    ]


def test_one_event_on_two_days_is_told(twice, visit, plan):
    content = calendar(twice, visit)
    event = content[content.index(b"BEGIN:VEVENT") : content.index(b"END:VEVENT") + 12]
    again = event.replace(b"DATE:20260601", b"DATE:20260602")
    twofold = content.replace(b"END:VCALENDAR", again + b"END:VCALENDAR")
    assert [fault[-5:] for fault in faults(visit, twofold, "plan.ics")] == ["[A23]"]


def test_files_of_a_plan_are_named_after_program_and_visit(visit):
    assert plan_name(visit.program, visit.visit, ".ics") == "harbor-house-2026-03-02-plan.ics"
