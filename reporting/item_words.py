"""How an item is measured and left out, and whom to ask about it, in words."""

from __future__ import annotations

from reporting.sentences import listed
from scales.item import Cut, Measure, NotApplicable
from scales.model import Scale

ROLES = {
    "leader": "program leader",
    "clinician": "clinician",
    "prescriber": "prescriber",
    "client_or_family": "client or family",
    "reception": "reception",
    "records": "records",
}


def item_label(scale: Scale, item_id: str) -> str:
    """An item by its id and name."""
    return f"{item_id} {scale.item(item_id).name}"


def measure_words(measure: Measure, scale: Scale) -> list[str]:
    """Say what is counted, out of what, and which result suggests which level."""
    asks = {fact.id: fact.asks for fact in scale.facts}
    if measure.kind == "percent":
        lines = [f"Percent: {measure.numerator}, out of: {measure.denominator}"]
    else:
        lines = [f"Count, 0 to {measure.of}: {measure.numerator}, out of: {measure.denominator}"]
    if measure.denominator_facts:
        counted = listed(f'"{asks[fact]}"' for fact in measure.denominator_facts)
        lines.append(f"The number to divide by is the answer to {counted}, added up")
    if measure.estimate:
        estimate = measure.estimate
        lines.append(
            f"If that number is not known: {estimate.percent} % of the answer to "
            f'"{asks[estimate.fact]}". {estimate.note}'
        )
    lines.append(f"Levels: {'; '.join(_cut(cut, measure) for cut in measure.cuts)}")
    return lines + ([measure.note] if measure.note else [])


def not_applicable_words(policy: NotApplicable) -> str:
    """Say whether the item may be left out; the rule itself often begins by saying so."""
    start = "Permitted" if policy.permitted else "Not permitted"
    if policy.rule.startswith((start, "Never")):
        return policy.rule
    return f"{start}. {policy.rule}"


def _cut(cut: Cut, measure: Measure) -> str:
    unit = " %" if measure.kind == "percent" else ""
    if cut.up_to is not None:
        return f"up to {cut.up_to}{unit} suggests {cut.level}"
    return f"below {cut.below}{unit} suggests {cut.level}"
