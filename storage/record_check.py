"""Whether a record is one that the toolkit would have kept; for files from elsewhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, get_args

from storage.acting import Person
from storage.answers import Answer, State, check_answer
from storage.assessments import check_scales
from storage.columns import plain
from storage.corrections import Outcome
from storage.documents import DocumentRequest, check_document
from storage.facts import FactAnswer, check_fact
from storage.limits import (
    LARGEST_ID,
    LONGEST_ID,
    LONGEST_LINE,
    LONGEST_NAME,
    LONGEST_NOTE,
    check_choice,
    check_level,
    check_number,
    check_text,
    joined,
)
from storage.own_targets import OwnTarget, check_own_target
from storage.people import check_name
from storage.plans import PlanAction, check_action
from storage.problem import Problem
from storage.programs import Program, check_noted
from storage.report_words import ReportWords, check_report_words
from storage.steps import Step, check_step
from storage.team import CONSENSUS, Member, check_member
from storage.visit_record import Status, Visit
from storage.visits import check_visit
from storage.worksheets import ChartRow, ChartSample, check_row, check_sample

Values = Mapping[str, Any]

_WIDTHS = {
    **dict.fromkeys(("levels_of_care", "populations", "sources"), 1),
    **dict.fromkeys(("items", "serves", "criteria"), 2),
    "findings": 3,
}
"""Columns that hold several texts, or pairs and triples of them."""
_FROM_ONE = (
    *("id", "program_id", "visit_id", "person_id", "assessment_id", "sample_id"),
    *("revision", "edition", "event", "copied_from"),
)
"""Columns with the number of a record, or that count from 1."""


def check_record(table: str, values: Values) -> list[Problem]:
    """Check one record.

    Args:
        table: Where it is kept.
        values: Its columns as they are in Python; a text that was purged is empty.
    """
    found = joined(
        *(_check_several(n, values[n], width) for n, width in _WIDTHS.items() if n in values),
        *(check_number(n, values[n], 1, LARGEST_ID) for n in _FROM_ONE if n in values),
        check_number("position", values.get("position"), 0, LARGEST_ID),
    )
    return found or CHECKS[table](values)


def _check_several(name: str, value: Any, width: int) -> list[Problem]:
    if isinstance(value, tuple) and all(_is_group(each, width) for each in value):
        return []
    groups = "texts" if width == 1 else f"groups of {width} texts"
    what = f"{str(value)[:60]!r} are not {groups}"
    return [Problem("K17", name, value, what, "Make the file again.")]


def _is_group(each: Any, width: int) -> bool:
    if width == 1:
        return isinstance(each, str)
    of_texts = isinstance(each, tuple) and all(isinstance(text, str) for text in each)
    return of_texts and len(each) == width


def _person(values: Values) -> list[Problem]:
    return check_name(Person(**values).name)


def _membership(_values: Values) -> list[Problem]:
    return []


def _visit(values: Values) -> list[Problem]:
    return joined(
        check_visit(Visit(**values)), check_choice("status", values["status"], get_args(Status))
    )


def _member(values: Values) -> list[Problem]:
    # Whether there is such a person is looked at where all people are known.
    known = {values["person_id"]}
    return check_member(Member(**values), known)


def _assessment(values: Values) -> list[Problem]:
    pin = ("scale_id", "scale_version", "scale_stamp", "target_level")
    return check_scales([tuple(values[name] for name in pin)])  # type: ignore[list-item]


def _answer(values: Values) -> list[Problem]:
    found = check_answer(Answer(**values))
    if values["rater"] != CONSENSUS:
        return found
    # Filled in from several raters, its reasons and sources are those of all.
    return [problem for problem in found if problem.code != "K02"]


def _done(values: Values) -> list[Problem]:
    people = {"done by": values["done_by"], "verified by": values["verified_by"]}
    return joined(
        *(check_number(place, number, 1, LARGEST_ID) for place, number in people.items()),
        check_text("who called it done", values["done_name"], LONGEST_NAME),
        check_text("who verified it", values["verified_name"], LONGEST_NAME),
    )


def _sample(values: Values) -> list[Problem]:
    return check_sample(ChartSample(**values))


def _chart(values: Values) -> list[Problem]:
    return joined(check_row(ChartRow(**values)), check_text("chart", values["chart"], LONGEST_ID))


def _correction(values: Values) -> list[Problem]:
    return joined(
        check_text("item", values["item"], LONGEST_ID, required=True),
        check_text("what is wrong", values["says"], LONGEST_NOTE),
        check_text("said by", values["said_by"], LONGEST_NAME),
        check_choice("state before", values["state_before"], get_args(State)),
        check_level("level before", values["level_before"]),
        check_choice("outcome", values["outcome"], get_args(Outcome)),
        check_text("answer", values["answer"], LONGEST_NOTE),
        check_text("answered by", values["answered_by"], LONGEST_NAME),
    )


def _signature(values: Values) -> list[Problem]:
    hashes = ("content_hash", "event_hash", "hash")
    voided = values["voided_at"]
    return joined(
        check_text("person", values["person"], LONGEST_NAME, required=True),
        check_moment("signed at", values["signed_at"]),
        *(check_hash(name, values[name]) for name in hashes),
        check_hash("previous", values["previous"]) if values["previous"] else [],
        check_moment("voided at", voided) if voided else [],
        check_text("voided by", values["voided_by"], LONGEST_NAME),
        check_text("why it was voided", values["void_reason"], LONGEST_LINE),
    )


def check_moment(place: str, text: str) -> list[Problem]:
    """Check that a text is a moment as the audit trail writes it."""
    try:
        moment = dt.datetime.fromisoformat(text)
        if moment.tzinfo is not None and plain(moment) == text:
            return []
    except (ValueError, OverflowError):
        pass
    what = f"{text[:40]!r} is not a moment in UTC, to the microsecond"
    return [Problem("K06", place, text, what, "Make the file again.")]


def check_hash(place: str, text: str) -> list[Problem]:
    """Check that a text is a SHA-256 in hexadecimal."""
    if len(text) == 64 and set(text) <= set("0123456789abcdef"):
        return []
    what = f"{text[:40]!r} is not a SHA-256 in hexadecimal"
    return [Problem("K08", place, text, what, "Make the file again.")]


CHECKS: dict[str, Callable[[Values], list[Problem]]] = {
    "person": _person,
    "program": lambda values: check_noted(Program(**values)),
    "membership": _membership,
    "visit": _visit,
    "team_member": _member,
    "assessment": _assessment,
    "answer": _answer,
    "fact_answer": lambda values: check_fact(FactAnswer(**values)),
    "report_words": lambda values: check_report_words(ReportWords(**values)),
    "own_target": lambda values: check_own_target(OwnTarget(**values)),
    "action_check": _done,
    "plan_action": lambda values: check_action(PlanAction(**values)),
    "visit_step": lambda values: check_step(Step(**values)),
    "document_request": lambda values: check_document(DocumentRequest(**values)),
    "chart_sample": _sample,
    "chart_row": _chart,
    "correction": _correction,
    "signature": _signature,
}
"""How a record of each table is checked."""
