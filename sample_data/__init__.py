"""Invented programs that exercise every feature, one for each kind of user."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class SampleAction:
    """An action that was taken into a visit's plan; its words stand in the scale file."""

    scale: str
    item: str
    action: str
    """Id of the improvement action within its item."""
    owner: str
    """A role, never a person."""
    start: dt.date
    due: dt.date
    barrier: str
    """Id of a barrier; empty if nothing stands in the way."""
    status: str
    note: str


@dataclass(frozen=True)
class SampleVisit:
    """A visit; its answers stand in a ratings file."""

    date: dt.date
    kind: str
    rater: str
    scales: tuple[str, ...]
    """Ids of the scales that were rated."""
    ratings: Path
    plan: tuple[SampleAction, ...]


@dataclass(frozen=True)
class SampleProgram:
    """An invented program and its visits, the earliest first."""

    name: str
    agency: str
    setting: str
    levels_of_care: tuple[str, ...]
    region: str
    caseload: int
    populations: tuple[str, ...]
    invented: bool
    """Always True; every screen and report says so."""
    story: str
    """What the program is there to show."""
    visits: tuple[SampleVisit, ...]


def load_samples() -> tuple[SampleProgram, ...]:
    """Return the invented programs, in the order to offer them."""
    data = json.loads((FOLDER / "programs.json").read_text(encoding="utf-8"))
    return tuple(_program(program) for program in data["programs"])


def _program(data: dict[str, Any]) -> SampleProgram:
    visits = tuple(_visit(visit) for visit in data["visits"])
    lists = {key: tuple(data[key]) for key in ("levels_of_care", "populations")}
    return SampleProgram(**{**data, **lists, "visits": visits})


def _visit(data: dict[str, Any]) -> SampleVisit:
    return SampleVisit(
        date=dt.date.fromisoformat(data["date"]),
        kind=data["kind"],
        rater=data["rater"],
        scales=tuple(data["scales"]),
        ratings=FOLDER / data["ratings"],
        plan=tuple(_action(action) for action in data["plan"]),
    )


def _action(data: dict[str, Any]) -> SampleAction:
    days = {key: dt.date.fromisoformat(data[key]) for key in ("start", "due")}
    return SampleAction(**{**data, **days})
