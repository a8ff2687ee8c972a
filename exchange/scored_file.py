"""The scores of a ratings file, each with its working."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from exchange.filed import FiledAssessment, RatingsFile
from scoring import Scored, explain, ratings_from_rows, score
from scoring.claim import Claim, find_claim
from scoring.combined import combine
from scoring.evidence import verified_row
from scoring.explanation import Number
from scoring.scores import Scores


@dataclass(frozen=True)
class ScoredFiling:
    """One assessment of a file with its score.

    Attributes:
        verified: The score with weak evidence held to the scale's cap; None where the file grades
            no evidence of this assessment.
        warnings: Id and text of each contradiction found.
        combined: Means with another scale that the file rates for the same assessment.
    """

    filed: FiledAssessment
    scored: Scored
    verified: Scored | None
    warnings: tuple[tuple[str, str], ...]
    combined: tuple[Number, ...]

    @property
    def claim(self) -> Claim | None:
        """What the program calls itself; None where it was not asked."""
        return find_claim(self.scored)


def score_file(file: RatingsFile) -> Iterator[ScoredFiling]:
    """Score every assessment of a file, in the order of the file."""
    scores: dict[str, Scores] = {}
    places: dict[tuple[str, str], int] = {}
    for scale, group in file.by_scale():
        scores[scale.id] = score(scale, ratings_from_rows(scale, [filed.row for filed in group]))
        places |= {(scale.id, filed.row.assessment): row for row, filed in enumerate(group)}
    for filed in file.assessments:
        assessment, scale = filed.row.assessment, filed.scale
        row = places[scale.id, assessment]
        scored = explain(scores[scale.id], row)
        combined = []
        for wanted in scale.combined:
            other = places.get((wanted.with_scale, assessment))
            if other is not None:
                with_scored = explain(scores[wanted.with_scale], other)
                combined.append(combine(wanted.id, wanted.name, scored, with_scored))
        warnings = _warnings(scores[scale.id], row)
        yield ScoredFiling(filed, scored, _verified(filed), warnings, tuple(combined))


def _verified(filed: FiledAssessment) -> Scored | None:
    if not filed.grades:
        return None
    row = verified_row(filed.scale, filed.row, filed.grades)
    return explain(score(filed.scale, ratings_from_rows(filed.scale, [row])), 0)


def _warnings(scores: Scores, row: int) -> tuple[tuple[str, str], ...]:
    return tuple((w.id, w.text) for w in scores.scale.warnings if scores.warnings[w.id][row])
