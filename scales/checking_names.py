"""Does every name that a part refers to exist."""

from __future__ import annotations

from collections.abc import Iterable

from scales.document import Part
from scales.fault import Fault, near, quote
from scales.outline import Outline


def name_faults(root: Part, outline: Outline) -> list[Fault]:
    """Find names of items, subscales, groups, facts, verdicts and sources that do not exist."""
    return [
        *_items(root, outline),
        *_subscales(root, outline),
        *_total(root, outline),
        *_measures(root, outline),
        *_sources(root, outline),
        *_claims(root, outline),
        *_needs_and_borderline(root, outline),
        *_combined(root),
    ]


def unknown_item(part: Part, outline: Outline) -> list[Fault]:
    """The part names an item of the scale."""
    return _unknown(part, "S23", "an item", outline.items)


def unknown_group(part: Part, outline: Outline) -> list[Fault]:
    """The part names a group, a subscale, the total or "all"."""
    return _unknown(part, "S26", "a group, subscale or total", outline.groups)


def unknown_fact(part: Part, outline: Outline) -> list[Fault]:
    """The part names a fact of the scale."""
    return _unknown(part, "S27", "a fact", outline.facts)


def unknown_choice(part: Part, choices: Iterable[str]) -> list[Fault]:
    """The part names a choice of a fact."""
    return _unknown(part, "S28", "a choice of this fact", choices)


def _unknown(part: Part, code: str, kind: str, known: Iterable[str]) -> list[Fault]:
    if part.text is None or part.text in (choices := list(known)):
        return []
    return [part.fault(code, f"{quote(part.text)} is not {kind}.", near(part.text, choices))]


def _items(root: Part, outline: Outline) -> list[Fault]:
    named = [entry for group in root.get("groups").keyed.values() for entry in group.entries]
    for profile in root.get("profiles").entries:
        for part in profile.get("parts").entries:
            named.extend(part.get("items").entries)
    return [fault for part in named for fault in unknown_item(part, outline)]


def _subscales(root: Part, outline: Outline) -> list[Fault]:
    faults: list[Fault] = []
    for item in root.get("items").entries:
        faults += _unknown(item.get("subscale"), "S24", "a subscale", outline.subscales)
    for subscale in root.get("subscales").entries:
        name = subscale.get("id").text
        if name and not outline.groups.get(name):
            fix = f'Write "subscale: {name}" in an item, or take the subscale out.'
            faults.append(subscale.fault("S25", "no item belongs to this subscale.", fix))
    return faults


def _total(root: Part, outline: Outline) -> list[Fault]:
    total = root.get("total")
    named = total.get("of").entries
    if total.get("kind").text == "mean_of_subscales":
        return [f for n in named for f in _unknown(n, "S24", "a subscale", outline.subscales)]
    own = (*outline.subscales, *root.get("groups").keyed)
    known = [name for name in outline.groups if name != outline.total or name in own]
    return [f for n in named for f in _unknown(n, "S26", "a group or subscale", known)]


def _measures(root: Part, outline: Outline) -> list[Fault]:
    faults: list[Fault] = []
    for item in root.get("items").entries:
        measure = item.get("measure")
        for part in (
            *measure.get("denominator_facts").entries,
            measure.get("estimate").get("fact"),
        ):
            faults += unknown_fact(part, outline)
            if part.text is not None and outline.facts.get(part.text):
                fix = 'Name a fact of "kind: count".'
                found = f"the fact {quote(part.text)} is a choice, not a number."
                faults.append(part.fault("S29", found, fix))
    return faults


def _sources(root: Part, outline: Outline) -> list[Fault]:
    anchors = [a for item in root.get("items").entries for a in item.get("anchors").entries]
    named = [anchor.get("source") for anchor in anchors]
    return [f for part in named for f in _unknown(part, "S31", "a source", outline.sources)]


def _claims(root: Part, outline: Outline) -> list[Fault]:
    choices = [c for fact in root.get("facts").entries for c in fact.get("choices").entries]
    named = [choice.get("verdict") for choice in choices] + [root.get("reassess").get("until")]
    return [f for part in named for f in _unknown(part, "S30", "a verdict", outline.verdicts)]


def _needs_and_borderline(root: Part, outline: Outline) -> list[Fault]:
    named = list(root.get("borderline").entries)
    for verdict in root.get("verdicts").entries:
        named.extend(need.get("of") for need in verdict.get("needs").entries)
    return [fault for part in named for fault in unknown_group(part, outline)]


def _combined(root: Part) -> list[Fault]:
    own = root.get("id").text
    faults: list[Fault] = []
    for combined in root.get("combined").entries:
        other = combined.get("with_scale")
        if own is not None and other.text == own:
            fix = "Name another scale, or take this part out."
            faults.append(other.fault("S34", f"{quote(own)} is this scale itself.", fix))
    return faults
