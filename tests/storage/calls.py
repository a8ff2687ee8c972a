"""One call of every function of storage that names a record, and one of every record to name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from io import BytesIO

from sqlalchemy import select

from storage import (
    action_history,
    action_verifying,
    answers,
    audit,
    bundle_export,
    corrections,
    documents,
    facts,
    filling,
    own_targets,
    people,
    plan_filling,
    plan_sources,
    plans,
    pool,
    pool_plans,
    programs,
    purge,
    rated_scales,
    report_words,
    seen_records,
    signing,
    steps,
    tables,
    taking_in,
    team_changes,
    visit_deletion,
    visit_index,
    visit_states,
    visits,
    worksheets,
)
from storage.acting import Acting
from storage.store import Store
from storage.team import CONSENSUS, Member, alone
from tests.storage.cast import ONE, TWO, Cast, carry_to_program

DAY = dt.date(2026, 3, 2)
PIN = ("iddt", "1.0.0", "a" * 64, 4)


@dataclass(frozen=True)
class Named:
    """Ids that somebody could type into an address."""

    program: int
    visit: int
    assessment: int
    action: int
    step: int
    document: int
    sample: int
    row: int
    correction: int
    member: int
    own: int
    """An assessment of the caller's own."""


def prepare(cast: Cast) -> Named:
    """Put one of everything into the visit, and carry it to the program."""
    now, visit, assessment = cast.now, cast.visit.id, cast.assessment.id
    step = steps.Step(visit, "call", "Planning call", "Call", "lead", DAY)
    document = documents.DocumentRequest(visit, "Staff roster")
    sample = worksheets.ChartSample(visit, 40, "b" * 64, "seed", (("iddt", "T7"),))
    sample = worksheets.add_sample(cast.one, sample, ["chart 4"], now)
    own = visits.add_visit(
        cast.outsider,
        cast.other_program.id,
        DAY,
        "self_audit",
        alone("The outsider", cast.outsider.person.id),
        [PIN],
        now,
    )
    carry_to_program(cast)
    return Named(
        program=cast.program.id,
        visit=visit,
        assessment=assessment,
        action=plans.add_action(cast.lead, plans.PlanAction(visit, "Train staff"), now).id,
        step=steps.begin_timeline(cast.lead, visit, [step], now)[0].id,
        document=documents.add_documents(cast.lead, visit, [document], now)[0].id,
        sample=sample.id,
        row=worksheets.list_rows(cast.one, sample.id)[0].id,
        correction=corrections.add_correction(cast.contact, assessment, "T1", "No", now).id,
        member=visits.list_team(cast.lead, visit)[1].id,
        own=visits.get_assessments(cast.outsider, own.id)[0].id,
    )


Call = Callable[[Acting, Named, dt.datetime], object]


def action(n: Named) -> plans.PlanAction:
    return plans.PlanAction(n.visit, "Steal it", id=n.action)


def step(n: Named) -> steps.Step:
    return steps.Step(n.visit, "call", "Call", "", "", DAY, note="Seen", id=n.step)


def request(n: Named) -> documents.DocumentRequest:
    return documents.DocumentRequest(n.visit, "Nothing", id=n.document)


def sample(n: Named) -> worksheets.ChartSample:
    return worksheets.ChartSample(n.visit, 9, "c" * 64, "seed", (("iddt", "T7"),))


def program(n: Named) -> programs.Program:
    created = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
    return programs.Program(n.program, "Mine", "", "", (), "", None, (), False, created, 1, False)


def visit(n: Named) -> visits.Visit:
    created = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
    return visits.Visit(n.visit, n.program, DAY, "follow_up", "draft", 1, created, "Seen", None, 1)


