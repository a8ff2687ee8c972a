"""How many programs have which verdict, as horizontal bars with their counts."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from reporting.agreement_words import percent
from reporting.charts.frame import AXIS_LOOK, BLUE, INK, Channel, Plane, framed, layer, text
from reporting.charts.layout import stack
from reporting.charts.words import ChartWithWords, plain
from reporting.pool_words import VerdictCount, share_words, verdicts_sentence
from reporting.sentences import listed
from scales.model import Scale

_TICKS = 5


def pool_verdicts_chart(
    scale: Scale, counts: Sequence[VerdictCount], occasion: str
) -> ChartWithWords:
    """Draw how many programs have each verdict.

    Args:
        scale: The scale.
        counts: Every verdict, in the order to draw them.
        occasion: Which programs, to stand below the title.
    """
    title = f"{scale.short_name}: verdicts"
    told = listed(f"{each.verdict.name} {share_words(each.count, each.of)}" for each in counts)
    words = f"Bar chart of programs by verdict: {told}."
    placed, height = stack((each.verdict.name, "", 20) for each in counts)
    plane = Plane(height)
    most = max((each.count for each in counts), default=0)
    bars = [
        {"x": 0, "x2": each.count, "y": place.middle, "text": share_words(each.count, each.of)}
        for each, place in zip(counts, placed, strict=True)
    ]
    x, y = _programs(most, "x"), plane.y()
    look = {"orient": "horizontal", "size": 14, "color": BLUE}
    beside = {"dx": 6, "baseline": "middle", "fontWeight": "bold"}
    layers = [
        *plane.labels(placed),
        layer(bars, "bar", look, x=x, x2={"field": "x2"}, y=y),
        *text(bars, beside, INK, _programs(most, "x2"), y),
    ]
    return ChartWithWords(
        framed(layers, height, title, occasion, "", words),
        words,
        verdicts_sentence(counts),
        _table(counts),
        title,
        f"{plain(scale.id)}-verdicts",
    )


def _programs(most: int, field: str) -> Channel:
    """Programs, in whole numbers, with room for the words beside the longest bar."""
    step = max(1, -(-most // _TICKS))
    axis = {
        "values": list(range(0, most + step, step)),
        "format": "d",
        "orient": "top",
        "title": "Programs",
        **AXIS_LOOK,
    }
    scale = {"domain": [0, max(most, 1) * 2.1], "nice": False, "zero": True}
    return {"field": field, "type": "quantitative", "scale": scale, "axis": axis}


def _table(counts: Sequence[VerdictCount]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Verdict": [each.verdict.name for each in counts],
            "Programs": [each.count for each in counts],
            "Share": [percent(each.count, each.of) if each.of else "–" for each in counts],
            "Of (n)": [each.of for each in counts],
        }
    )
