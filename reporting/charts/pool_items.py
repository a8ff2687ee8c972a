"""The weakest items over many programs: mean level, and how many programs are below the target."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from reporting.agreement_words import percent
from reporting.charts.frame import BLUE, INK, Frame, Rows, framed, layer, text
from reporting.charts.layout import stack
from reporting.charts.words import ChartWithWords, Drawing, plain
from reporting.item_words import item_label
from reporting.pool_words import share_words, weakest_sentence
from reporting.sentences import listed
from scales.model import Scale
from scoring.item_standing import ItemStanding
from scoring.rounding import as_decimal

MOST_DRAWN = 10
"""Items in the picture; the table has all."""


def pool_items_chart(
    scale: Scale,
    standings: Sequence[ItemStanding],
    target: int,
    occasion: str,
    most: int = MOST_DRAWN,
) -> ChartWithWords:
    """Draw the mean level of the weakest items.

    Args:
        scale: The scale.
        standings: Every item, the weakest first.
        target: The level aimed at.
        occasion: Which programs, to stand below the title.
        most: How many items are drawn.
    """
    drawn = [each for each in standings if each.n][:most]
    title = f"{scale.short_name}: weakest items across programs"
    words = _alt(scale, drawn, target)
    placed, height = stack(
        (
            item_label(scale, each.item),
            f"{share_words(each.below, each.n)} below target {target}",
            20,
        )
        for each in drawn
    )
    frame = Frame(scale.levels, height + 16)
    bars = [
        {
            "x": scale.levels.low,
            "x2": float(each.mean or 0),
            "y": place.middle,
            "text": as_decimal(each.mean),
        }
        for each, place in zip(drawn, placed, strict=True)
    ]
    layers = [*frame.target(target), *frame.labels(placed), *_marks(frame, bars)]
    return ChartWithWords(
        framed(layers, frame.height, title, occasion, "Bar: mean level.", words),
        words,
        weakest_sentence(scale, standings, target),
        items_table(scale, standings),
        title,
        f"{plain(scale.id)}-weakest-items",
    )


def items_table(scale: Scale, standings: Sequence[ItemStanding]) -> pd.DataFrame:
    """Every item with its mean level and how many programs are below the target."""
    return pd.DataFrame(
        {
            "Item": [item_label(scale, each.item) for each in standings],
            "Mean level": [as_decimal(each.mean) for each in standings],
            "Programs below target": [each.below for each in standings],
            "Programs that rated it (n)": [each.n for each in standings],
            "Below target, share": [_share(each) for each in standings],
        }
    )


def _share(standing: ItemStanding) -> str:
    return percent(standing.below, standing.n) if standing.n else "–"


def _marks(frame: Frame, bars: Rows) -> list[Drawing]:
    beside = {"dx": 6, "baseline": "middle", "fontWeight": "bold"}
    x, y = frame.x(), frame.y()
    bar = {"orient": "horizontal", "size": 14, "color": BLUE}
    return [
        layer(bars, "bar", bar, x=x, x2={"field": "x2"}, y=y),
        *text(bars, beside, INK, frame.x("x2"), y),
    ]


def _alt(scale: Scale, drawn: Sequence[ItemStanding], target: int) -> str:
    if not drawn:
        return f"{scale.short_name}: no item is rated."
    told = listed(
        f"{each.item} {as_decimal(each.mean)} ({each.below} of {each.n} below)" for each in drawn
    )
    return (
        f"Bar chart of the {len(drawn)} weakest items by mean level, from {scale.levels.low} to "
        f"{scale.levels.high} with the target {target}: {told}."
    )
