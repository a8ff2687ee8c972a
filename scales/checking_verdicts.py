"""Can every verdict be reached, and does one always hold."""

from __future__ import annotations

from scales.document import Part
from scales.fault import Fault, quote
from scales.outline import Outline


def verdict_faults(root: Part, outline: Outline) -> list[Fault]:
    """Find verdicts that hide those after them, a list without an end or a tier, and a lost aim."""
    del outline
    verdicts = root.get("verdicts").entries
    faults = _hiding(verdicts)
    for verdict in verdicts:
        faults += _hiding(verdict.get("sublabels").entries)
    if verdicts and verdicts[-1].get("when").given:
        fix = 'Take its "when" out, or add a last verdict without one.'
        found = "the last verdict has a condition, so there may be no verdict at all."
        faults.append(verdicts[-1].get("when").fault("S60", found, fix))
    if verdicts and all(verdict.get("tier").value is None for verdict in verdicts):
        fix = "Number the verdicts from worst to best; leave null where nothing can be said."
        faults.append(root.get("verdicts").fault("S62", "no verdict has a tier.", fix))
    return faults + _never_reached(root.get("reassess").get("until"), verdicts)


def _never_reached(until: Part, verdicts: list[Part]) -> list[Fault]:
    """Whether a verdict is reached goes by its tier."""
    named = next((v for v in verdicts if until.text and v.get("id").text == until.text), None)
    if named is None or named.get("tier").value is not None:
        return []
    found = f"the verdict {quote(until.text or '')} has no tier, so it is never reached."
    return [until.fault("S63", found, "Name one that has a tier.")]


def _hiding(parts: list[Part]) -> list[Fault]:
    fix = 'Give it a "when", or move it to the end.'
    return [
        part.fault("S61", "it always holds, so nothing after it can be reached.", fix)
        for part in parts[:-1]
        if isinstance(part.value, dict) and not part.get("when").given
    ]
