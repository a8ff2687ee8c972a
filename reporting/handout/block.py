"""What a report to hand over is built of; Word and PDF only lay these blocks out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from reporting.charts.words import ChartWithWords

Length = Literal["page", "full"]
"""What fits one page, or everything."""


@dataclass(frozen=True)
class Heading:
    """A heading; level 0 is the title, and no level is skipped on the way down."""

    text: str
    level: int


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; what is in bold comes first and may be empty."""

    text: str
    bold: str = ""


@dataclass(frozen=True)
class Bullets:
    """A list of one entry or more."""

    texts: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table of one row or more; the first cell of a row names it.

    Attributes:
        name: What it shows, for who does not see it.
        head: The names of its columns, none of them empty.
        widths: Of the columns, as shares of the page.
    """

    name: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]


@dataclass(frozen=True)
class Picture:
    """A chart; its summary stands below it for everybody, its `alt` for who does not see it."""

    chart: ChartWithWords


Block = Heading | Paragraph | Bullets | Table | Picture


@dataclass(frozen=True)
class Handout:
    """A report to hand over, ready to be laid out.

    Attributes:
        occasion: Program, day and kind of visit; stands at the head of each page.
        draft: Whether the visit is not signed; then every page says so.
        author: What made it.
        length: How much it says. One page is set smaller.
        blocks: From top to bottom; no character in them that XML cannot hold.
    """

    title: str
    occasion: str
    draft: bool
    made_on: dt.date
    author: str
    length: Length
    blocks: tuple[Block, ...]
