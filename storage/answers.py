"""Answers to the items of an assessment, each saved the moment it is given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal, get_args

from sqlalchemy import Connection, select

from storage import tables
from storage.access import check_may_read
from storage.acting import Acting, NotAllowed, Writing
from storage.client_data import look_for_client_data
from storage.journal import add_record, change_record, last_writer, visit_book
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
)
from storage.problem import NotFound, Problem, Stale, StorageProblem
from storage.rating_rights import check_may_rate
from storage.team import CONSENSUS
from storage.visit_record import Visit
from storage.visits import lock_assessment, read_assessment

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
    because: str = ""
    """Of a consensus: why this level, where a rater gave another one."""
    confirmed: bool = True
    """False for a copy from an earlier visit that nobody has looked at yet."""
    copied_from: int | None = None
    """The visit it was copied from."""
    revision: int = 0
    """0 while nothing is stored, 1 when first saved, one more with every change."""
    updated_at: dt.datetime | None = None
    """None while nothing is stored."""


OWN_WORDS = ("note", "reason", "because")
"""Fields that hold what the rater wrote."""

Check = Callable[[Answer], list[str]]
"""What a scale says against an answer, one sentence each; empty if nothing."""


class AnswerProblem(StorageProblem):
    """An answer was not saved."""


class StaleAnswer(Stale[Answer]):
    """An answer was changed elsewhere first."""


def save_answer(
    acting: Acting,
    answer: Answer,
    expected_revision: int,
    now: dt.datetime,
    check: Check | None = None,
    *,
    accept_identifiers: bool = False,
) -> Answer:
    """Save an answer, unless somebody saved one after `expected_revision`.

    Saving what is already stored changes nothing. Another state, level or reason confirms a copied
    answer; a note, a source, counts or a grade do not. The fields `confirmed`, `copied_from`,
    `revision` and `updated_at` of `answer` are not looked at.

    Args:
        acting: Who answers: the rater, or for the consensus any reviewer.
        answer: The new values.
        expected_revision: The revision they were made from; 0 where nothing was stored.
        now: The moment, with its time zone.
        check: What else to check, for example that the scale has this level.
        accept_identifiers: Whether to keep words that look like a client's data; who says so
            stands in the audit trail.

    Returns:
        The answer as it is stored now.

    Raises:
        AnswerProblem: Something in it cannot be kept; all reasons together.
        StaleAnswer: A newer revision is stored; it was kept.
        NotFound: There is no such assessment.
        NotAllowed: It is somebody else's, or not the time for it.
        VisitFinal: The visit is signed.
    """
    refuse_answer(answer, check_answer(answer) + _said(answer, check))
    with acting.write(now) as writing:
        stored, visit = _lock(writing, answer)
        if entered(stored) == entered(answer):
            return stored
        if stored.revision != expected_revision:
            raise stale_answer(writing, visit, stored, answer)
        refuse = partial(refuse_answer, answer)
        why = look_for_client_data(stored, answer, OWN_WORDS, refuse, accept_identifiers)
        confirmed = stored.confirmed or _judgment(stored) != _judgment(answer)
        new = replace(answer, confirmed=confirmed, copied_from=stored.copied_from)
        return keep_answer(writing, visit, stored, new, why)


def confirm_answer(
    acting: Acting,
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
    with acting.write(now) as writing:
        stored, visit = _lock(writing, Answer(assessment_id, rater, item))
        if stored.revision == 0:
            raise NotFound("answer to item", item)
        if stored.revision != expected_revision:
            raise stale_answer(writing, visit, stored, replace(stored, confirmed=True))
        if stored.confirmed:
            return stored
        return keep_answer(writing, visit, stored, replace(stored, confirmed=True))


def list_answers(acting: Acting, assessment_id: int, rater: str) -> dict[str, Answer]:
    """Fetch all that a rater answered in an assessment, by item; items never touched are absent.

    Raises:
        NotFound: There is no such assessment, or the acting person may not see it.
        NotAllowed: They may not see this rater's answers (yet).
    """
    with acting.read() as reading:
        _assessment, visit = read_assessment(reading, assessment_id)
        check_may_read(reading, visit, rater)
        return fetch_answers(reading.connection, assessment_id, rater)


def copy_answers(
    acting: Acting,
    from_assessment: int,
    from_rater: str,
    to_assessment: int,
    rater: str,
    now: dt.datetime,
    check: Check | None = None,
) -> tuple[Answer, ...]:
    """Copy the answers of an earlier visit, with their evidence, where the new one has none.

    Args:
        acting: Who rates at the new visit.
        from_assessment: The earlier assessment.
        from_rater: Whose answers are taken: usually the consensus, or who rated alone.
        to_assessment: The new assessment, of the same scale.
        rater: Who rates at the new visit.
        now: The moment, with its time zone.
        check: What else to check; an answer with something against it is not copied.

    Returns:
        The copies, not confirmed and marked with the visit they come from.

    Raises:
        AnswerProblem: The two are of different scales, or `rater` does not rate the new visit.
        NotFound: There is no such assessment.
        NotAllowed: The answers cannot be seen, or the new set is not theirs to fill.
        VisitFinal: The new visit is signed.
    """
    with acting.write(now) as writing:
        source, came_from = read_assessment(writing, from_assessment)
        target, visit = lock_assessment(writing, to_assessment)
        blank = Answer(to_assessment, rater, "")
        if rater == CONSENSUS:
            raise NotAllowed("Reviewers settle what they rated; nothing is copied into that.")
        different = _check_scale(source.scale_id, target.scale_id)
        refuse_answer(blank, different + check_may_rate(writing, visit, rater))
        check_may_read(writing, came_from, from_rater)
        there = fetch_answers(writing.connection, to_assessment, rater)
        copies = []
        for item, old in fetch_answers(writing.connection, from_assessment, from_rater).items():
            stored = there.get(item, replace(blank, item=item))
            new = replace(
                old,
                assessment_id=to_assessment,
                rater=rater,
                because="",
                confirmed=False,
                copied_from=came_from.id,
            )
            if is_blank(old) or not is_blank(stored) or _said(new, check):
                continue
            copies.append(keep_answer(writing, visit, stored, new))
    return tuple(copies)


def is_blank(answer: Answer) -> bool:
    """Tell whether nothing is entered: not rated, no reason, counts, note, sources or grade."""
    # What is rated is told at once; of a file of many answers most are.
    blank = Answer(answer.assessment_id, answer.rater, answer.item)
    return answer.state == "unanswered" and entered(answer) == entered(blank)


def entered(answer: Answer) -> Answer:
    """What a rater gave, without what storage adds; equal where nothing is new."""
    return replace(answer, confirmed=True, copied_from=None, revision=0, updated_at=None)


def _judgment(answer: Answer) -> tuple[State, int | None, str]:
    return answer.state, answer.level, answer.reason


def _lock(writing: Writing, answer: Answer) -> tuple[Answer, Visit]:
    """Make other writers of the visit wait; return what is stored, or a blank of revision 0."""
    _assessment, visit = lock_assessment(writing, answer.assessment_id)
    refuse_answer(answer, check_may_rate(writing, visit, answer.rater))
    stored = fetch_answers(writing.connection, answer.assessment_id, answer.rater, answer.item)
    blank = Answer(answer.assessment_id, answer.rater, answer.item)
    return stored.get(answer.item, blank), visit


def stale_answer(writing: Writing, visit: Visit, stored: Answer, attempted: Answer) -> StaleAnswer:
    """Tell that a newer answer is stored, and who saved it."""
    by = last_writer(writing.connection, tables.answer, stored, visit_book(visit.id))
    return StaleAnswer(stored, attempted, by)


def fetch_answers(
    connection: Connection, assessment_id: int, rater: str, item: str | None = None
) -> dict[str, Answer]:
    """Fetch a rater's answers, by item, within a transaction."""
    table = tables.answer
    query = select(table).where(table.c.assessment_id == assessment_id, table.c.rater == rater)
    if item is not None:
        query = query.where(table.c.item == item)
    rows = connection.execute(query.order_by(table.c.item))
    return {row.item: Answer(**row._mapping) for row in rows}


