"""Means over the items of two scales, each named so that nobody takes one for the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reporting.facts import ScaleResult
from reporting.numbers import NumberRow, bare_row
from scales.model import Combined
from scoring.combined import combine
from scoring.rounding import as_decimal


@dataclass(frozen=True)
class CombinedMean:
    """A mean over two scales' items.

    Attributes:
        number: Of the ratings as given.
        verified: Of the verified ratings; None where nobody was asked for evidence.
        scales: Ids of the two scales.
        sentence: The mean and the two it is not, each by its name.
        note: What the number is good for; empty where nothing is said.
    """

    number: NumberRow
    verified: NumberRow | None
    scales: tuple[str, str]
    sentence: str
    note: str


def combined_means(results: Sequence[ScaleResult]) -> tuple[CombinedMean, ...]:
    """Form every mean that a scale names with another one that was rated as well."""
    by_id = {result.scored.scale.id: result for result in results}
    return tuple(
        _combined(wanted, by_id[wanted.with_scale], result)
        for result in results
        for wanted in result.scored.scale.combined
        if wanted.with_scale in by_id
    )


def _combined(wanted: Combined, first: ScaleResult, second: ScaleResult) -> CombinedMean:
    number = combine(wanted.id, wanted.name, first.scored, second.scored)
    verified = None
    if first.verified and second.verified:
        verified = bare_row(combine(wanted.id, wanted.name, first.verified, second.verified))
    means = (first.scored.total, second.scored.total, number)
    words = (f"{m.name} {as_decimal(m.value)} ({m.rated} of {m.of} rated)" for m in means)
    scales = (first.scored.scale.id, second.scored.scale.id)
    return CombinedMean(
        bare_row(number), verified, scales, f"{'; '.join(words)}.", wanted.note or ""
    )
