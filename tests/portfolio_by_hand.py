"""What is to be said of many programs, worked out from raw rows without any code of ours.

The rules are those that the scale files and pages tell in words; sums are those of a pocket
calculator.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from math import sqrt
from pathlib import Path

DONE = ("draft_report", "with_program", "final")
BANDS = {"iddt": 14, "goi": 12}
"""How many items the mean of each scale is over; the supplementary item RP is not one of them."""


@dataclass
class Rated:
    """One scale at one visit: what is settled, and what each rater gave alone."""

    program: int
    day: dt.date
    status: str
    raters: list[str]
    kind: str
    sets: dict[str, dict[str, int]] = field(default_factory=dict)

    @property
    def result(self) -> dict[str, int]:
        name = "consensus" if len(self.raters) > 1 else self.raters[0]
        return self.sets.get(name, {})

    @property
    def done(self) -> bool:
        return self.status in DONE


def mean(levels: dict[str, int]) -> Fraction:
    """Over all items but the supplementary one."""
    counted = [level for item, level in levels.items() if item != "RP"]
    return Fraction(sum(counted), len(counted))


def band(levels: dict[str, int]) -> str:
    """High from 4.0, moderate from 3.0, low below."""
    found = mean(levels)
    return "High fidelity" if found >= 4 else "Moderate fidelity" if found >= 3 else "Low fidelity"


class ByHand:
    """The rows of a database."""

    def __init__(self, path: Path) -> None:
        self.rows = sqlite3.connect(path)
        names = self.rows.execute("SELECT id, name FROM program WHERE NOT archived")
        self.programs: dict[int, str] = dict(names.fetchall())

    def visits(self, scale: str) -> list[Rated]:
        """Every visit with a scale, the earliest first."""
        raters = defaultdict(list)
        for visit, name in self.rows.execute(
            "SELECT visit_id, name FROM team_member WHERE rates ORDER BY id"
        ):
            raters[visit].append(name)
        found = {
            place: Rated(program, dt.date.fromisoformat(day), status, raters[visit], kind)
            for place, visit, program, day, status, kind in self.rows.execute(
                "SELECT a.id, v.id, v.program_id, v.date, v.status, v.kind FROM assessment a "
                "JOIN visit v ON v.id = a.visit_id WHERE a.scale_id = ? ORDER BY v.date, v.id",
                (scale,),
            )
        }
        for place, rater, item, level in self.rows.execute(
            "SELECT assessment_id, rater, item, level FROM answer "
            "WHERE state = 'rated' AND confirmed"
        ):
            if place in found:
                found[place].sets.setdefault(rater, {})[item] = level
        return list(found.values())

    def latest(self, scale: str, today: dt.date) -> dict[int, Rated]:
        """By program, the latest finished visit."""
        return {
            each.program: each
            for each in self.visits(scale)
            if each.done and each.result and each.day <= today
        }

    def due_states(self, scales: tuple[str, ...], today: dt.date) -> Counter[str]:
        """Programs by the most urgent state of their scales."""
        urgent = ("overdue", "due", "never_rated", "in_progress", "planned", "later")
        states: defaultdict[int, list[str]] = defaultdict(list)
        for scale in scales:
            by_program = defaultdict(list)
            for each in self.visits(scale):
                by_program[each.program].append(each)
            for program, visits in by_program.items():
                states[program].append(_state(scale, visits, today))
        never = ["never_rated"]
        return Counter(min(states.get(p, never), key=urgent.index) for p in self.programs)

    def limit(self, scale: str) -> float:
        """1.96 x √2 x SEM with SEM² = Σ d² / 2n over the visits that two rated alone."""
        apart = [
            float(mean(one) - mean(other))
            for each in self.visits(scale)
            if len(each.raters) == 2 and each.status != "draft"
            for one, other in [[each.sets[rater] for rater in each.raters]]
        ]
        return 1.96 * sqrt(2) * sqrt(sum(d * d for d in apart) / (2 * len(apart)))

    def moved(self, scale: str, today: dt.date) -> Counter[str]:
        """Programs by how their mean moved since the visit nearest to a year before."""
        limit, found = self.limit(scale), Counter()
        for program, now in self.latest(scale, today).items():
            there = [
                each
                for each in self.visits(scale)
                if each.program == program
                and each.done
                and (each.kind == "self_audit") == (now.kind == "self_audit")
                and _months(now.day, -15) <= each.day <= _months(now.day, -9)
            ]
            if not there:
                found["none"] += 1
                continue
            year = _months(now.day, -12)
            then = min(there, key=lambda each: abs((each.day - year).days))
            moved = float(mean(now.result) - mean(then.result))
            if abs(moved) <= limit:
                found["within_chance"] += 1
            else:
                found["improved" if moved > 0 else "declined"] += 1
        return found

    def pairs(self, scale: str, today: dt.date) -> tuple[int, int, int]:
        """Pairs of ratings of one item at one visit: all, the same, no more than one apart."""
        apart = [
            abs(one[item] - other[item])
            for each in self.visits(scale)
            if len(each.raters) == 2 and each.done and each.day <= today
            for one, other in [[each.sets[rater] for rater in each.raters]]
            for item in one
        ]
        return len(apart), apart.count(0), sum(a <= 1 for a in apart)

    def actions(self, today: dt.date) -> tuple[Counter[str], int]:
        """Actions by how far they are, and how many are overdue."""
        stages, overdue = Counter(), 0
        for status, due, verified in self.rows.execute(
            "SELECT p.status, p.due, c.verified_at FROM plan_action p "
            "LEFT JOIN action_check c ON c.action_id = p.id"
        ):
            stages["verified" if verified else status] += 1
            late = due is not None and dt.date.fromisoformat(due) < today
            overdue += late and status in ("planned", "in_progress")
        return stages, overdue


def _months(day: dt.date, months: int) -> dt.date:
    """The same day so many months on, or the last one of a shorter month."""
    year, month = day.year, day.month + months
    while month < 1:
        year, month = year - 1, month + 12
    while month > 12:
        year, month = year + 1, month - 12
    last = day.day
    while True:
        try:
            return dt.date(year, month, last)
        except ValueError:
            last -= 1


def _state(scale: str, visits: list[Rated], today: dt.date) -> str:
    """Every 6 months in the first years, for IDDT and GOI until high fidelity; then yearly."""
    done = [each for each in visits if each.done and each.day <= today]
    begun = [
        each
        for each in visits
        if not each.done
        and _months(each.day, 6) >= today
        and not any(each.day < later.day for later in done)
    ]
    if begun:
        return "planned" if max(each.day for each in begun) > today else "in_progress"
    if not done:
        return "never_rated"
    first, last = done[0], done[-1]
    years = 2 if scale in BANDS else 1
    short = last.day < _months(first.day, 12 * years)
    if scale in BANDS and band(last.result) != "High fidelity":
        short = True
    on = _months(last.day, 6 if short else 12)
    if on < today:
        return "overdue"
    return "due" if (on - today).days <= 60 else "later"
