"""The blocks of a report as the data of `report.typ`, which lays them out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import BinaryIO

from reporting.charts import to_svg
from reporting.handout import Handout
from reporting.handout.block import Block, Picture
from reporting.typesetting import FONT, typeset

_SIZE = re.compile(r'<svg [^>]*?width="(\d+)" height="(\d+)"')
_DRAWN, _WIDE, _TALL = 520, 5.6, 8.0
"""Pixels of a plane to draw; the most inches of a picture, so that its words stay beside it."""


def write_pdf(handout: Handout, out: BinaryIO) -> None:
    """Write a report as PDF/UA-1.

    Args:
        handout: What to say. The same handout gives the same bytes.
        out: Gets the whole file in one piece; nothing is written where the report cannot be laid
            out.
    """
    pictures: dict[str, bytes] = {}
    data = {
        "font": FONT,
        "title": handout.title,
        "occasion": handout.occasion,
        "author": handout.author,
        "draft": handout.draft,
        "made_on": [handout.made_on.year, handout.made_on.month, handout.made_on.day],
        "one_page": handout.length == "page",
        "blocks": [dict(_laid(block, pictures)) for block in handout.blocks],
    }
    out.write(typeset(_source(), data, pictures))


@cache
def _source() -> str:
    return Path(__file__).with_name("report.typ").read_text(encoding="utf-8")


def _laid(block: Block, pictures: dict[str, bytes]) -> Iterator[tuple[str, object]]:
    """Name the parts of a block as `report.typ` does; a picture is put beside, under its name."""
    yield "kind", type(block).__name__.lower()
    if not isinstance(block, Picture):
        yield from vars(block).items()
        return
    svg = to_svg(block.chart, _DRAWN)
    name = f"picture-{len(pictures)}.svg"
    pictures[name] = svg.encode()
    yield from (("file", name), ("alt", block.chart.alt), ("summary", block.chart.summary))
    yield "width", _inches_wide(svg)


def _inches_wide(svg: str) -> float:
    found = _SIZE.search(svg)
    assert found, "a drawing says how large it is"
    width, height = map(int, found.groups())
    return min(_WIDE, _TALL * width / height)
