"""A goal as a user names it: a verdict by id or name, or a mean as `safety=3.5`."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from scales.condition import MeanTest
from scales.fault import near, quote
from scales.model import Scale
from scoring.path.goal import Goal, VerdictGoal
from scoring.path.request import PathError

_DECIMALS = 4
"""As many as a scale file may use; they keep whole numbers small."""


def named_goal(scale: Scale, text: str, *, exactly: bool = False) -> Goal:
    """Find the goal that a text names, whatever its capitals.

    Args:
        scale: The scale that has it.
        text: Id or name of a verdict; or of the total or a subscale, with "=" and a number.
        exactly: Whether a better verdict will not do.

    Raises:
        PathError: There is no such verdict or mean, or no mean can be so much.

    Example:
        >>> from pathlib import Path
        >>> from scales.loading import load_scale
        >>> import scales
        >>> iddt = load_scale(Path(scales.__file__).parent / "library" / "iddt.yaml")
        >>> named_goal(iddt, "high fidelity").verdict.id
        'high'
        >>> named_goal(iddt, "treatment_mean=4.2").at_least
        Decimal('4.2')
    """
    name, sign, number = text.rpartition("=")
    if sign:
        return _mean_goal(scale, name.strip(), number.strip())
    found = {v.name.casefold(): v for v in scale.verdicts}
    found |= {v.id.casefold(): v for v in scale.verdicts}
    if (verdict := found.get(text.strip().casefold())) is not None:
        return VerdictGoal(verdict, exactly)
    hint = _near(text, {v.id: v.name for v in scale.verdicts})
    said = f"verdict {quote(text)}: the {scale.short_name} scale has no such verdict. {hint}"
    raise PathError([f"{said} [Q04]"])


def _mean_goal(scale: Scale, name: str, number: str) -> Goal:
    names = {scale.total.id: scale.total.name} | {s.id: s.name for s in scale.subscales}
    ids = {called.casefold(): of for of, called in names.items()} | {o.casefold(): o for o in names}
    problems = []
    if name.casefold() not in ids:
        said = f"mean {quote(name)}: the {scale.short_name} scale has no such total or subscale."
        problems.append(f"{said} {_near(name, names)} [Q08]")
    bound = _number(number)
    low, high = scale.levels.low, scale.levels.high
    if bound is None or not low <= bound <= high:
        fix = f"Write a number from {low} to {high}, with at most {_DECIMALS} decimals."
        problems.append(f"mean {quote(name)}: {quote(number)} cannot be reached. {fix} [Q09]")
    if problems:
        raise PathError(problems)
    return MeanTest(test="mean", of=ids[name.casefold()], at_least=bound)


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    if not number.is_finite() or number != round(number, _DECIMALS):
        return None
    return Decimal(f"{number:f}".rstrip("0").rstrip(".") if "." in text else f"{number:f}")


def _near(word: str, names: dict[str, str]) -> str:
    """Say which id or name may be meant, or which ids there are."""
    by_id, by_name = near(word, names), near(word, names.values())
    return by_name if by_name.startswith("Did") and not by_id.startswith("Did") else by_id
