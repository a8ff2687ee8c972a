"""How one program moved from visit to visit on one scale, as it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from reporting.change_words import number_words
from reporting.file_words import FILE_CHANGED
from reporting.report import KINDS
from reporting.sentences import counted, day, listed
from scales.model import Scale
from scoring.chance import Chance, MeanNoise
from scoring.change import change_between
from scoring.rounding import as_decimal
from scoring.trend import TrendPoint


@dataclass(frozen=True)
class PastVisit:
    """One visit of a history.

    Attributes:
        kind: As an id ("self_audit").
        file_changed: Whether the scale file was changed since, with the same version.
    """

    point: TrendPoint
    kind: str
    file_changed: bool = False

    @property
    def day(self) -> str:
        """The day of the visit."""
        return day(self.point.visit.day)

    @property
    def called(self) -> str:
        """The day and the kind of visit."""
        return f"{self.day}, {KINDS[self.kind].lower()}"

    @property
    def verdict(self) -> str:
        """The verdict in words, a dash where there is none."""
        return self.point.verdict.name if self.point.verdict else "–"

    def value(self, measure: Measure) -> Fraction | None:
        """The total or a subscale; None where it could not be formed."""
        if measure.is_total:
            return self.point.total
        return self.point.subscales.get(measure.id)


@dataclass(frozen=True)
class Measure:
    """The total or a subscale of a scale."""

    id: str
    name: str
    is_total: bool = False


@dataclass(frozen=True)
class History:
    """One program on one scale, the earliest visit first.

    Attributes:
        program: What it is called, with the word that it is invented where it is.
    """

    program: str
    scale: Scale
    visits: tuple[PastVisit, ...]


def measures_of(scale: Scale) -> tuple[Measure, ...]:
    """The total, then the subscales; one that is the total under another name is left out."""
    total = Measure(scale.total.id, scale.total.name, is_total=True)
    whole = scale.members(scale.total.id)
    parts = [part for part in scale.subscales if scale.members(part.id) != whole]
    return (total, *(Measure(part.id, part.name) for part in parts))


def noise_of(chance: Chance, measure: Measure) -> MeanNoise:
    """What chance does to the total or a subscale."""
    return chance.total if measure.is_total else chance.subscales[measure.id]


def history_words(history: History, measure: Measure, noise: MeanNoise | None) -> str:
    """Say in a few sentences how a mean and the verdict went, from the first visit to the last.

    Args:
        history: What is told of; at least one visit.
        measure: Which mean.
        noise: What chance does to it; None where nobody looked.
    """
    visits = history.visits
    if len(visits) == 1:
        only = visits[0]
        value = as_decimal(only.value(measure))
        return f"One visit so far ({only.called}): {measure.name} {value}, {only.verdict}."
    parts = [f"{counted(len(visits), 'visit')}, {visits[0].day} to {visits[-1].day}."]
    parts.append(_verdicts(visits))
    parts.append(_first_to_last(history, measure, noise))
    return " ".join(part for part in parts if part)


def _verdicts(visits: tuple[PastVisit, ...]) -> str:
    kept = [v for k, v in enumerate(visits) if k == 0 or v.verdict != visits[k - 1].verdict]
    if len(kept) == 1:
        return f"The verdict was the same each time: {kept[0].verdict}."
    told = [kept[0].verdict, *(f"{visit.verdict} on {visit.day}" for visit in kept[1:])]
    return f"Verdict: {listed(told, 'then')}."


def _first_to_last(history: History, measure: Measure, noise: MeanNoise | None) -> str:
    first, last = history.visits[0].point, history.visits[-1].point
    if first.line != last.line:
        return "The first and the last visit are not comparable: the scale changed between them."
    change = change_between(history.scale, first.visit, last.visit)
    numbers = [change.total, *change.subscales]
    found = next((n for n in numbers if n is not None and n.id == measure.id), None)
    return f"First to last, {number_words(found, noise)}" if found else ""


def history_table(history: History, measures: Sequence[Measure] | None = None) -> pd.DataFrame:
    """Lay out the numbers of every visit, one line a visit.

    Args:
        history: What is laid out.
        measures: Which means; all unless told.
    """
    shown = measures_of(history.scale) if measures is None else measures
    remarks = _remarks(history)
    rows = [
        {
            "Visit": visit.day,
            "Kind": KINDS[visit.kind],
            "Verdict": visit.verdict,
            **{m.name: as_decimal(visit.value(m)) for m in shown},
            **({"Remark": remark} if any(remarks) else {}),
        }
        for visit, remark in zip(history.visits, remarks, strict=True)
    ]
    return pd.DataFrame(rows)


def _remarks(history: History) -> list[str]:
    return [
        " ".join(_remark(visit, before))
        for visit, before in zip(history.visits, (None, *history.visits), strict=False)
    ]


def _remark(visit: PastVisit, before: PastVisit | None) -> list[str]:
    point = visit.point
    rated = f"Rated with version {point.visit.version} of the scale"
    found = []
    if point.scored_by is None:
        found.append(f"{rated}, which is not at hand: no score.")
    elif point.restated:
        found.append(f"{rated}, scored anew by the rules of version {point.scored_by}.")
    elif visit.file_changed:
        found.append(FILE_CHANGED)
    if point.scored_by is not None and not point.restated and point.total is None:
        found.append("Too little is rated for a mean.")
    if before is not None and before.point.line != point.line:
        found.append("Not comparable with the visit before.")
    return found
