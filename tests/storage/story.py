"""A story in which every function that writes has its turn, and what is logged of it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from storage import tables
from storage.action_verifying import take_back_verifying, verify_action
from storage.answers import Answer, confirm_answer, copy_answers, save_answer
from storage.corrections import add_correction, answer_correction
from storage.documents import DocumentRequest, add_documents, change_document, remove_document
from storage.facts import FactAnswer, save_fact
from storage.filling import fill_set
from storage.journal import Event
from storage.own_targets import OwnTarget, set_own_target
from storage.people import (
    act,
    add_first_person,
    add_member,
    add_person,
    change_person,
    remove_member,
)
from storage.plan_filling import keep_plan
from storage.plans import PlanAction, add_action, change_action, move_action, remove_action
from storage.programs import add_program, archive_program, change_program, restore_program
from storage.purge import purge_visit
from storage.report_words import ReportWords, save_report_words
from storage.signing import reopen, sign
from storage.steps import Step, begin_timeline, change_step, shift_steps
from storage.store import Store
from storage.taking_in import KnownVisit, NewVisit, TakenSet, take_in
from storage.team import CONSENSUS, Member, alone
from storage.team_changes import add_to_team, change_member, remove_from_team
from storage.visit_deletion import delete_visit
from storage.visit_states import (
    reopen_ratings,
    send_to_program,
    settle,
    settle_again,
    start_consensus,
    submit_ratings,
    take_back,
)
from storage.visits import (
    add_visit,
    change_visit,
    get_assessments,
    get_visit,
    list_team,
    set_target_level,
    take_scale,
)
from storage.worksheets import (
    ChartRow,
    ChartSample,
    add_sample,
    list_rows,
    remove_sample,
    save_row,
)

DAY = dt.date(2026, 3, 2)
PIN = ("iddt", "1.0.0", "a" * 64, 4)
COUNTED = ("revision", "updated_at", "created_at")
"""Columns that change with every change and are not told of."""


def events(store: Store) -> list[Event]:
    """All events, book by book."""
    table = tables.audit_event
    with store.read() as connection:
        rows = connection.execute(select(table).order_by(table.c.book, table.c.number))
        return [Event(**row._mapping) for row in rows]


def tell(event: Event) -> str:
    """Tell an event in one line: who, in which book, of which record, what from what, and why."""
    old, new = json.loads(event.old), json.loads(event.new)
    key = " ".join(str(value) for value in json.loads(event.key).values())
    if old is None or new is None:
        what = "new" if old is None else "gone"
    else:
        changes = (
            f"{name} {json.dumps(old[name])} -> {json.dumps(new[name])}"
            for name in new
            if old[name] != new[name] and name not in COUNTED
        )
        what = ", ".join(changes)
    why = f" ({event.why})" if event.why else ""
    return f"{event.person or 'toolkit'} | {event.book} | {event.record} {key} | {what}{why}"


class Story:
    """Plays itself on an empty database, and notes after each act what was logged."""

    def __init__(self, store: Store, now: dt.datetime) -> None:
        self.store = store
        self.at = now
        self.told: list[str] = []
        self.functions: set[str] = set()
        self._seen: set[tuple[str, int]] = set()

    def do(self, function: Callable[..., Any], acting: Any, *values: Any, **more: Any) -> Any:
        """Let somebody do something a minute later, and note what was logged."""
        self.at += dt.timedelta(minutes=1)
        if "now" in function.__annotations__ and "now" not in more:
            more["now"] = self.at
        result = function(acting, *values, **more)
        fresh = [e for e in events(self.store) if (e.book, e.number) not in self._seen]
        self._seen |= {(e.book, e.number) for e in fresh}
        assert {e.at for e in fresh} <= {self.at.isoformat(timespec="microseconds")}
        self.functions.add(function.__name__)
        self.told += [f"{function.__name__}:", *(f"  {tell(event)}" for event in fresh)]
        return result


def play(story: Story) -> None:
    """Let every function that writes have its turn, and some of them a second time in vain."""
    do, store = story.do, story.store
    office = act(store, do(add_first_person, store, "Office").id)
    one, two, contact = (act(store, do(add_person, office, n).id) for n in ("One", "Two", "Con"))
    do(change_person, office, replace(contact.person, name="Contact"), 1)
    program = do(add_program, office, name="Harbor")
    program = do(change_program, office, replace(program, caseload=40), 1)
    do(archive_program, office, program.id)
    do(archive_program, office, program.id)
    do(restore_program, office, program.id)
    do(add_member, office, program.id, two.person.id)
    do(add_member, office, program.id, two.person.id)
    do(remove_member, office, program.id, two.person.id)
    team = (
        Member("Office", "lead", office.person.id),
        Member("One", "reviewer", one.person.id, True),
        Member("Too", "reviewer", two.person.id, True),
    )
    old = do(add_visit, office, program.id, DAY, "self_audit", alone("Office", 1), [PIN])
    visit = do(add_visit, office, program.id, DAY, "site_visit", team, [PIN])
    before, place = (get_assessments(office, v.id)[0].id for v in (old, visit))
    do(change_visit, office, replace(visit, note="Day 1"), 1)
    do(set_target_level, office, place, 5, 4)
    do(add_to_team, office, visit.id, Member("Contact", "contact", contact.person.id))
    gone = do(add_to_team, office, visit.id, Member("Guest", "contact"))
    do(remove_from_team, office, gone.id)

    def answer(who: Any, rater: str, item: str, level: int, revision: int = 0, **more: Any) -> Any:
        new = Answer(place, rater, item, "rated", level, **more)
        return do(save_answer, who, new, revision)

    do(save_answer, office, Answer(before, "Office", "T3", "rated", 2), 0)
    do(copy_answers, one, place, "One", place, "One")
    do(add_member, office, program.id, one.person.id)
    do(submit_ratings, office, old.id, "Office")
    do(settle, office, old.id)
    do(send_to_program, office, old.id)
    do(copy_answers, one, before, "Office", place, "One")
    do(confirm_answer, one, place, "One", "T3", 1)
    do(confirm_answer, one, place, "One", "T3", 2)
    answer(one, "One", "T1", 2)
    answer(one, "One", "T1", 3, 1, note="Half of the charts")
    answer(one, "One", "T1", 3, 2, note="Half of the charts")
    answer(two, "Too", "T1", 3)
    answer(two, "Too", "T3", 4)
    do(save_fact, one, FactAnswer(place, "One", "stage_1", count=12), 0)
    do(save_fact, one, FactAnswer(place, "One", "stage_1", count=13), 1)
    do(save_fact, two, FactAnswer(place, "Too", "stage_1", count=13), 0)
    theirs = [Answer(0, "", "T1", "rated", 1), Answer(0, "", "T5", note="Later")]
    do(fill_set, two, place, "Too", theirs, [FactAnswer(0, "", "stage_1", count=1)])
    too = next(m for m in list_team(office, visit.id) if m.name == "Too")
    do(change_member, office, replace(too, name="Two"), 1)

    steps = [
        Step(visit.id, "call", "Call", "", "lead", DAY),
        Step(visit.id, "go", "Go", "", "", DAY),
    ]
    call, _go = do(begin_timeline, office, visit.id, steps)
    do(begin_timeline, office, visit.id, steps)
    do(change_step, office, replace(call, done_on=DAY), 1)
    do(shift_steps, office, visit.id, 7)
    asked = [DocumentRequest(visit.id, "Roster"), DocumentRequest(visit.id, "Policy")]
    roster, policy = do(add_documents, office, visit.id, asked)
    do(add_documents, office, visit.id, asked)
    do(change_document, office, replace(roster, received_on=DAY), 1)
    do(remove_document, office, policy, 1)
    sample = ChartSample(visit.id, 9, "b" * 64, "seed", (("iddt", "T7"),))
    sample, spare = (do(add_sample, one, sample, ["chart 4"]) for _ in range(2))
    found = (("iddt", "T7", "yes"),)
    do(save_row, two, ChartRow(sample.id, "chart 4", found, id=1), 1)
    do(remove_sample, one, spare.id, list_rows(one, spare.id))

    do(submit_ratings, one, visit.id, "One")
    do(submit_ratings, one, visit.id, "One")
    do(submit_ratings, two, visit.id, "Two")
    do(reopen_ratings, office, visit.id, "One", "A chart was overlooked")
    do(submit_ratings, one, visit.id, "One")
    do(start_consensus, office, visit.id)
    answer(one, CONSENSUS, "T3", 3, because="The later charts")
    do(save_report_words, one, ReportWords(place, "T3", "strength", 3, "Charts agree"), 0)
    do(settle, office, visit.id)
    do(settle_again, office, visit.id, "One more look")
    do(settle, office, visit.id)
    do(send_to_program, office, visit.id)
    do(take_back, office, visit.id, "A page is missing")
    do(send_to_program, office, visit.id)
    correction = do(add_correction, contact, place, "T3", "All charts")
    do(answer_correction, two, correction.id, "declined", "Half", 1)
    first = do(add_action, contact, PlanAction(visit.id, "Train staff"))
    second = do(add_action, contact, PlanAction(visit.id, "Hire"))
    do(change_action, office, replace(first, status="done"), 1)
    do(verify_action, two, first.id, 1)
    do(take_back_verifying, two, first.id, 2)
    do(move_action, office, second.id, 0)
    do(move_action, office, second.id, 0)
    do(remove_action, office, second, 1)
    do(sign, office, visit.id, remarks="Seen")
    do(reopen, office, visit.id, "A count was wrong")
    do(settle, office, visit.id)
    do(sign, office, visit.id)
    do(purge_visit, office, visit.id, "Seven years are over")

    spare_visit = do(add_visit, office, program.id, DAY, "follow_up", alone("Office", 1), [PIN])
    do(delete_visit, office, spare_visit.id)
    assert get_visit(office, visit.id).status == "final"
    do(take_scale, office, before, "1.0.1", "b" * 64, "A comma was put in")

    of_file = (Answer(0, "", "T1", "rated", 1), Answer(0, "", "T2", "rated", 2, note="Seen"))
    brought = TakenSet("iddt", "Office", of_file, (FactAnswer(0, "", "stage_1", count=1),))
    new = NewVisit("Pine", DAY, "self_audit", alone("Office", 1), (PIN,), (brought,))
    do(take_in, office, [new])
    changed = (replace(of_file[0], level=4, revision=1), *of_file[1:])
    do(take_in, office, [KnownVisit(4, (replace(brought, answers=changed),))])
    aim = do(set_own_target, one, OwnTarget(before, "item", "T3", 500), 0)
    do(set_own_target, one, OwnTarget(before, "total", "treatment_mean", 420), 0)
    do(set_own_target, office, replace(aim, hundredths=None), 1)
    do(set_own_target, office, replace(aim, hundredths=None), 1)
    kept = do(keep_plan, office, 4, [], [PlanAction(4, "Hire"), PlanAction(4, "Train")])
    done = replace(kept[0], status="done")
    do(keep_plan, office, 4, [done], [PlanAction(4, "Move")])
