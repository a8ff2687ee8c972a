"""Published references as a table: no figure without its n, date and source."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from reporting.benchmark_words import figure_words
from scales.model import Scale
from scales.published.figure import Reference


def references_for(scale: Scale, published: Sequence[Reference]) -> tuple[Reference, ...]:
    """The references that speak of a scale, in the order of the file."""
    return tuple(reference for reference in published if reference.scale == scale.id)


def references_elsewhere(published: Sequence[Reference]) -> tuple[Reference, ...]:
    """The references that speak of instruments that are not among ours."""
    return tuple(reference for reference in published if reference.scale is None)


def published_table(references: Sequence[Reference], scale: Scale | None) -> pd.DataFrame:
    """Lay out figures, one a line.

    Args:
        references: Whose figures.
        scale: The scale they speak of, for the names of verdicts; None for other instruments.
    """
    return pd.DataFrame(
        [
            {
                "Figure": figure_words(figure, scale),
                "n": figure.n,
                "Rated": reference.collected,
                "Published": reference.published,
                "Source": reference.citation,
            }
            for reference in references
            for figure in reference.figures
        ]
    )
