"""Save the lines of a ratings file as answers, as the invented samples need it."""

from __future__ import annotations

import datetime as dt

from exchange.filed import FiledAssessment
from scoring import State
from storage.acting import Acting
from storage.answers import Answer
from storage.answers import State as AnswerState
from storage.facts import FactAnswer
from storage.filling import fill_set

_STATES: dict[State, AnswerState] = {
    State.NOT_RATED: "unanswered",
    State.NOT_APPLICABLE: "not_applicable",
    State.NOT_ENOUGH: "not_enough_information",
}


def add_answers(
    acting: Acting, assessment_id: int, rater: str, filed: FiledAssessment, at: dt.datetime
) -> None:
    """Save what a ratings file holds, where nothing is stored yet."""
    answers = [answer_of(assessment_id, rater, item, filed) for item in filed.row.levels]
    facts = [FactAnswer(assessment_id, rater, f, choice=c) for f, c in filed.row.choices.items()]
    facts += [FactAnswer(assessment_id, rater, f, count=n) for f, n in filed.counts.items()]
    fill_set(acting, assessment_id, rater, answers, facts, at)


def answer_of(assessment_id: int, rater: str, item: str, filed: FiledAssessment) -> Answer:
    """Make the answer that a line of a ratings file stands for."""
    level, detail = filed.row.levels[item], filed.details.get(item)
    note = detail.note if detail else ""
    left_out = level == State.NOT_APPLICABLE
    return Answer(
        assessment_id,
        rater,
        item,
        state="rated" if level >= 0 else _STATES[State(level)],
        level=level if level >= 0 else None,
        reason=note if left_out else "",
        numerator=detail.numerator if detail else None,
        denominator=detail.denominator if detail else None,
        note="" if left_out else note,
        # A ratings file has no place for them: the first that the scale names for the item.
        sources=filed.scale.item(item).evidence[:2] if detail and detail.grade else (),
        grade=detail.grade if detail else None,
    )
