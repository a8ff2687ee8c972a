"""A chart together with what a reader who does not see it needs."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

import pandas as pd

from reporting.report import Report
from reporting.scale_report import ScaleReport

Drawing = dict[str, Any]
"""A chart, or a layer of one, as Vega-Lite has it. Not made of altair's classes: that would take
longer than all the rest of a report."""


@dataclass(frozen=True)
class ChartWithWords:
    """A chart with its words.

    Attributes:
        drawing: Laid out in pixels from top to bottom; from left to right it takes any width from
            330 pixels on.
        alt: What the chart shows, in a sentence or two, for a screen reader.
        summary: What there is to see in it, to stand beside it.
        table: All that is drawn, as a table.
        file_stem: A name for downloads, without an ending; plain letters, digits and hyphens.
    """

    drawing: Drawing
    alt: str
    summary: str
    table: pd.DataFrame
    title: str
    file_stem: str


def file_stem(report: Report, scale: ScaleReport, what: str) -> str:
    """Name a download after the program, the day, the scale and what it shows."""
    day = report.visit.date.isoformat()
    return "-".join(
        part for part in (plain(report.program.name), day, plain(scale.id), what) if part
    )


def plain(text: str) -> str:
    """Reduce a text to what every file system takes.

    Example:
        >>> plain("Señora House & Friends"), plain("../..")
        ('senora-house-friends', '')
    """
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:60].strip("-")