def keep_answer(
    writing: Writing, visit: Visit, stored: Answer, answer: Answer, why: str = ""
) -> Answer:
    """Put an answer in the place of the stored one (revision 0: there is none)."""
    kept = replace(answer, revision=stored.revision + 1, updated_at=writing.at)
    book = visit_book(visit.id)
    if stored.revision == 0:
        add_record(writing, tables.answer, kept, book, why)
    else:
        change_record(writing, tables.answer, stored, kept, book, why)
    return kept


def refuse_answer(answer: Answer, problems: list[Problem]) -> None:
    """Raise AnswerProblem if there are any."""
    if problems:
        which = f"answer to item {answer.item!r} was" if answer.item else "answers were"
        raise AnswerProblem(f"The {which} not saved.", problems)


def _said(answer: Answer, check: Check | None) -> list[Problem]:
    said = check(answer) if check else []
    return [
        Problem("K10", f"item {answer.item}", answer.level, sentence.rstrip("."), "")
        for sentence in said
    ]


def _check_scale(source: str, target: str) -> list[Problem]:
    if source == target:
        return []
    what = f"{source!r} and {target!r} are different scales"
    return [Problem("K12", "scale", source, what, "Copy from an assessment of the same scale.")]


def check_answer(answer: Answer) -> list[Problem]:
    """Check what can be told of an answer by itself."""
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
        check_text("because", answer.because, LONGEST_NOTE),
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