# What reads, what changes, what removes: in this order, so that the same calls can be made by
# somebody who may.
CALLS: tuple[tuple[str, Call], ...] = (
    ("programs.get_program", lambda a, n, t: programs.get_program(a, n.program)),
    ("people.list_members", lambda a, n, t: people.list_members(a, n.program)),
    ("visits.get_visit", lambda a, n, t: visits.get_visit(a, n.visit)),
    ("visits.list_visits", lambda a, n, t: visits.list_visits(a, n.program)),
    ("seen_records.read_seen", lambda a, n, t: seen_records.read_seen(a, [n.program])),
    ("visits.list_team", lambda a, n, t: visits.list_team(a, n.visit)),
    ("visits.get_assessments", lambda a, n, t: visits.get_assessments(a, n.visit)),
    ("answers.list_answers", lambda a, n, t: answers.list_answers(a, n.assessment, ONE)),
    ("answers.list_answers", lambda a, n, t: answers.list_answers(a, n.assessment, CONSENSUS)),
    ("facts.list_facts", lambda a, n, t: facts.list_facts(a, n.assessment, TWO)),
    ("plans.list_actions", lambda a, n, t: plans.list_actions(a, n.visit)),
    ("plan_sources.list_sources", lambda a, n, t: plan_sources.list_sources(a, n.visit)),
    ("action_history.list_states", lambda a, n, t: action_history.list_states(a, n.visit)),
    ("steps.list_steps", lambda a, n, t: steps.list_steps(a, n.visit)),
    ("documents.list_documents", lambda a, n, t: documents.list_documents(a, n.visit)),
    ("worksheets.list_samples", lambda a, n, t: worksheets.list_samples(a, n.visit)),
    ("worksheets.list_rows", lambda a, n, t: worksheets.list_rows(a, n.sample)),
    ("corrections.list_corrections", lambda a, n, t: corrections.list_corrections(a, n.visit)),
    ("signing.list_signatures", lambda a, n, t: signing.list_signatures(a, n.visit)),
    ("audit.list_events", lambda a, n, t: audit.list_events(a, n.visit)),
    ("audit.list_events", lambda a, n, t: audit.list_events(a, n.visit, "answer", item="T1")),
    (
        "bundle_export.export_bundle",
        lambda a, n, t: bundle_export.export_bundle(a, BytesIO(), [n.program]),
    ),
    # --- changes
    ("programs.change_program", lambda a, n, t: programs.change_program(a, program(n), 1, t)),
    ("programs.archive_program", lambda a, n, t: programs.archive_program(a, n.program, t)),
    ("programs.restore_program", lambda a, n, t: programs.restore_program(a, n.program, t)),
    ("people.add_member", lambda a, n, t: people.add_member(a, n.program, a.person.id, t)),
    (
        "visits.add_visit",
        lambda a, n, t: visits.add_visit(
            a, n.program, DAY, "self_audit", alone("I", a.person.id), [PIN], t
        ),
    ),
    ("visits.change_visit", lambda a, n, t: visits.change_visit(a, visit(n), 6, t)),
    ("visits.set_target_level", lambda a, n, t: visits.set_target_level(a, n.assessment, 5, 4, t)),
    (
        "visits.take_scale",
        lambda a, n, t: visits.take_scale(a, n.assessment, "1.0.1", "b" * 64, "A comma", t),
    ),
    (
        "answers.save_answer",
        lambda a, n, t: answers.save_answer(
            a, answers.Answer(n.assessment, ONE, "T3", "rated", 5), 0, t
        ),
    ),
    (
        "answers.confirm_answer",
        lambda a, n, t: answers.confirm_answer(a, n.assessment, ONE, "T1", 1, t),
    ),
    (
        "answers.copy_answers",
        lambda a, n, t: answers.copy_answers(a, n.assessment, ONE, n.own, a.person.name, t),
    ),
    (
        "answers.copy_answers",
        lambda a, n, t: answers.copy_answers(a, n.own, a.person.name, n.assessment, ONE, t),
    ),
    (
        "filling.fill_set",
        lambda a, n, t: filling.fill_set(
            a, n.assessment, ONE, [answers.Answer(0, "", "T9")], [], t
        ),
    ),
    (
        "taking_in.take_in",
        lambda a, n, t: taking_in.take_in(
            a,
            [taking_in.KnownVisit(n.visit, (taking_in.TakenSet("iddt", ONE),))],
            t,
        ),
    ),
    (
        "visit_index.list_sets",
        lambda a, n, t: visit_index.list_sets(a, [(n.assessment, ONE)]),
    ),
    (
        "facts.save_fact",
        lambda a, n, t: facts.save_fact(a, facts.FactAnswer(n.assessment, ONE, "f", None, 1), 0, t),
    ),
    (
        "report_words.list_report_words",
        lambda a, n, t: report_words.list_report_words(a, n.visit),
    ),
    (
        "report_words.save_report_words",
        lambda a, n, t: report_words.save_report_words(
            a, report_words.ReportWords(n.assessment, "T3", "strength", 4, "Well done"), 0, t
        ),
    ),
    (
        "own_targets.list_own_targets",
        lambda a, n, t: own_targets.list_own_targets(a, n.visit),
    ),
    (
        "own_targets.set_own_target",
        lambda a, n, t: own_targets.set_own_target(
            a, own_targets.OwnTarget(n.assessment, "item", "T3", 500), 0, t
        ),
    ),
    ("pool.list_pool", lambda a, n, t: pool.list_pool(a, program_ids=[n.program])),
    ("pool_plans.list_plans", lambda a, n, t: pool_plans.list_plans(a, [n.program])),
    (
        "rated_scales.list_rated_scales",
        lambda a, n, t: rated_scales.list_rated_scales(a, [n.program]),
    ),
    ("plans.add_action", lambda a, n, t: plans.add_action(a, replace(action(n), id=0), t)),
    ("plans.change_action", lambda a, n, t: plans.change_action(a, action(n), 1, t)),
    (
        "plan_filling.keep_plan",
        lambda a, n, t: plan_filling.keep_plan(a, n.visit, [], [replace(action(n), id=0)], t),
    ),
    (
        "action_verifying.list_checks",
        lambda a, n, t: action_verifying.list_checks(a, n.visit),
    ),
    (
        "action_verifying.verify_action",
        lambda a, n, t: action_verifying.verify_action(a, n.action, 1, t),
    ),
    (
        "action_verifying.take_back_verifying",
        lambda a, n, t: action_verifying.take_back_verifying(a, n.action, 2, t),
    ),
    ("plans.move_action", lambda a, n, t: plans.move_action(a, n.action, 0, t)),
    ("steps.begin_timeline", lambda a, n, t: steps.begin_timeline(a, n.visit, [step(n)], t)),
    ("steps.change_step", lambda a, n, t: steps.change_step(a, step(n), 1, t)),
    ("steps.shift_steps", lambda a, n, t: steps.shift_steps(a, n.visit, 7, t)),
    (
        "documents.add_documents",
        lambda a, n, t: documents.add_documents(a, n.visit, [request(n)], t),
    ),
    ("documents.change_document", lambda a, n, t: documents.change_document(a, request(n), 1, t)),
    ("worksheets.add_sample", lambda a, n, t: worksheets.add_sample(a, sample(n), ["7"], t)),
    (
        "worksheets.save_row",
        lambda a, n, t: worksheets.save_row(
            a, worksheets.ChartRow(n.sample, "4", note="Seen", id=n.row), 1, t
        ),
    ),
    (
        "corrections.add_correction",
        lambda a, n, t: corrections.add_correction(a, n.assessment, "T2", "Wrong", t),
    ),
    (
        "corrections.answer_correction",
        lambda a, n, t: corrections.answer_correction(a, n.correction, "declined", "No", 1, t),
    ),
    (
        "team_changes.add_to_team",
        lambda a, n, t: team_changes.add_to_team(
            a, n.visit, Member("I", "contact", a.person.id), t
        ),
    ),
    (
        "team_changes.change_member",
        lambda a, n, t: team_changes.change_member(
            a, Member("I", "reviewer", a.person.id, True, id=n.member), 1, t
        ),
    ),
    (
        "visit_states.submit_ratings",
        lambda a, n, t: visit_states.submit_ratings(a, n.visit, ONE, t),
    ),
    (
        "visit_states.reopen_ratings",
        lambda a, n, t: visit_states.reopen_ratings(a, n.visit, "nobody", "Because", t),
    ),
    ("visit_states.start_consensus", lambda a, n, t: visit_states.start_consensus(a, n.visit, t)),
    ("visit_states.settle", lambda a, n, t: visit_states.settle(a, n.visit, t)),
    ("visit_states.take_back", lambda a, n, t: visit_states.take_back(a, n.visit, "Why", t)),
    ("visit_states.send_to_program", lambda a, n, t: visit_states.send_to_program(a, n.visit, t)),
    ("visit_states.settle_again", lambda a, n, t: visit_states.settle_again(a, n.visit, "Why", t)),
    ("signing.sign", lambda a, n, t: signing.sign(a, n.visit, t)),
    ("signing.reopen", lambda a, n, t: signing.reopen(a, n.visit, "Why", t)),
    # --- removals
    ("plans.remove_action", lambda a, n, t: plans.remove_action(a, action(n), 1, t)),
    ("documents.remove_document", lambda a, n, t: documents.remove_document(a, request(n), 1, t)),
    ("worksheets.remove_sample", lambda a, n, t: worksheets.remove_sample(a, n.sample, (), t)),
    (
        "team_changes.remove_from_team",
        lambda a, n, t: team_changes.remove_from_team(a, n.member, t),
    ),
    ("people.remove_member", lambda a, n, t: people.remove_member(a, n.program, 1, t)),
    ("purge.purge_visit", lambda a, n, t: purge.purge_visit(a, n.visit, "Why", t)),
    (
        "visit_deletion.delete_visit",
        lambda a, n, t: visit_deletion.delete_visit(a, n.visit, t, with_entries=True),
    ),
)


def rows(store: Store) -> dict[str, list]:
    """All that is stored."""
    with store.read() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table))]
            for table in tables.metadata.sorted_tables
        }
