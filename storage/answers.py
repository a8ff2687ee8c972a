"""Answers to the items of an assessment, each saved the moment it is given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, get_args

from sqlalchemy import Connection, insert, select, update

from storage import tables
from storage.limits import (
    LONGEST_ID,
    LONGEST_LINE,
    LONGEST_NAME,
    LONGEST_NOTE,
    MOST_COUNT,
    check_choice,
    check_level,
    check_number,
    check_text,
    check_texts,
    joined,
    utc,
)
from storage.problem import NotFound, Problem, Stale, StorageProblem
from storage.store import Store
from storage.visits import Visit, fetch_assessment, fetch_visit, lock_assessment

State = Literal["rated", "not_applicable", "not_enough_information", "unanswered"]
Grade = Literal["A", "B", "C", "D"]


@dataclass(frozen=True)
class Answer:
    """What one rater says about one item. Only `rated` has a level."""

    assessment_id: int
    rater: str
    item: str
    state: State = "unanswered"
    level: int | None = None
    reason: str = ""
    """Why the item is not applicable."""
    numerator: int | None = None
    denominator: int | None = None
    note: str = ""
    sources: tuple[str, ...] = ()
    """The sources of evidence that were seen."""
    grade: Grade | None = None
    """How good the evidence is, A the best."""
    confirmed: bool = True
    """False for a copy from an earlier visit that nobody has looked at yet."""
    copied_from: int | None = None
    """The visit it was copied from."""
    revision: int = 0
    """0 while nothing is stored, 1 when first saved, one more with every change."""
    updated_at: dt.datetime | None = None
    """None while nothing is stored."""


Check = Callable[[Answer], list[str]]
"""What a scale says against an answer, one sentence each; empty if nothing."""


class AnswerProblem(StorageProblem):
    """An answer was not saved."""


class StaleAnswer(Stale[Answer]):
    """An answer was changed elsewhere first."""


def save_answer(
    store: Store,
    answer: Answer,
    expected_revision: int,
    now: dt.datetime,
    check: Check | None = None,
) -> Answer:
    """Save an answer, unless somebody saved one after `expected_revision`.

    Saving what is already stored changes nothing. Another state, level or reason confirms a copied
    answer; a note, a source, counts or a grade do not. The fields `confirmed`, `copied_from`,
    `revision` and `updated_at` of `answer` are not looked at.

    Args:
        store: Where it is kept.
        answer: The new values.
        expected_revision: The revision they were made from; 0 where nothing was stored.
        now: The moment, with its time zone.
        check: What else to check, for example that the scale has this level.

    Returns:
        The answer as it is stored now.

    Raises:
        AnswerProblem: Something in it cannot be kept; all reasons together.
        StaleAnswer: A newer revision is stored; it was kept.
        NotFound: There is no such assessment.
    """
    moment = utc(now)
    _refuse(answer, _check(answer) + _said(answer, check))
    with store.write() as connection:
        stored = _lock(connection, answer)
        if _entered(stored) == _entered(answer):
            return stored
        if stored.revision != expected_revision:
            raise StaleAnswer(stored, answer)
        confirmed = stored.confirmed or _judgment(stored) != _judgment(answer)
        new = replace(answer, confirmed=confirmed, copied_from=stored.copied_from)
        return _keep(connection, new, stored.revision, moment)


def confirm_answer(
    store: Store,
    assessment_id: int,
    rater: str,
    item: str,
    expected_revision: int,
    now: dt.datetime,
) -> Answer:
    """Confirm a copied answer as it stands; confirming again changes nothing.

    Raises:
        StaleAnswer: A newer revision is stored; it was kept as it is.
        NotFound: There is no such answer.
    """
    moment = utc(now)
    with store.write() as connection:
        stored = _lock(connection, Answer(assessment_id, rater, item))
        if stored.revision == 0:
            raise NotFound("answer to item", item)
        if stored.revision != expected_revision:
            raise StaleAnswer(stored, replace(stored, confirmed=True))
        if stored.confirmed:
            return stored
        return _keep(connection, replace(stored, confirmed=True), stored.revision, moment)


def list_answers(store: Store, assessment_id: int, rater: str) -> dict[str, Answer]:
    """Fetch all that a rater answered in an assessment, by item; items never touched are absent."""
    with store.read() as connection:
        return _fetch_all(connection, assessment_id, rater)


def copy_answers(
    store: Store,
    from_assessment: int,
    to_assessment: int,
    rater: str,
    now: dt.datetime,
    check: Check | None = None,
) -> tuple[Answer, ...]:
    """Copy the answers of an earlier visit, with their evidence, where the new one has none.

    Args:
        store: Where they are kept.
        from_assessment: The earlier assessment; the answers of that visit's rater are taken.
        to_assessment: The new assessment, of the same scale.
        rater: Who rates at the new visit.
        now: The moment, with its time zone.
        check: What else to check; an answer with something against it is not copied.

    Returns:
        The copies, not confirmed and marked with the visit they come from.

    Raises:
        AnswerProblem: The two are of different scales, or `rater` does not rate the new visit.
        NotFound: There is no such assessment.
    """
    moment = utc(now)
    with store.write() as connection:
        source = fetch_assessment(connection, from_assessment)
        target, visit = lock_assessment(connection, to_assessment)
        blank = Answer(to_assessment, rater, "")
        _refuse(blank, _check_scale(source.scale_id, target.scale_id) + _check_rater(visit, rater))
        came_from = fetch_visit(connection, source.visit_id)
        there = _fetch_all(connection, to_assessment, rater)
        copies = []
        for item, old in _fetch_all(connection, from_assessment, came_from.rater).items():
            stored = there.get(item, replace(blank, item=item))
            new = replace(
                old,
                assessment_id=to_assessment,
                rater=rater,
                confirmed=False,
                copied_from=came_from.id,
            )
            if is_blank(old) or not is_blank(stored) or _said(new, check):
                continue
            copies.append(_keep(connection, new, stored.revision, moment))
    return tuple(copies)


def is_blank(answer: Answer) -> bool:
    """Tell whether nothing is entered: not rated, no reason, counts, note, sources or grade."""
    return _entered(answer) == _entered(Answer(answer.assessment_id, answer.rater, answer.item))


def _entered(answer: Answer) -> Answer:
    return replace(answer, confirmed=True, copied_from=None, revision=0, updated_at=None)


def _judgment(answer: Answer) -> tuple[State, int | None, str]:
    return answer.state, answer.level, answer.reason


def _lock(connection: Connection, answer: Answer) -> Answer:
    """Make other writers of the visit wait; return what is stored, or a blank of revision 0."""
    _assessment, visit = lock_assessment(connection, answer.assessment_id)
    _refuse(answer, _check_rater(visit, answer.rater))
    stored = _fetch_all(connection, answer.assessment_id, answer.rater, answer.item)
    return stored.get(answer.item, Answer(answer.assessment_id, answer.rater, answer.item))


def _fetch_all(
    connection: Connection, assessment_id: int, rater: str, item: str | None = None
) -> dict[str, Answer]:
    table = tables.answer
    query = select(table).where(table.c.assessment_id == assessment_id, table.c.rater == rater)
    if item is not None:
        query = query.where(table.c.item == item)
    rows = connection.execute(query.order_by(table.c.item))
    return {row.item: Answer(**row._mapping) for row in rows}


def _keep(connection: Connection, answer: Answer, revision: int, moment: dt.datetime) -> Answer:
    kept = replace(answer, revision=revision + 1, updated_at=moment)
    table = tables.answer
    if revision == 0:
        connection.execute(insert(table).values(vars(kept)))
        return kept
    key = ("assessment_id", "rater", "item")
    same = [table.c[name] == getattr(kept, name) for name in key]
    connection.execute(update(table).where(*same).values(vars(kept)))
    return kept


def _refuse(answer: Answer, problems: list[Problem]) -> None:
    if problems:
        which = f"answer to item {answer.item!r} was" if answer.item else "answers were"
        raise AnswerProblem(f"The {which} not saved.", problems)


def _said(answer: Answer, check: Check | None) -> list[Problem]:
    said = check(answer) if check else []
    return [
        Problem("K10", f"item {answer.item}", answer.level, sentence.rstrip("."), "")
        for sentence in said
    ]


def _check_rater(visit: Visit, rater: str) -> list[Problem]:
    # Under another name the answer would be stored but never shown.
    if visit.rater == rater:
        return []
    what = f"{rater!r} does not rate this visit, {visit.rater!r} does"
    return [Problem("K11", "rater", rater, what, "Reload the visit.")]


def _check_scale(source: str, target: str) -> list[Problem]:
    if source == target:
        return []
    what = f"{source!r} and {target!r} are different scales"
    return [Problem("K12", "scale", source, what, "Copy from an assessment of the same scale.")]


def _check(answer: Answer) -> list[Problem]:
    return joined(
        check_text("item", answer.item, LONGEST_ID, required=True),
        check_text("rater", answer.rater, LONGEST_NAME, required=True),
        check_choice("state", answer.state, get_args(State)),
        _check_level(answer),
        check_text("reason", answer.reason, LONGEST_LINE),
        check_number("numerator", answer.numerator, 0, MOST_COUNT),
        check_number("denominator", answer.denominator, 0, MOST_COUNT),
        _check_part(answer.numerator, answer.denominator),
        check_text("note", answer.note, LONGEST_NOTE),
        check_texts("source", answer.sources, LONGEST_LINE),
        check_choice("grade", answer.grade, (*get_args(Grade), None)),
    )


def _check_level(answer: Answer) -> list[Problem]:
    if answer.state == "rated" and answer.level is None:
        fix = "Choose a level, or another state."
        return [Problem("K09", "level", None, "it is rated but has no level", fix)]
    if answer.state != "rated" and answer.level is not None:
        what = f"it has level {answer.level!r} but is not rated"
        return [Problem("K09", "level", answer.level, what, "Take the level away, or rate it.")]
    return check_level("level", answer.level)


def _check_part(numerator: object, denominator: object) -> list[Problem]:
    if not (type(numerator) is int and type(denominator) is int) or numerator <= denominator:
        return []
    what = f"{numerator:,} of {denominator:,} is more than all"
    return [Problem("K13", "numerator", numerator, what, "Correct one of the two counts.")]
