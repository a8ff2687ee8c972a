"""One rater's set as a FHIR R4 QuestionnaireResponse, in plain JSON values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from exchange.fhir import names
from exchange.fhir.questionnaire import Json
from exchange.incoming import IncomingAnswer, IncomingSet
from scales.item import Item

_SIGNS_FROM = 0x2400
"""Where the signs for control characters begin."""


def write_response(
    given: IncomingSet,
    version: str,
    stamp: str,
    authored: dt.datetime | None,
    *,
    finished: bool,
) -> Json:
    """Write a set as a QuestionnaireResponse about a program.

    What is not answered is left out. FHIR takes no control characters but tabs and line breaks:
    the sign for it stands in the place of any other.

    Args:
        given: The set, in the form in which `read_fhir` gives it back.
        version, stamp: Version and SHA-256 of the scale file it was rated with.
        authored: When it was last changed; None where nothing was.
        finished: Whether the rater has handed it in.
    """
    scale = given.scale
    number = "" if given.visit is None else str(given.visit)
    response: Json = {
        "resourceType": "QuestionnaireResponse",
        "meta": {"tag": [{"system": names.STAMP_SYSTEM, "code": stamp}]},
        "identifier": {
            "system": names.SET_SYSTEM,
            "value": "/".join((number, scale.id, text_of(given.rater))),
        },
        "questionnaire": names.versioned(scale.id, version),
        "status": "completed" if finished else "in-progress",
    }
    if given.program.strip():
        # The subject is a program. It is never a patient.
        response["subject"] = {"type": "Organization", "display": text_of(given.program)}
    if authored is not None:
        response["authored"] = authored.astimezone(dt.UTC).isoformat(timespec="seconds")
    if given.rater.strip():
        response["author"] = {"display": text_of(given.rater)}
    items = [_visit(given), _facts(given)]
    for subscale in scale.subscales:
        own = [_item(i, given.answers.get(i.id)) for i in scale.items if i.subscale == subscale.id]
        items.append(_group(names.subscale_group(subscale.id), subscale.name, own))
    return response | _with_items(items)


def text_of(text: str) -> str:
    """Replace the control characters that FHIR does not take.

    Example:
        >>> text_of("one" + chr(11) + "two")
        'one␋two'
    """
    return "".join(_sign(mark) if mark < " " and mark not in "\t\n\r" else mark for mark in text)


def _sign(mark: str) -> str:
    return chr(_SIGNS_FROM + ord(mark))


def _visit(given: IncomingSet) -> Json | None:
    date = given.date.isoformat() if given.date else None
    kind = _coding(names.KIND_SYSTEM, given.kind, names.KINDS.get(given.kind))
    questions = [
        _one(names.VISIT_DATE, "valueDate", date),
        _one(names.VISIT_KIND, "valueCoding", kind),
        _one(names.VISIT_NUMBER, "valueInteger", given.visit),
    ]
    return _group(names.VISIT_GROUP, "The visit", questions)


def _facts(given: IncomingSet) -> Json | None:
    words = {
        (fact.id, choice.id): choice.text
        for fact in given.scale.choice_facts
        for choice in fact.choices
    }
    questions = [
        _one(fact, "valueCoding", _coding(names.CHOICE_SYSTEM, choice, words.get((fact, choice))))
        for fact, choice in given.choices.items()
    ]
    counts = [_one(fact, "valueInteger", count) for fact, count in given.counts.items()]
    order = [fact.id for fact in given.scale.facts]
    asked = [question for question in (*questions, *counts) if question]
    asked.sort(key=lambda question: order.index(question["linkId"]))
    return _group(names.FACT_GROUP, "Asked before the items", asked)


def _item(item: Item, answer: IncomingAnswer | None) -> Json | None:
    if answer is None:
        return None
    reason = answer.reason if answer.state == "not_applicable" else ""
    grade = _coding(names.GRADE_SYSTEM, answer.grade, names.GRADE_WORDS.get(answer.grade or ""))
    questions = [
        _one(item.id, "valueCoding", _rating(item, answer)),
        _one(names.beside(item.id, "reason"), "valueString", text_of(reason)),
        _one(names.beside(item.id, "numerator"), "valueInteger", answer.numerator),
        _one(names.beside(item.id, "denominator"), "valueInteger", answer.denominator),
        _one(names.beside(item.id, "evidence"), "valueCoding", grade),
        _many(names.beside(item.id, "sources"), "valueString", map(text_of, answer.sources)),
        _one(names.beside(item.id, "note"), "valueString", text_of(answer.note)),
        _one(names.beside(item.id, "because"), "valueString", text_of(answer.because)),
    ]
    return _group(names.item_group(item.id), item.name, questions)


def _rating(item: Item, answer: IncomingAnswer) -> Json | None:
    match answer.state:
        case "rated":
            assert answer.level is not None, "what is rated has a level"
            words = item.anchor(answer.level).text
            return _coding(names.RATING_SYSTEM, str(answer.level), words)
        case "not_applicable":
            words = f"Not applicable: {item.not_applicable.rule}"
            return _coding(names.RATING_SYSTEM, names.NOT_APPLICABLE, words)
        case "not_enough_information":
            return _coding(names.RATING_SYSTEM, names.NOT_ENOUGH, "Not enough information")
        case "unanswered":
            return None


def _coding(system: str, code: str | None, words: str | None) -> Json | None:
    return {"system": system, "code": code, "display": words} if code and words else None


def _one(link_id: str, kind: str, value: object) -> Json | None:
    # A text of nothing but spaces is none for FHIR.
    empty = value is None or (isinstance(value, str) and not value.strip())
    return None if empty else _many(link_id, kind, [value])


def _many(link_id: str, kind: str, values: Iterable[object]) -> Json | None:
    answers = [{kind: value} for value in values]
    return {"linkId": link_id, "answer": answers} if answers else None


def _group(link_id: str, text: str, items: Iterable[Json | None]) -> Json | None:
    filled = _with_items(items)
    return {"linkId": link_id, "text": text, **filled} if filled else None


def _with_items(items: Iterable[Json | None]) -> dict[str, Any]:
    # FHIR has no empty lists.
    filled = [item for item in items if item]
    return {"item": filled} if filled else {}
