"""What a report over many programs is made of, before anything is said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from scales.model import Scale
from scoring.agreement import AgreementAcross
from scoring.chance import Chance
from scoring.change import Change
from scoring.due import DueState
from scoring.scores import Scores

Outcome = Literal["improved", "declined", "within_chance", "unknown", "not_comparable", "none"]
"""How a program's total moved since the year before; `none` where there is no visit of the same
sort then."""
Stage = Literal["planned", "in_progress", "done", "verified", "dropped"]
"""How far an action is: `done` is the word of who did it, `verified` somebody else's too."""


@dataclass(frozen=True)
class ProgramFact:
    """A program as it stands in lists."""

    id: int
    name: str
    """An invented one says so."""
    agency: str = ""
    region: str = ""
    setting: str = ""
    levels_of_care: str = ""


@dataclass(frozen=True)
class YearBefore:
    """What moved since a visit about a year before the latest.

    Attributes:
        day, kind: Of that visit; the kind in words.
    """

    day: dt.date
    kind: str
    change: Change

    @property
    def difference(self) -> Fraction | None:
        """How far the total moved, over the items rated both times."""
        return self.change.total.difference if self.change.total else None


@dataclass(frozen=True)
class RatedProgram:
    """A program's latest finished visit on a scale; its scores are a row of `StateScale.scores`.

    Attributes:
        kind: Of the visit, in words.
        version: Of the scale file it was rated with.
        before: None where there was no visit of the same sort about a year before.
    """

    program: ProgramFact
    day: dt.date
    kind: str
    version: str
    before: YearBefore | None


@dataclass(frozen=True)
class StateScale:
    """One scale over all programs.

    Attributes:
        rated: In the order of the rows of `scores`.
        left_out: Programs of which every finished visit was rated with a version that cannot be
            set beside the others.
        behind: Programs shown by an earlier visit, as their latest finished one was rated with such
            a version.
        chance: What raters of one visit differ by, over all visits up to the day of the report
            that may be seen.
        agreement: Of visits to these programs that two or more rated alone; None without one.
            Raters are numbered by visit, so that nobody's name is in it.
        agreed_since, agreed_until: Days of those visits.
        file_changed: How many of `rated` were rated before the scale file was changed with the
            same version.
    """

    scale: Scale
    rated: tuple[RatedProgram, ...]
    scores: Scores
    left_out: int
    behind: int
    chance: Chance
    agreement: AgreementAcross | None
    agreed_since: dt.date | None = None
    agreed_until: dt.date | None = None
    file_changed: int = 0

    def outcome(self, each: RatedProgram) -> Outcome:
        """Say whether the total moved, and by more than raters of one visit differ by."""
        if each.before is None:
            return "none"
        difference = each.before.difference
        if difference is None:
            return "not_comparable"
        beyond = self.chance.total.beyond(difference)
        if beyond is None:
            return "unknown"
        if not beyond:
            return "within_chance"
        return "improved" if difference > 0 else "declined"


@dataclass(frozen=True)
class ActionFact:
    """One action of a program's plan.

    Attributes:
        overdue: Whether it is planned or in progress and its day has passed.
        done, verified: Who said so and when; None where nobody did.
    """

    program: ProgramFact
    do: str
    items: str
    owner: str
    due: dt.date | None
    stage: Stage
    overdue: bool
    done: tuple[str, dt.date] | None = None
    verified: tuple[str, dt.date] | None = None


@dataclass(frozen=True)
class StateFacts:
    """A portfolio on one day.

    Attributes:
        made_for: Who asked: the report holds what they may see.
        looked_at: The filters in words; empty where all programs are looked at.
        programs: All that are looked at, rated or not, in the order of their names.
        invented: How many of them are invented.
        due: Programs by how they stand to the rules of their scales.
        scales: Those that any of the programs was rated with.
        actions: Of all plans up to that day, by program; how far each is, is as stored when the
            report was made.
        without_plan: Programs without any action.
    """

    made_on: dt.date
    made_for: str
    looked_at: str
    programs: tuple[ProgramFact, ...]
    invented: int
    due: Mapping[DueState, int]
    scales: tuple[StateScale, ...]
    actions: tuple[ActionFact, ...]
    without_plan: int
