"""The rows of the tables of programs, visits, teams, plans, corrections and signatures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from exchange.tidy.column import Value
from scales.catalog import Catalog
from storage.programs import Program
from storage.seen_records import SeenVisit

Line = dict[str, Value]


def program_line(program: Program) -> Line:
    """A program."""
    return {
        "program_id": program.id,
        "program": program.name,
        "agency": program.agency,
        "setting": program.setting,
        "levels_of_care": program.levels_of_care,
        "region": program.region,
        "caseload": program.caseload,
        "populations": program.populations,
        "archived": program.archived,
        "invented": program.invented,
        "added_at": program.created_at,
    }


def visit_line(seen: SeenVisit) -> Line:
    """A visit."""
    visit = seen.visit
    return _place(seen) | {
        "program": seen.program.name,
        "date": visit.date,
        "kind": visit.kind,
        "status": visit.status,
        "edition": visit.edition,
        "official": seen.official,
        "note": visit.note,
        "added_at": visit.created_at,
        "purged_at": visit.purged_at,
    }


def team_lines(seen: SeenVisit) -> Iterator[Line]:
    """Who took part in a visit."""
    for member in seen.team:
        yield _place(seen) | {
            "name": member.name,
            "role": member.role,
            "rates": member.rates,
            "staff_role": member.staff_role,
            "submitted_at": member.submitted_at,
        }


def assessment_lines(seen: SeenVisit, catalog: Catalog) -> Iterator[Line]:
    """The scales of a visit, as they were pinned and as their files are now."""
    for assessment in seen.assessments:
        known = assessment.scale_id in catalog.ids
        entry = catalog.get(assessment.scale_id) if known else None
        yield _place(seen) | {
            "scale": assessment.scale_id,
            "scale_name": entry.scale.name if entry else None,
            "scale_version": assessment.scale_version,
            "scale_stamp": assessment.scale_stamp,
            "file_version": entry.scale.version if entry else None,
            "same_file": entry.stamp == assessment.scale_stamp if entry else None,
            "target_level": assessment.target_level,
        }


def target_lines(seen: SeenVisit) -> Iterator[Line]:
    """The targets of their own of a visit, by scale."""
    scales = {assessment.id: assessment.scale_id for assessment in seen.assessments}
    for target in seen.targets:
        yield _place(seen) | {
            "scale": scales[target.assessment_id],
            "kind": target.kind,
            "subject": target.subject,
            "target": None if target.value is None else float(target.value),
            "updated_at": target.updated_at,
        }


def action_lines(seen: SeenVisit) -> Iterator[Line]:
    """The plan of a visit, in its order."""
    for action in seen.actions:
        yield _place(seen) | {
            "action": action.id,
            "place": action.position + 1,
            "do": action.do,
            "reason": action.reason,
            "origin": action.origin,
            "items": tuple(f"{scale}/{item}" for scale, item in action.items),
            "effort": action.effort,
            "owner": action.owner,
            "start": action.start,
            "due": action.due,
            "barrier": action.barrier,
            "measure_of_success": action.measure_of_success,
            "status": action.status,
            "baseline": action.baseline,
            "target": action.target,
            "note": action.note,
            "added_at": action.created_at,
            "updated_at": action.updated_at,
        }


def correction_lines(seen: SeenVisit) -> Iterator[Line]:
    """What the program said is wrong, the earliest first."""
    scales = {assessment.id: assessment.scale_id for assessment in seen.assessments}
    for said in seen.corrections:
        yield _place(seen) | {
            "correction": said.id,
            "scale": scales[said.assessment_id],
            "item": said.item,
            "says": said.says,
            "said_by": said.said_by,
            "said_at": said.said_at,
            "state_before": said.state_before,
            "level_before": said.level_before,
            "outcome": said.outcome,
            "answer": said.answer,
            "answered_by": said.answered_by,
            "answered_at": said.answered_at,
        }


def signature_lines(seen: SeenVisit) -> Iterator[Line]:
    """The signatures under a visit, the first edition first."""
    for signed in reversed(seen.signatures):
        yield _place(seen) | {
            "edition": signed.edition,
            "person": signed.person,
            "signed_at": _moment(signed.signed_at),
            "content_hash": signed.content_hash,
            "hash": signed.hash,
            "voided_at": _moment(signed.voided_at),
            "voided_by": signed.voided_by,
            "void_reason": signed.void_reason,
        }


def _place(seen: SeenVisit) -> Line:
    return {"visit": seen.visit.id, "program_id": seen.program.id}


def _moment(written: str) -> dt.datetime | None:
    return dt.datetime.fromisoformat(written) if written else None
