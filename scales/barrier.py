"""What may stand in the way of an improvement: the list a plan's barriers are picked from."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from scales.criteria import load_criteria

_FILE = Path(__file__).with_name("barriers.csv")


@dataclass(frozen=True)
class Barrier:
    """One obstacle, in the words a director would pick it by."""

    id: str
    """Stable: plans and exports keep it."""
    name: str
    criterion: int
    """Number of the founding criterion it comes from; enablers are named as what is missing."""
    items: tuple[str, ...]
    """Ids of the items that it holds back."""


@cache
def load_barriers() -> tuple[Barrier, ...]:
    """Return all barriers, in the order they are offered."""
    items = {criterion.number: criterion.items for criterion in load_criteria()}
    with _FILE.open(encoding="utf-8", newline="") as file:
        return tuple(_barrier(row, items) for row in csv.DictReader(file))


def _barrier(row: dict[str, str], items: dict[int, tuple[str, ...]]) -> Barrier:
    number = int(row["criterion"])
    return Barrier(id=row["id"], name=row["name"], criterion=number, items=items[number])
