"""Targets of their own: the level one item is to reach, or the mean of a subscale or the total."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal, get_args

from sqlalchemy import Connection, select

from storage import tables
from storage.acting import Acting, Writing
from storage.journal import add_record, change_record, last_writer, visit_book
from storage.limits import (
    HIGHEST_LEVEL,
    LONGEST_ID,
    check_choice,
    check_number,
    check_text,
    joined,
)
from storage.plan_access import check_plan_open
from storage.problem import Problem, Stale, StorageProblem
from storage.visits import fetch_visit, lock_assessment

TargetKind = Literal["item", "subscale", "total"]


@dataclass(frozen=True)
class OwnTarget:
    """What one item, one subscale or the total of an assessment is to reach."""

    assessment_id: int
    kind: TargetKind
    subject: str
    """Id of the item, the subscale or the total."""
    hundredths: int | None
    """420 is a mean of 4.20, 400 the level 4. None: it has no target of its own (any more)."""
    revision: int = 0
    """0 while nothing is stored, 1 when first saved, one more with every change."""
    updated_at: dt.datetime | None = None

    @property
    def id(self) -> str:
        """Which target it is, among all."""
        return f"{self.assessment_id} {self.kind} {self.subject}"

    @property
    def value(self) -> Fraction | None:
        """The level or the mean, exactly."""
        return None if self.hundredths is None else Fraction(self.hundredths, 100)


class OwnTargetProblem(StorageProblem):
    """A target was not saved."""


class StaleOwnTarget(Stale[OwnTarget]):
    """It was changed elsewhere first."""


def set_own_target(
    acting: Acting, target: OwnTarget, expected_revision: int, now: dt.datetime
) -> OwnTarget:
    """Save a target, unless somebody saved another after `expected_revision` (0: nothing stored).

    Whoever sees the plan may, until the visit is signed: what gaps are measured by is part of what
    is signed. With no level it is taken away. Saving what is stored changes nothing.

    Raises:
        OwnTargetProblem: Something in it cannot be kept; all reasons together.
        StaleOwnTarget: A newer revision is stored; it was kept.
        NotFound: There is no such assessment.
        NotAllowed: They may not see the plan of the visit yet.
        VisitFinal: The visit is signed.
    """
    _refuse(check_own_target(target))
    with acting.write(now) as writing:
        _assessment, visit = lock_assessment(writing, target.assessment_id)
        check_plan_open(writing, visit)
        stored = _fetch(writing.connection, target)
        if stored.hundredths == target.hundredths:
            return stored
        # One that was taken away is as good as none to who does not know of it.
        unknown = expected_revision == 0 and stored.hundredths is None
        if stored.revision != expected_revision and not unknown:
            book = visit_book(visit.id)
            by = last_writer(writing.connection, tables.own_target, stored, book)
            raise StaleOwnTarget(stored, target, by)
        return _keep(writing, visit_book(visit.id), stored, target)


def list_own_targets(acting: Acting, visit_id: int) -> tuple[OwnTarget, ...]:
    """List the targets of a visit that are set, by assessment, kind and id.

    Raises:
        NotFound: There is no such visit, or the acting person may not see it.
        NotAllowed: They may not see its plan yet.
    """
    table, assessment = tables.own_target, tables.assessment
    query = select(table).join(assessment).where(assessment.c.visit_id == visit_id)
    with acting.read() as reading:
        check_plan_open(reading, fetch_visit(reading, visit_id))
        rows = reading.connection.execute(query.order_by(*table.primary_key))
        found = (OwnTarget(**row._mapping) for row in rows)
        return tuple(target for target in found if target.hundredths is not None)


def _keep(writing: Writing, book: str, stored: OwnTarget, wanted: OwnTarget) -> OwnTarget:
    kept = replace(wanted, revision=stored.revision + 1, updated_at=writing.at)
    if stored.revision == 0:
        add_record(writing, tables.own_target, kept, book)
    else:
        change_record(writing, tables.own_target, stored, kept, book)
    return kept


def _fetch(connection: Connection, wanted: OwnTarget) -> OwnTarget:
    table = tables.own_target
    key = (
        table.c.assessment_id == wanted.assessment_id,
        table.c.kind == wanted.kind,
        table.c.subject == wanted.subject,
    )
    row = connection.execute(select(table).where(*key)).one_or_none()
    return OwnTarget(**row._mapping) if row else replace(wanted, hundredths=None, revision=0)


def check_own_target(target: OwnTarget) -> list[Problem]:
    """Check what can be told of a target by itself."""
    return joined(
        check_choice("kind", target.kind, get_args(TargetKind)),
        check_text("subject", target.subject, LONGEST_ID, required=True),
        check_number("hundredths", target.hundredths, 0, 100 * HIGHEST_LEVEL)
        or _check_level(target),
    )


def _check_level(target: OwnTarget) -> list[Problem]:
    if target.kind != "item" or target.value is None or target.value.denominator == 1:
        return []
    what = f"{target.hundredths} hundredths are not a level"
    fix = "The target of an item is a whole number."
    return [Problem("K04", "hundredths", target.hundredths, what, fix)]


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise OwnTargetProblem("This target was not saved.", problems)
