"""The scores of a ratings file, each with its working."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from exchange.filed import FiledAssessment, RatingsFile
from scales.model import Verdict
from scoring import Scored, explain, ratings_from_rows, score
from scoring.claim import Claim, find_claim
from scoring.combined import combine
from scoring.evidence import verified_row
from scoring.explanation import Number
from scoring.scores import Scores


@dataclass(frozen=True)
class Verified:
    """The score with weak evidence held to the scale's cap."""

    scores: Scores
    row: int

    @property
    def verdict(self) -> Verdict:
        """The verdict of the verified ratings."""
        return self.scores.verdicts[self.row]

    @property
    def total(self) -> Number:
        """The total of the verified ratings."""
        total, means = self.scores.scale.total, self.scores.total
        rated, of = int(means.rated[self.row]), int(means.applicable[self.row])
        return Number(total.id, total.name, means.value(self.row), rated, of)

    def explain(self) -> Scored:
        """Take it apart; only reports need that, and it takes as long as all the rest."""
        return explain(self.scores, self.row)


@dataclass(frozen=True)
class ScoredFiling:
    """One assessment of a file with its score.

    Attributes:
        verified: None where the file grades no evidence of this assessment.
        warnings: Id and text of each contradiction found.
        combined: Means with another scale that the file rates for the same assessment.
    """

    filed: FiledAssessment
    scored: Scored
    verified: Verified | None
    warnings: tuple[tuple[str, str], ...]
    combined: tuple[Number, ...]

    @property
    def claim(self) -> Claim | None:
        """What the program calls itself; None where it was not asked."""
        return find_claim(self.scored)


def score_file(file: RatingsFile) -> Iterator[ScoredFiling]:
    """Score every assessment of a file, in the order of the file."""
    groups = {scale.id: group for scale, group in file.by_scale()}
    given = {scale_id: _score(group) for scale_id, group in groups.items()}
    verified = {scale_id: _score_verified(group) for scale_id, group in groups.items()}
    rows = {
        (scale_id, filed.row.assessment): row
        for scale_id, group in groups.items()
        for row, filed in enumerate(group)
    }
    for filed in file.assessments:
        scale, assessment = filed.scale, filed.row.assessment
        row = rows[scale.id, assessment]
        scored = explain(given[scale.id], row)
        others = [(c, rows.get((c.with_scale, assessment))) for c in scale.combined]
        yield ScoredFiling(
            filed,
            scored,
            Verified(verified[scale.id], row) if filed.grades else None,
            _warnings(given[scale.id], row),
            tuple(
                combine(wanted.id, wanted.name, scored, explain(given[wanted.with_scale], other))
                for wanted, other in others
                if other is not None
            ),
        )


def _score(group: tuple[FiledAssessment, ...]) -> Scores:
    scale = group[0].scale
    return score(scale, ratings_from_rows(scale, [filed.row for filed in group]))


def _score_verified(group: tuple[FiledAssessment, ...]) -> Scores:
    scale = group[0].scale
    rows = [verified_row(scale, filed.row, filed.grades) for filed in group]
    return score(scale, ratings_from_rows(scale, rows))


def _warnings(scores: Scores, row: int) -> tuple[tuple[str, str], ...]:
    return tuple((w.id, w.text) for w in scores.scale.warnings if scores.warnings[w.id][row])
