"""How each program stands to the rules of its scales, the program as one."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from handover.due_list import DueLine
from handover.pool import PoolVisit
from reporting.due_words import STATES
from scoring.due import DueState
from storage.programs import Program


@dataclass(frozen=True)
class DueProgram:
    """A program with how it stands to the rule of each of its scales.

    Attributes:
        lines: By scale, what asks for something first; at least one.
    """

    program: Program
    lines: tuple[DueLine, ...]

    @property
    def state(self) -> DueState:
        """The most urgent state of its scales: a visit rates all of them."""
        return self.lines[0].due.state

    @property
    def begun(self) -> dt.date | None:
        """The day of a visit in progress or planned, the earliest; None where there is none."""
        return min((line.due.begun for line in self.lines if line.due.begun), default=None)


def by_program(lines: Iterable[DueLine]) -> tuple[DueProgram, ...]:
    """Put the lines of each program together, in the order in which programs first come.

    Args:
        lines: What asks for something first, as `due_lines` gives them.
    """
    found: dict[int, list[DueLine]] = {}
    for line in lines:
        found.setdefault(line.program.id, []).append(line)
    return tuple(DueProgram(group[0].program, tuple(group)) for group in found.values())


def count_states(programs: Iterable[DueProgram]) -> Mapping[DueState, int]:
    """Count programs by state, every state there is, in the order of what comes first."""
    counted = Counter(program.state for program in programs)
    return {state: counted[state] for state in STATES}


def open_visits(programs: Sequence[DueProgram], pool: Iterable[PoolVisit]) -> dict[int, int]:
    """Find the visit that is in progress or planned; by program the number of the visit."""
    begun = {(each.program.id, each.begun) for each in programs if each.begun}
    return {
        each.program.id: each.visit.id
        for each in pool
        if (each.program.id, each.visit.date) in begun and each.is_open
    }
