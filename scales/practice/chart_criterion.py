"""What a chart-review worksheet asks of every chart: the percent items that charts can answer."""

from __future__ import annotations

from dataclasses import dataclass

from scales.model import Scale


@dataclass(frozen=True)
class ChartCriterion:
    """One yes-or-no question to each chart of a sample."""

    scale_id: str
    item_id: str
    item_name: str
    ask: str
    left_out: str | None
    """Which charts are not applicable; None where every chart of the sample counts."""

    @property
    def key(self) -> str:
        """Its name in a worksheet that holds the criteria of several scales: "iddt:T7".

        No id holds a colon, so no two criteria have the same key.
        """
        return f"{self.scale_id}:{self.item_id}"


def chart_criteria(scale: Scale) -> tuple[ChartCriterion, ...]:
    """List the percent items whose counts can be made chart by chart, in the order of the scale.

    The scale file decides: these are the items whose measure has `ask_of_chart`. Items that count
    staff, services, sessions, replies or other events of the whole program have none.
    """
    return tuple(
        ChartCriterion(
            scale.id, item.id, item.name, item.measure.ask_of_chart, item.measure.chart_left_out
        )
        for item in scale.items
        if item.measure is not None and item.measure.ask_of_chart is not None
    )
