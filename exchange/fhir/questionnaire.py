"""A scale as a FHIR R4 Questionnaire, in plain JSON values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from exchange.fhir import names
from scales.item import Item
from scales.model import ChoiceFact, Fact, Scale

Json = dict[str, Any]


def write_questionnaire(scale: Scale, stamp: str) -> Json:
    """Write a scale as a Questionnaire.

    A rating is a question of its own within a group, with what stands beside it as its neighbors:
    FHIR takes questions below a question only where that one has an answer, and a note may stand
    beside an item that nobody rated.

    Args:
        scale: The scale.
        stamp: SHA-256 of its file.
    """
    return {
        "resourceType": "Questionnaire",
        "id": scale.id.replace("_", "-"),
        "url": names.canonical(scale.id),
        "identifier": [{"system": names.STAMP_SYSTEM, "value": stamp}],
        "version": scale.version,
        "name": "".join(word.capitalize() for word in scale.id.split("_")),
        "title": scale.name,
        "status": "active",
        "subjectType": ["Organization"],
        "description": "\n\n".join((scale.summary, scale.status, *scale.cautions)),
        "purpose": "\n".join(scale.guidance),
        "copyright": f"{scale.license.name}. {scale.license.text}",
        "item": [
            _visit(),
            *([_facts(scale.facts)] if scale.facts else ()),
            *(
                _group(
                    names.subscale_group(subscale.id),
                    subscale.name,
                    [_item(scale, i) for i in scale.items if i.subscale == subscale.id],
                )
                for subscale in scale.subscales
            ),
        ],
    }


def _visit() -> Json:
    questions = [
        _question(names.VISIT_DATE, "First day on site, or day of the self-audit", "date"),
        _choice(names.VISIT_KIND, "Kind of visit", names.KIND_SYSTEM, names.KINDS.items()),
        _question(names.VISIT_NUMBER, "Number of the visit in the toolkit", "integer"),
    ]
    return _group(names.VISIT_GROUP, "The visit", questions)


def _facts(facts: Sequence[Fact]) -> Json:
    return _group(names.FACT_GROUP, "Asked before the items", [_fact(fact) for fact in facts])


def _fact(fact: Fact) -> Json:
    if isinstance(fact, ChoiceFact):
        options = [(choice.id, choice.text) for choice in fact.choices]
        return _choice(fact.id, fact.asks, names.CHOICE_SYSTEM, options)
    return _question(fact.id, fact.asks, "integer")


def _item(scale: Scale, item: Item) -> Json:
    return _group(names.item_group(item.id), item.name, [_rating(scale, item), *_beside(item)])


def _rating(scale: Scale, item: Item) -> Json:
    levels = range(scale.levels.low, scale.levels.high + 1)
    options = [_level(level, item.anchor(level).text) for level in levels]
    if item.not_applicable.permitted:
        words = f"Not applicable: {item.not_applicable.rule}"
        options.append(_option(names.RATING_SYSTEM, names.NOT_APPLICABLE, words))
    options.append(_option(names.RATING_SYSTEM, names.NOT_ENOUGH, "Not enough information"))
    question = _question(item.id, item.asks, "choice")
    return question | {"prefix": item.id, "answerOption": options}


def _level(level: int, words: str) -> Json:
    # What R4 and what R5 call the same thing, for readers of either. Both belong on the option.
    weights = [
        {"url": url, "valueDecimal": level} for url in (names.ORDINAL_VALUE, names.ITEM_WEIGHT)
    ]
    return {"extension": weights, **_option(names.RATING_SYSTEM, str(level), words)}


def _beside(item: Item) -> list[Json]:
    measure = item.measure
    counted = measure.numerator if measure else "What was counted"
    of = measure.denominator if measure else "Out of how many"
    questions = {
        "reason": _question("", "Why the item is not applicable", "text"),
        "numerator": _question("", f"How many: {counted}", "integer"),
        "denominator": _question("", f"Out of how many: {of}", "integer"),
        "evidence": _choice(
            "", "Grade of the evidence", names.GRADE_SYSTEM, names.GRADE_WORDS.items()
        ),
        "sources": _question("", "Sources of evidence seen", "open-choice")
        | {"repeats": True, "answerOption": [{"valueString": source} for source in item.evidence]},
        "note": _question("", "Note. No names and no dates of birth of clients", "text"),
        "because": _question("", "Of a consensus: why this level", "text"),
    }
    if item.not_applicable.permitted:
        not_applicable = {"system": names.RATING_SYSTEM, "code": names.NOT_APPLICABLE}
        asked_when = {"question": item.id, "operator": "=", "answerCoding": not_applicable}
        questions["reason"]["enableWhen"] = [asked_when]
    else:
        del questions["reason"]
    return [
        questions[name] | {"linkId": names.beside(item.id, name)}
        for name in names.BESIDE
        if name in questions
    ]


def _group(link_id: str, text: str, items: list[Json]) -> Json:
    return {"linkId": link_id, "text": text, "type": "group", "item": items}


def _question(link_id: str, text: str, kind: str) -> Json:
    return {"linkId": link_id, "text": text, "type": kind}


def _choice(link_id: str, text: str, system: str, options: Iterable[tuple[str, str]]) -> Json:
    listed = [_option(system, code, words) for code, words in options]
    return _question(link_id, text, "choice") | {"answerOption": listed}


def _option(system: str, code: str, words: str) -> Json:
    return {"valueCoding": {"system": system, "code": code, "display": words}}
