"""Where each row of a chart stands, in pixels from the top.

Labels stand above what they label and not left of it: a phone is too narrow for two columns, and a
label is never cut.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from textwrap import wrap

LABEL_WIDTH = 50
"""Characters of a label in one line: fits 330 pixels in 12-pixel letters."""
DETAIL_WIDTH = 56
LINE = 15
PAUSE = 8
"""Pixels between rows."""


@dataclass(frozen=True)
class Row:
    """One row, and where it stands.

    Attributes:
        top: Where its label begins.
        detail_top: Where the lines below the label begin.
        middle: The middle of what is drawn.
        label, detail: Broken into lines.
    """

    top: int
    detail_top: int
    middle: int
    label: str
    detail: str


def stack(texts: Iterable[tuple[str, str, int]], pause: int = PAUSE) -> tuple[list[Row], int]:
    """Place rows below each other.

    Args:
        texts: Label, detail (may be empty) and the pixels for what is drawn below them, 0 for
            headings.
        pause: Pixels between rows.

    Returns:
        The rows, and the height of them all.
    """
    rows, top = [], PAUSE
    for label, detail, mark in texts:
        label_lines = broken(label, LABEL_WIDTH)
        detail_lines = broken(detail, DETAIL_WIDTH)
        detail_top = top + LINE * len(label_lines)
        below = detail_top + LINE * len(detail_lines)
        middle = below + mark // 2
        rows.append(Row(top, detail_top, middle, "\n".join(label_lines), "\n".join(detail_lines)))
        top = below + mark + pause
    return rows, top


def broken(text: str, width: int) -> list[str]:
    """Break a text into lines of at most `width` characters; none for an empty text."""
    return wrap(" ".join(text.split()), width)
