"""One assessment's score taken apart: what counted, what did not, which rule fired and why."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from scales.model import Scale, Sublabel, Verdict
from scoring.borderline import Borderline, find_borderline
from scoring.bounds import Bounds, find_bounds
from scoring.columns import Columns
from scoring.conditions import holds
from scoring.held_back import HeldBack, find_held_back
from scoring.means import Means
from scoring.ratings import Ratings, Row, ratings_from_rows
from scoring.reasons import deciding
from scoring.scores import Scores, columns_of, score
from scoring.states import State


@dataclass(frozen=True)
class Number:
    """A mean with what it rests on.

    Attributes:
        value: Exact, or None where too few items are rated.
        rated: How many items it is the mean of.
        of: How many items apply: all of them less those that are not applicable.
    """

    id: str
    name: str
    value: Fraction | None
    rated: int
    of: int


@dataclass(frozen=True)
class LeftOut:
    """An item that does not count in any mean, and why."""

    item: str
    state: State


@dataclass(frozen=True)
class Scored:
    """One assessment's score with its working.

    Attributes:
        because: Sentences that say why this verdict and no other.
        index: The total on 0 to 100, where the scale has such an index.
        subscales: In the order of the file, those outside the total among them.
        profiles: By profile id, its parts in order.
        left_out: Items without a level, in the order of the file.
        held_back: Higher verdicts and what is missing for each, nearest first.
        warnings: Contradictions worth a second look.
    """

    scale: Scale
    row: Row
    verdict: Verdict
    sublabel: Sublabel | None
    because: tuple[str, ...]
    total: Number
    index: Fraction | None
    subscales: tuple[Number, ...]
    profiles: dict[str, tuple[Number, ...]]
    left_out: tuple[LeftOut, ...]
    held_back: tuple[HeldBack, ...]
    borderline: tuple[Borderline, ...]
    bounds: Bounds
    warnings: tuple[str, ...]

    @property
    def capped_by(self) -> HeldBack | None:
        """The highest verdict that the mean alone would allow, where something else caps it."""
        capped = [held for held in self.held_back if held.capped]
        return capped[-1] if capped else None


def explain(scores: Scores, row: int) -> Scored:
    """Take one row of the scores apart.

    Args:
        scores: What `score` returned.
        row: The number of the row, counted from 0.

    Raises:
        IndexError: There is no such row.
    """
    scale, one = scores.scale, scores.ratings.row(row)
    columns = columns_of(ratings_from_rows(scale, [one]))
    verdict = scores.verdicts[row]
    held_back = find_held_back(scale, columns, verdict)
    total = _number(scale.total.id, scale.total.name, columns.mean(scale.total.id))
    return Scored(
        scale=scale,
        row=one,
        verdict=verdict,
        sublabel=_sublabel(verdict, columns),
        because=_because(verdict, columns, held_back),
        total=total,
        index=_index(scale, total.value),
        subscales=tuple(_number(s.id, s.name, columns.mean(s.id)) for s in scale.subscales),
        profiles={p.id: _profile(columns, p.id) for p in scale.profiles},
        left_out=_left_out(one),
        held_back=held_back,
        borderline=find_borderline(scale, one),
        bounds=find_bounds(scale, one),
        warnings=tuple(w.text for w in scale.warnings if holds(w.when, columns)[0]),
    )


def explain_ratings(ratings: Ratings) -> Scored:
    """Score and explain a single assessment: what a screen or a report asks for."""
    return explain(score(ratings.scale, ratings), 0)


def _number(number_id: str, name: str, means: Means) -> Number:
    rated, applicable = int(means.rated[0]), int(means.applicable[0])
    return Number(number_id, name, means.value(0), rated, applicable)


def _sublabel(verdict: Verdict, columns: Columns) -> Sublabel | None:
    for label in verdict.sublabels:
        if label.when is None or holds(label.when, columns)[0]:
            return label
    return None


def _because(
    verdict: Verdict, columns: Columns, held_back: tuple[HeldBack, ...]
) -> tuple[str, ...]:
    if verdict.when is not None:
        return tuple(reason.text for reason in deciding(verdict.when, columns))
    if held_back:
        nearest = held_back[0]
        why = " ".join(reason.text for reason in nearest.reasons)
        return (f"No earlier rule applies. {nearest.verdict.name} is not reached: {why}",)
    return ("No earlier rule applies.",)


def _index(scale: Scale, total: Fraction | None) -> Fraction | None:
    if total is None or scale.total.index_name is None:
        return None
    return (total - scale.levels.low) / (scale.levels.high - scale.levels.low) * 100


def _profile(columns: Columns, profile_id: str) -> tuple[Number, ...]:
    profile = next(p for p in columns.scale.profiles if p.id == profile_id)
    places = {item: k for k, item in enumerate(columns.scale.item_ids)}
    return tuple(
        _number(
            part.id, part.name, columns.mean_of(columns.levels[[places[i] for i in part.items]], 1)
        )
        for part in profile.parts
    )


def _left_out(row: Row) -> tuple[LeftOut, ...]:
    return tuple(LeftOut(i, State(level)) for i, level in row.levels.items() if level < 0)
