"""What the printable form says, as plain data for its layout."""

from __future__ import annotations

from collections import Counter
from itertools import groupby

from reporting.item_table import VERIFIED_WORDS
from reporting.item_words import ROLES, measure_words, not_applicable_words
from reporting.pack_facts import Pack, PackScale
from reporting.pack_words import GRADE_WORDS, PRIVACY
from reporting.report import kind_words
from reporting.sentences import ended, listed, upper_first
from scales.item import Anchor, Item
from scales.model import ChoiceFact, CountFact, Scale

Words = dict[str, object]


def content_of(pack: Pack) -> Words:
    """Say all that stands on the form of a visit."""
    return {
        "program": pack.program,
        "occasion": f"{kind_words(pack.kind)}, {pack.date.isoformat()}",
        "day": [pack.date.year, pack.date.month, pack.date.day],
        "visit": str(pack.visit),
        "rater": pack.rater,
        "raters": listed(pack.raters),
        "invented": pack.invented,
        "privacy": PRIVACY,
        "grades": list(GRADE_WORDS.values()),
        "scales": [_scale(one) for one in pack.scales],
    }


def _scale(one: PackScale) -> Words:
    scale = one.scale
    return {
        "name": scale.name,
        "short": scale.short_name,
        "version": scale.version,
        "stamp": one.stamp,
        "unit": ended(scale.unit),
        "summary": scale.summary,
        "status": ended(scale.status),
        "license": f"{ended(scale.license.name)} {scale.license.text}",
        "guidance": list(scale.guidance),
        "cautions": list(scale.cautions),
        "choices": [_choice(fact) for fact in scale.choice_facts],
        "counts": [_count(fact) for fact in scale.count_facts],
        "subscales": [
            {
                "name": subscale.name,
                "asks": subscale.asks or "",
                "items": [_item(scale, i) for i in scale.items if i.subscale == subscale.id],
            }
            for subscale in scale.subscales
        ],
        "sources": [
            {"key": source.key, "title": source.title}
            for source in scale.sources
            if any(source.key == a.source for item in scale.items for a in item.anchors)
        ],
    }


def _choice(fact: ChoiceFact) -> Words:
    return {"asks": fact.asks, "choices": [choice.text for choice in fact.choices]}


def _count(fact: CountFact) -> Words:
    return {"asks": fact.asks}


def _item(scale: Scale, item: Item) -> Words:
    measure = item.measure
    return {
        "id": item.id,
        "name": item.name,
        "asks": item.asks,
        "anchors": [{"level": str(a.level), "text": a.text} for a in item.anchors],
        "wording": wording_words(item),
        "permitted": item.not_applicable.permitted,
        "not_applicable": not_applicable_words(item.not_applicable),
        "numerator": measure.numerator if measure else "",
        "denominator": measure.denominator if measure and measure.kind == "percent" else "",
        "of": str(measure.of) if measure and measure.kind == "count" else "",
        "measure": " ".join(map(ended, measure_words(measure, scale)[1:])) if measure else "",
        "evidence": list(item.evidence),
        "probes": [
            {"ask": probe.ask, "of": upper_first(listed((ROLES[r] for r in probe.of), "or"))}
            for probe in item.probes
        ],
        "note": item.note or "",
    }


def wording_words(item: Item) -> str:
    """Say how sure we are of the wording of an item's anchors.

    Example:
        "Wording: levels 1 to 3 read in the source (CHO); levels 4 and 5 from background knowledge,
        fairly sure."
    """
    if len(set(map(_origin, item.anchors))) == 1:
        return f"Wording: {_origin(item.anchors[0])}."
    runs = [(origin, list(found)) for origin, found in groupby(item.anchors, _origin)]
    counted = Counter(origin for origin, _ in runs)
    if max(counted.values()) > 1:
        return f"Wording: {'; '.join(f'level {a.level} {_origin(a)}' for a in item.anchors)}."
    return f"Wording: {'; '.join(f'{_levels(found)} {origin}' for origin, found in runs)}."


def _origin(anchor: Anchor) -> str:
    where = f" ({anchor.source})" if anchor.source else ""
    return f"{VERIFIED_WORDS[anchor.verified]}{where}"


def _levels(anchors: list[Anchor]) -> str:
    first, last = anchors[0].level, anchors[-1].level
    if first == last:
        return f"level {first}"
    return f"levels {first} {'and' if last == first + 1 else 'to'} {last}"
