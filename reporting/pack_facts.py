"""What forms for a visit without a network are made from: the visit, its scales, its answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from reporting.facts import Grade
from scales.model import Scale

State = Literal["unanswered", "rated", "not_applicable", "not_enough_information"]


@dataclass(frozen=True)
class GivenAnswer:
    """What a rater has answered already. Only "rated" has a level."""

    state: State = "unanswered"
    level: int | None = None
    reason: str = ""
    numerator: int | None = None
    denominator: int | None = None
    note: str = ""
    grade: Grade | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class PackScale:
    """One scale to rate, with what one rater has answered on it."""

    scale: Scale
    stamp: str
    """SHA-256 of its file."""
    answers: Mapping[str, GivenAnswer] = field(default_factory=dict)
    """By item id."""
    choices: Mapping[str, str] = field(default_factory=dict)
    """By fact id."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """By fact id."""


@dataclass(frozen=True)
class Pack:
    """The visit that forms are made for."""

    program: str
    date: date
    kind: str
    """Of the visit, as an id ("self_audit")."""
    visit: int
    """Its number in the database."""
    scales: tuple[PackScale, ...]
    rater: str = ""
    """Empty where whoever rates writes their name."""
    raters: tuple[str, ...] = ()
    """Names of those who rate the visit."""
    invented: bool = False
    """Sample data; every form says so."""
