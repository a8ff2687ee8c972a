"""What the drop-downs offer: every list of choices, and where on the sheet Lists it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from openpyxl.utils import get_column_letter

from reporting.item_table import GRADES
from reporting.plan_table import EFFORTS, STATUSES
from reporting.report import Report
from scales.barrier import load_barriers
from scoring.states import State

HEADER_ROW = 3
NOT_ANSWERED = "not answered"
STATUS, EFFORT, BARRIER, GRADE = "Status", "Effort", "Barrier", "Evidence grade"
# What every item may be stands first, so that a list may end before "not applicable".
_STATES = (State.NOT_RATED, State.NOT_ENOUGH, State.NOT_APPLICABLE)


@dataclass(frozen=True)
class Choices:
    """One list of choices.

    Attributes:
        name: The head of its column.
        values: From top to bottom.
        width: Of its column, in characters.
        column: Its letter on the sheet Lists.
    """

    name: str
    values: tuple[str | int, ...]
    width: float
    column: str = ""

    def cells(self, most: int | None = None) -> str:
        """Name its cells, or the first of them."""
        last = HEADER_ROW + (len(self.values) if most is None else most)
        return f"Lists!${self.column}${HEADER_ROW + 1}:${self.column}${last}"

    def cell(self, place: int) -> str:
        """Name the cell of one choice, counted from 0."""
        return f"Lists!${self.column}${HEADER_ROW + 1 + place}"


def choice_lists(report: Report) -> dict[str, Choices]:
    """Lay out all lists side by side, by their keys."""
    lists = dict(_lists(report))
    return {
        key: replace(found, column=get_column_letter(number))
        for number, (key, found) in enumerate(lists.items(), start=1)
    }


def levels_key(low: int, high: int) -> str:
    """Name the list of levels of a scale; scales with the same levels share it."""
    return f"Rating {low} to {high}"


def fact_key(scale_id: str, fact_id: str) -> str:
    """Name the list of answers to a question asked before the items."""
    return f"{scale_id}/{fact_id}"


def _lists(report: Report) -> Iterator[tuple[str, Choices]]:
    barriers = tuple(barrier.name for barrier in load_barriers())
    yield STATUS, Choices(STATUS, tuple(STATUSES.values()), 14)
    yield EFFORT, Choices(EFFORT, tuple(EFFORTS.values()), 10)
    yield BARRIER, Choices(BARRIER, barriers, 46)
    yield GRADE, Choices(GRADE, tuple(GRADES.values()), 30)
    states = tuple(state.words for state in _STATES)
    for scale in report.scales:
        key = levels_key(scale.low, scale.high)
        levels = tuple(range(scale.low, scale.high + 1))
        yield key, Choices(key, (*levels, *states), 24)
        for fact in scale.result.scored.scale.choice_facts:
            texts = tuple(choice.text for choice in fact.choices)
            head = f"{scale.short_name}: {fact.asks}"
            yield fact_key(scale.id, fact.id), Choices(head, (*texts, NOT_ANSWERED), 46)
