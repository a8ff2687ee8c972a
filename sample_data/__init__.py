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
class SampleMember:
    """Somebody on the team of a site visit."""

    name: str
    """Empty for the lead: whoever loads the samples."""
    role: str
    rates: bool


@dataclass(frozen=True)
class SampleCorrection:
    """What the program said of an item of the draft report, and what its reviewers answered."""

    scale: str
    item: str
    says: str
    said_on: dt.date
    outcome: str
    answer: str
    answered_on: dt.date


@dataclass(frozen=True)
class SampleVisit:
    """A visit; its answers stand in a ratings file."""

    date: dt.date
    kind: str
    rater: str
    """Who rated alone; empty where a team did. Their ratings and the consensus then stand in the
    file under their names; of the consensus, the note says why it differs from a rater."""
    scales: tuple[str, ...]
    """Ids of the scales that were rated."""
    ratings: Path
    plan: tuple[SampleAction, ...]
    team: tuple[SampleMember, ...]
    handed_in: dt.date | None
    settled: dt.date | None
    sent: dt.date | None
    corrections: tuple[SampleCorrection, ...]


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
        team=tuple(SampleMember(**member) for member in data.get("team", [])),
        **{step: _day(data.get(step)) for step in ("handed_in", "settled", "sent")},
        corrections=tuple(_correction(said) for said in data.get("corrections", [])),
    )


def _correction(data: dict[str, Any]) -> SampleCorrection:
    days = {key: dt.date.fromisoformat(data[key]) for key in ("said_on", "answered_on")}
    return SampleCorrection(**{**data, **days})


def _day(written: str | None) -> dt.date | None:
    return None if written is None else dt.date.fromisoformat(written)


def _action(data: dict[str, Any]) -> SampleAction:
    days = {key: dt.date.fromisoformat(data[key]) for key in ("start", "due")}
    return SampleAction(**{**data, **days})
