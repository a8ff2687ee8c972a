"""The steps of a site visit, from the first call to the follow-up, each with its day."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from scales.condition import Id, NotTruth, Strict, Whole
from scales.model import Source
from scales.practice.backing import Backing
from scales.practice.reading import id_faults, read_practice, source_faults

FILE = "timeline.yaml"

Owner = Literal["lead", "reviewer", "contact", "program"]
"""lead and reviewer: of the visiting team; contact and program: of the program visited."""


class Step(Strict):
    """One step of a visit."""

    id: Id
    """Stable: visits keep it."""
    name: str
    do: str
    """What to do, in one or two sentences."""
    owner: Owner
    """Who sees to it, until the visit names somebody."""
    day: Whole = Field(ge=-730, le=730)
    """Calendar days from the first visit day; before it, negative."""
    based_on: Backing
    """Why the step is taken."""
    day_based_on: Backing
    """Why on that day."""


class Timeline(Strict):
    """The steps of a visit, as a state has them."""

    format: Annotated[Literal[1], NotTruth]
    note: str
    """How days are counted, for those who plan by it."""
    sources: tuple[Source, ...] = Field(min_length=1)
    steps: tuple[Step, ...] = Field(min_length=1)


class DueStep(NamedTuple):
    """A step with the day by which it should be done."""

    step: Step
    due: dt.date


def load_timeline(folder: Path | None = None) -> Timeline:
    """Read the steps of a visit.

    Args:
        folder: The state's own practice files; a "timeline.yaml" there replaces the built-in one.

    Raises:
        PracticeError: The file cannot be used; it carries every fault.
    """
    return read_practice(FILE, folder, Timeline, id_faults("steps"), source_faults)[0]


def timeline_for(timeline: Timeline, first_day: dt.date) -> tuple[DueStep, ...]:
    """Work out when each step of a visit is due.

    Days are calendar days: weekends and holidays are not moved, as no rule for that was found.

    Args:
        timeline: The steps.
        first_day: The first day on site.

    Returns:
        Earliest first; steps of one day in the order of the file. A day beyond the calendar's
        years 1 to 9999 becomes its last or first.
    """
    due = [DueStep(step, _moved(first_day, step.day)) for step in timeline.steps]
    return tuple(sorted(due, key=lambda one: one.due))


def _moved(date: dt.date, days: int) -> dt.date:
    ordinal = date.toordinal() + days
    return dt.date.fromordinal(min(max(ordinal, 1), dt.date.max.toordinal()))
