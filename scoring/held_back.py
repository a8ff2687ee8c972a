"""What keeps a program from the verdicts above its own."""

from __future__ import annotations

from dataclasses import dataclass

from scales.condition import AllTest, Condition
from scales.model import Scale, Verdict
from scoring.columns import Columns
from scoring.conditions import holds
from scoring.reasons import Reason, deciding, reasons


@dataclass(frozen=True)
class HeldBack:
    """A higher verdict and what stands in its way.

    Attributes:
        verdict: The verdict that is not reached.
        reasons: Conditions of its own that fail, and conditions of an earlier rule that holds.
        capped: True where its conditions on the mean are met, and something else holds it back.
    """

    verdict: Verdict
    reasons: tuple[Reason, ...]
    capped: bool

    @property
    def items(self) -> tuple[str, ...]:
        """The items that stand in the way, each once."""
        return tuple(dict.fromkeys(item for reason in self.reasons for item in reason.items))


def find_held_back(scale: Scale, columns: Columns, verdict: Verdict) -> tuple[HeldBack, ...]:
    """Tell for each verdict of a higher tier worth aiming for what is missing, nearest first.

    Args:
        scale: The scale that was rated.
        columns: One assessment.
        verdict: The verdict it has; nothing is held back where its tier is None.
    """
    if verdict.tier is None:
        return ()
    higher = [v for v in scale.verdicts if v.goal and v.tier is not None and v.tier > verdict.tier]
    higher.sort(key=lambda v: v.tier or 0)
    return tuple(missing_for(scale, columns, wanted) for wanted in higher)


def missing_for(scale: Scale, columns: Columns, wanted: Verdict) -> HeldBack:
    """Tell what stands between one assessment and a verdict that it does not have."""
    blockers = [
        reason
        for earlier in scale.verdicts[: scale.verdicts.index(wanted)]
        if earlier.when is not None and holds(earlier.when, columns)[0]
        for reason in deciding(earlier.when, columns)
    ]
    own = _parts(wanted.when)
    means = [r for part in own for r in reasons(part, columns) if r.of_mean]
    failing = [
        reason
        for part in own
        if not holds(part, columns)[0]
        for reason in reasons(part, columns)
        if not reason.holds
    ]
    each_once = tuple(dict.fromkeys((*blockers, *failing)))
    capped = bool(means) and all(reason.holds for reason in means)
    return HeldBack(wanted, each_once, capped)


def _parts(condition: Condition | None) -> tuple[Condition, ...]:
    if condition is None:
        return ()
    return condition.conditions if isinstance(condition, AllTest) else (condition,)
