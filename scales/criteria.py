"""What the founding documents ask of a program, and the items that carry each criterion."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("criteria.csv")


@dataclass(frozen=True)
class Criterion:
    """One rateable criterion of the founding documents."""

    number: int
    group: str
    """Letter of its group, A to T."""
    group_name: str
    founding_documents: tuple[str, ...]
    """Codes of the documents (S0 to S4) that name it."""
    text: str
    scales: tuple[str, ...]
    """a: components of dual-disorder treatment (iddt, goi); b: trauma_informed; c: integration."""
    items: tuple[str, ...]
    """Ids of the items that carry it."""
    formulation: str
    """How it would be rated."""
    level_1: str
    level_3: str
    level_5: str


@cache
def load_criteria() -> tuple[Criterion, ...]:
    """Return all rateable criteria, in the order of their numbers."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return tuple(_criterion(row) for row in csv.DictReader(file))


def _criterion(row: dict[str, str]) -> Criterion:
    return Criterion(
        number=int(row["number"]),
        group=row["group"],
        group_name=row["group_name"],
        founding_documents=tuple(row["seeds"].split()),
        text=row["criterion"],
        scales=tuple(row["scales"].split()),
        items=tuple(row["items"].split()),
        formulation=row["formulation"],
        level_1=row["level_1"],
        level_3=row["level_3"],
        level_5=row["level_5"],
    )
