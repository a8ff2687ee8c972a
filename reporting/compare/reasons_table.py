"""Verdicts side by side: what fired, what caps it, what would change it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from reporting.compare.named_columns import frame_of
from reporting.verdict_text import (
    borderline_notes,
    capped_text,
    held_back_texts,
    possible_text,
    verdict_name,
)
from scoring.compare.lineup import Lineup
from scoring.explanation import Scored, explain
from scoring.rounding import as_decimal


@dataclass(frozen=True)
class VerdictReasons:
    """Why one visit has its verdict.

    Attributes:
        because: Why this verdict and no other.
        capped: What holds it below what the mean alone would allow; may be empty.
        missing: What the next higher verdict asks for; may be empty.
        turning: Which single items, moved by one point, would change it.
        open: How it can still end, where not all is rated; may be empty.
    """

    label: str
    scored: Scored
    because: str
    capped: str
    missing: str
    turning: tuple[str, ...]
    open: str

    @property
    def verdict(self) -> str:
        """The verdict with the rule that gave it."""
        return f"{verdict_name(self.scored)} (rule {self.scored.verdict.rule})"

    @property
    def total(self) -> str:
        """The total with how much it rests on."""
        total = self.scored.total
        return f"{as_decimal(total.value)} ({total.rated} of {total.of} rated)"


def verdict_reasons(lineup: Lineup) -> tuple[VerdictReasons, ...]:
    """Take the verdict of each visit apart."""
    return tuple(
        _reasons(visit.label, explain(lineup.scores, place))
        for place, visit in enumerate(lineup.visits)
    )


def reasons_frame(reasons: Sequence[VerdictReasons], total: str) -> pd.DataFrame:
    """Set the reasons side by side, a column a visit.

    Args:
        reasons: Of each visit; their labels differ.
        total: What the total is called.
    """
    lines = {
        "Verdict": [each.verdict for each in reasons],
        total: [each.total for each in reasons],
        "Why": [each.because for each in reasons],
        "What caps it": [
            each.capped or "Nothing: no other rule holds it back." for each in reasons
        ],
        "What the next one asks": [each.missing or "There is none higher." for each in reasons],
        "What one point would change": [
            " ".join(each.turning) or "No single point changes it." for each in reasons
        ],
        "Still open": [each.open or "Nothing." for each in reasons],
    }
    columns = [(each.label, [line[k] for line in lines.values()]) for k, each in enumerate(reasons)]
    return frame_of([("About", list(lines)), *columns])


def _reasons(label: str, scored: Scored) -> VerdictReasons:
    missing = held_back_texts(scored)
    return VerdictReasons(
        label,
        scored,
        " ".join(scored.because),
        capped_text(scored) or "",
        missing[0] if missing else "",
        tuple(note.text for note in borderline_notes(scored)),
        possible_text(scored) or "",
    )
