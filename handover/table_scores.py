"""The rows of the tables scores, verdicts and agreement: all sets of a scale scored in one go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

import numpy as np

from exchange.tidy.column import Value
from handover.table_sets import RatedSet
from scales.model import Combined, Scale
from scoring import ratings_from_rows, score
from scoring.conditions import holds
from scoring.evidence import verified_row
from scoring.means import Means
from scoring.ratings import Row
from scoring.rounding import as_text
from scoring.scores import Scores

Line = dict[str, Value]
BASES = ("as_given", "verified")


@dataclass(frozen=True)
class ScoredSets:
    """All sets of one scale with their scores, row for row, by basis."""

    scale: Scale
    sets: tuple[RatedSet, ...]
    scores: Mapping[str, Scores]


def score_sets(sets: Sequence[RatedSet]) -> list[ScoredSets]:
    """Score all sets that give a score, each scale in one go, as given and as verified."""
    by_scale: dict[str, list[RatedSet]] = {}
    for each in sets:
        if each.row is not None and each.kind != "survey":
            by_scale.setdefault(each.assessment.scale_id, []).append(each)
    return [_score(group[0].scale, tuple(group)) for group in by_scale.values() if group[0].scale]


def _score(scale: Scale, group: tuple[RatedSet, ...]) -> ScoredSets:
    given = [each.row for each in group if each.row is not None]
    grades = [{item: a.grade for item, a in each.answers.items()} for each in group]
    verified = [verified_row(scale, row, of) for row, of in zip(given, grades, strict=True)]
    rows = dict(zip(BASES, (given, verified), strict=True))
    return ScoredSets(
        scale,
        group,
        {basis: score(scale, ratings_from_rows(scale, r)) for basis, r in rows.items()},
    )


def verdict_lines(scored: ScoredSets) -> Iterator[Line]:
    """The verdict on every set."""
    for basis, scores in scored.scores.items():
        sublabels = _sublabels(scores)
        for n, each in enumerate(scored.sets):
            verdict = scores.verdicts[n]
            yield _set_cells(each, basis) | {
                "verdict": verdict.id,
                "verdict_name": verdict.name,
                "rule": verdict.rule,
                "tier": verdict.tier,
                "sublabel": sublabels[n],
                "warnings": tuple(w for w, where in scores.warnings.items() if where[n]),
            }


def _sublabels(scores: Scores) -> list[str]:
    found = [""] * len(scores.ratings.assessments)
    for place, verdict in enumerate(scores.scale.verdicts):
        for label in verdict.sublabels:
            met = None if label.when is None else holds(label.when, scores.columns)
            for n in np.flatnonzero(scores.verdict_numbers == place):
                if not found[n] and (met is None or met[n]):
                    found[n] = label.id
    return found


def score_lines(scored: ScoredSets) -> Iterator[Line]:
    """Every number that every set gives but those over two scales."""
    scale = scored.scale
    for basis, scores in scored.scores.items():
        measures = list(_measures(scores))
        for n, each in enumerate(scored.sets):
            cells = _set_cells(each, basis)
            for (kind, measure_id, name), means in measures:
                counted = int(means.rated[n]), int(means.applicable[n])
                value = means.value(n)
                yield cells | _number(kind, measure_id, name, value, counted)
                if kind == "total" and scale.total.index_name:
                    index = _index(scale, value)
                    yield cells | _number("index", "index", scale.total.index_name, index, counted)


def _measures(scores: Scores) -> Iterator[tuple[tuple[str, str, str], Means]]:
    scale, columns = scores.scale, scores.columns
    yield ("total", scale.total.id, scale.total.name), scores.total
    for subscale in scale.subscales:
        yield ("subscale", subscale.id, subscale.name), scores.subscales[subscale.id]
    for profile in scale.profiles:
        for part in profile.parts:
            levels = np.stack([columns.item(item) for item in part.items])
            measure = ("profile", f"{profile.id}/{part.id}", part.name)
            yield measure, columns.mean_of(levels, 1)


def combined_lines(all_scored: Sequence[ScoredSets]) -> Iterator[Line]:
    """Means over the items of two scales that one rater rated at one visit."""
    by_scale = {scored.scale.id: scored for scored in all_scored}
    for scored in all_scored:
        for wanted in scored.scale.combined:
            if wanted.with_scale in by_scale:
                yield from _combined(wanted, scored, by_scale[wanted.with_scale])


def _combined(wanted: Combined, first: ScoredSets, second: ScoredSets) -> Iterator[Line]:
    places = {(each.visit_id, each.rater): n for n, each in enumerate(second.sets)}
    for basis in BASES:
        one, two = first.scores[basis], second.scores[basis]
        points = _points(one), _points(two)
        for n, each in enumerate(first.sets):
            m = places.get((each.visit_id, each.rater))
            if m is None:
                continue
            rated = int(one.total.rated[n] + two.total.rated[m])
            of = int(one.total.applicable[n] + two.total.applicable[m])
            formed = one.total.formed[n] and two.total.formed[m]
            value = Fraction(int(points[0][n] + points[1][m]), rated) if formed else None
            cells = _set_cells(each, basis)
            yield cells | _number("combined", wanted.id, wanted.name, value, (rated, of))


def _points(scores: Scores) -> np.ndarray:
    """The sum of the levels of the items of the total."""
    levels = scores.columns.group(scores.scale.total.id)
    return np.maximum(levels, 0).sum(axis=0, dtype=np.int64)


def agreement_lines(sets: Iterable[RatedSet]) -> Iterator[Line]:
    """Each two raters who rated a scale at a visit, each alone."""
    together: dict[tuple[int, str], list[RatedSet]] = {}
    for each in sets:
        if each.kind == "own" and each.row is not None:
            together.setdefault((each.visit_id, each.assessment.scale_id), []).append(each)
    for group in together.values():
        for one, two in combinations(group, 2):
            yield _agreement(one, two)


def _agreement(one: RatedSet, two: RatedSet) -> Line:
    first, second = _levels(one.row), _levels(two.row)
    apart = [abs(level - second[i]) for i, level in first.items() if level >= 0 <= second[i]]
    return {
        "visit": one.visit_id,
        "program_id": one.program_id,
        "scale": one.assessment.scale_id,
        "rater_1": one.rater,
        "rater_2": two.rater,
        "items": len(first),
        "compared": len(apart),
        "alike": sum(levels == 0 for levels in apart),
        "within_one": sum(levels <= 1 for levels in apart),
        "distance": sum(apart),
    }


def _levels(row: Row | None) -> Mapping[str, int]:
    return row.levels if row is not None else {}


def _set_cells(each: RatedSet, basis: str) -> Line:
    return {
        "visit": each.visit_id,
        "program_id": each.program_id,
        "scale": each.assessment.scale_id,
        "rater": each.rater,
        "set": each.kind,
        "official": each.official,
        "basis": basis,
    }


def _number(
    kind: str, number_id: str, name: str, value: Fraction | None, counted: tuple[int, int]
) -> Line:
    return {
        "measure": kind,
        "measure_id": number_id,
        "measure_name": name,
        "exact": None if value is None else _fraction(value, counted[0]),
        "value": None if value is None else float(value),
        "rounded": None if value is None else float(as_text(value, 2)),
        "rated": counted[0],
        "applicable": counted[1],
    }


def _fraction(value: Fraction, rated: int) -> str:
    """Points over items, as one adds them up by hand, wherever the number is such a mean."""
    points = value * rated
    whole = points.denominator == 1
    return f"{points}/{rated}" if whole else f"{value.numerator}/{value.denominator}"


def _index(scale: Scale, total: Fraction | None) -> Fraction | None:
    if total is None:
        return None
    return (total - scale.levels.low) / (scale.levels.high - scale.levels.low) * 100
