"""The questions of a phone form: what it was made for, who rates, then an item a screen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reporting.item_words import ROLES, measure_words, not_applicable_words
from reporting.pack_facts import Pack, PackScale
from reporting.pack_words import PRIVACY
from reporting.sentences import ended, listed
from reporting.xlsform.choices import GRADES, list_name
from reporting.xlsform.markup import label, quoted
from scales.asked import asked_digest
from scales.form_fields import (
    FORMAT,
    META,
    MOST_COUNT,
    NOT_APPLICABLE,
    RATER_FIELD,
    Part,
    field_names,
    parts_of,
    pin_field,
)
from scales.item import Item, Measure
from scales.model import ChoiceFact, Fact, Scale

SurveyRow = dict[str, str]
_END: SurveyRow = {"type": "end group"}


def survey_of(pack: Pack) -> list[SurveyRow]:
    """Write the sheet "survey", a question a row."""
    fields = field_names(one.scale for one in pack.scales)
    names = {tuple(field): name for name, field in fields.items()}
    rows = [*_made_for(pack), *_rater(pack)]
    for one in pack.scales:
        rows += _scale(one, names)
    return rows


def _made_for(pack: Pack) -> Iterator[SurveyRow]:
    values = (str(FORMAT), str(pack.visit), pack.program, pack.date.isoformat(), pack.kind)
    for name, value in zip(META, values, strict=True):
        yield _calculated(name, value)
    for one in pack.scales:
        scale = one.scale
        asked = " ".join(f"{a.id}={asked_digest(a)}" for a in (*scale.facts, *scale.items))
        yield _calculated(pin_field(scale.id, "version"), scale.version)
        yield _calculated(pin_field(scale.id, "stamp"), one.stamp)
        yield _calculated(pin_field(scale.id, "asked"), asked)


def _rater(pack: Pack) -> Iterator[SurveyRow]:
    if pack.rater:
        yield _calculated(RATER_FIELD, pack.rater)
        return
    team = f"As it stands on the team: {listed(pack.raters, 'or')}." if pack.raters else ""
    yield {
        "type": "text",
        "name": RATER_FIELD,
        "label": "Your name",
        "hint": label(team),
        "required": "yes",
    }


def _scale(one: PackScale, names: Mapping[tuple[str, ...], str]) -> Iterator[SurveyRow]:
    scale = one.scale
    group = f"group__{scale.id}"
    yield {"type": "begin group", "name": group, "label": label(scale.name)}
    about = f"{ended(scale.status)} {ended(scale.license.name)} {PRIVACY}"
    yield {"type": "note", "name": f"{group}__about", "label": label(about)}
    if scale.facts:
        yield _screen(f"{group}__questions", "Questions before the items")
        for fact in scale.facts:
            yield _fact(fact, names[scale.id, fact.id, "answer"])
        yield _END
    for number, subscale in enumerate(scale.subscales, start=1):
        yield {
            "type": "begin group",
            "name": f"{group}__{number}",
            "label": label(subscale.name),
        }
        for item in scale.items:
            if item.subscale == subscale.id:
                own: dict[Part, str] = {
                    part: names[scale.id, item.id, part] for part in parts_of(item)
                }
                yield from _item(scale, item, own)
        yield _END
    yield _END


def _fact(fact: Fact, name: str) -> SurveyRow:
    if isinstance(fact, ChoiceFact):
        kind = f"select_one {list_name(name)}"
        return {"type": kind, "name": name, "label": label(fact.asks)}
    return _whole_number(name, label(fact.asks))


def _item(scale: Scale, item: Item, names: Mapping[Part, str]) -> Iterator[SurveyRow]:
    level = names["level"]
    yield _screen(f"{level}__item", f"{item.id} {item.name}")
    yield {
        "type": f"select_one {list_name(level)}",
        "name": level,
        "label": label(item.asks),
        "hint": label(f"Not applicable: {not_applicable_words(item.not_applicable)}"),
    }
    if "reason" in names:
        yield {
            "type": "text",
            "name": names["reason"],
            "label": "Why is it not applicable?",
            "required": "yes",
            "relevant": f"${{{level}}} = '{NOT_APPLICABLE}'",
        }
    if item.measure is not None:
        yield from _counts(scale, item.measure, names)
    yield {
        "type": f"select_multiple {list_name(names['sources'])}",
        "name": names["sources"],
        "label": "Evidence seen",
    }
    yield {
        "type": f"select_one {GRADES}",
        "name": names["grade"],
        "label": "Grade of the evidence",
    }
    yield {
        "type": "text",
        "name": names["note"],
        "label": "Note",
        "hint": PRIVACY,
        "appearance": "multiline",
    }
    if item.probes:
        asks = "\n".join(
            f"{probe.ask} ({listed((ROLES[role] for role in probe.of), 'or')})"
            for probe in item.probes
        )
        yield {"type": "note", "name": f"{level}__ask", "label": label(f"To ask:\n{asks}")}
    yield _END


def _counts(scale: Scale, measure: Measure, names: Mapping[Part, str]) -> Iterator[SurveyRow]:
    row = _whole_number(names["numerator"], label(f"Counted: {measure.numerator}"))
    row["hint"] = label(" ".join(map(ended, measure_words(measure, scale)[1:])))
    if measure.of is not None:
        row["constraint"] = f". >= 0 and . <= {measure.of}"
        row["constraint_message"] = f"A whole number from 0 to {measure.of}."
    yield row
    if "denominator" in names:
        row = _whole_number(names["denominator"], label(f"Out of: {measure.denominator}"))
        numerator = f"${{{names['numerator']}}}"
        row["constraint"] += f" and ({numerator} = '' or . >= {numerator})"
        row["constraint_message"] = "No less than what was counted."
        yield row


def _whole_number(name: str, words: str) -> SurveyRow:
    return {
        "type": "integer",
        "name": name,
        "label": words,
        "constraint": f". >= 0 and . <= {MOST_COUNT}",
        "constraint_message": f"A whole number from 0 to {MOST_COUNT:,}.",
    }


def _screen(name: str, words: str) -> SurveyRow:
    """Begin a group that is shown on one screen."""
    return {
        "type": "begin group",
        "name": name,
        "label": label(words),
        "appearance": "field-list",
    }


def _calculated(name: str, value: str) -> SurveyRow:
    return {"type": "calculate", "name": name, "calculation": quoted(value)}
