"""A projected plan in sentences: what each quarter would bring, and what that rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reporting.sentences import counted, listed
from scales.model import Scale
from scoring.rounding import as_decimal
from scoring.states import State
from scoring.what_if import Effect, Projection


@dataclass(frozen=True)
class PhaseWords:
    """One quarter.

    Attributes:
        name: "Now", or the number of the quarter.
        verdict: Its name.
        total: The total and its value, or a dash where it cannot be formed.
        subscales: The same for each.
        effort: Of the actions done in it; small 1, medium 2, large 3.
        raises: What is raised in this quarter, and by which actions.
        warnings: Contradictions that the projected ratings would have.
    """

    name: str
    verdict: str
    total: tuple[str, str]
    subscales: tuple[tuple[str, str], ...]
    effort: int
    raises: tuple[str, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class ProjectionWords:
    """A projection as it is told.

    Attributes:
        headline: From which verdict to which, and when it changes first.
        phases: Now, and each quarter.
        notes: Actions that change nothing, overlap, or were planned from another level.
        assumed: What the projection rests on.
    """

    headline: str
    phases: tuple[PhaseWords, ...]
    notes: tuple[str, ...]
    assumed: tuple[str, ...]


def projection_words(projection: Projection) -> ProjectionWords:
    """Tell a projection."""
    phases = range(projection.phases + 1)
    return ProjectionWords(
        _headline(projection),
        tuple(_phase(projection, phase) for phase in phases),
        tuple(note for effect in projection.effects for note in _notes(effect, projection)),
        tuple(_assumed(projection)),
    )


def _headline(projection: Projection) -> str:
    verdicts = projection.scores.verdicts
    changes = [
        f"{verdict.name} after quarter {phase}"
        for phase, verdict in enumerate(verdicts)
        if phase and verdict.id != verdicts[phase - 1].id
    ]
    if not changes:
        return f"Now and throughout: {verdicts[0].name}."
    return f"Now: {verdicts[0].name}. If all goes as planned: {', '.join(changes)}."


def _phase(projection: Projection, phase: int) -> PhaseWords:
    scored, scale = projection.explain(phase), projection.scores.scale
    return PhaseWords(
        f"Quarter {phase}" if phase else "Now",
        scored.verdict.name,
        (scored.total.name, as_decimal(scored.total.value)),
        tuple((number.name, as_decimal(number.value)) for number in scored.subscales),
        projection.efforts[phase],
        tuple(dict.fromkeys(_raises(projection, phase, scale))),
        scored.warnings,
    )


def _raises(projection: Projection, phase: int, scale: Scale) -> Iterator[str]:
    for effect in projection.effects:
        if effect.action.phase == phase and effect.outcome == "raises":
            # Two actions that lead to the same level are told as one raise.
            by = listed(sorted((effect.action.name, *effect.by)), "or")
            name = f"{effect.item} {scale.item(effect.item).name}"
            yield f"{name} from {effect.level} to {effect.to}, by {by}."


def _notes(effect: Effect, projection: Projection) -> Iterator[str]:
    action, place = effect.action, f"{effect.action.name}: {effect.item}"
    if effect.outcome == "not_rated":
        yield f"{place} is {State(effect.level).words} and stays so."
        return
    by = f", by {listed(effect.by)}" if effect.by else ""
    if effect.outcome == "reached":
        yield f"{place} is at {effect.level} before{by}; this aims for {action.target}."
    if effect.outcome == "overtaken":
        yield f"{place} is raised to {effect.to} in the same quarter{by}; this aims for less."
    now = projection.scores.ratings.row(0).levels[effect.item]
    if action.baseline not in (None, now):
        yield f"{place} was {action.baseline} when this was planned and is {now} now."


def _assumed(projection: Projection) -> Iterator[str]:
    yield "Every action is done in its quarter and brings its items to the target."
    yield "Nothing else changes: no rating falls, and facts stay as answered."
    unknown = len({e.action for e in projection.effects if e.action.effort is None})
    if unknown:
        yield f"The effort leaves out {counted(unknown, 'action')} for which none was chosen."
    yield "It is what the scale's rules make of these levels, not a forecast of the next visit."
