"""What a report is made from: a program, a visit, its scored scales, and the plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from scoring.agreement import Agreement
from scoring.explanation import Scored

Grade = Literal["A", "B", "C", "D"]
Effort = Literal["small", "medium", "large"]


@dataclass(frozen=True)
class ProgramFacts:
    """The program that was assessed; what is empty is left out of the report."""

    name: str
    agency: str = ""
    setting: str = ""
    levels_of_care: tuple[str, ...] = ()
    region: str = ""
    caseload: int | None = None
    populations: tuple[str, ...] = ()
    invented: bool = False
    """Sample data; every report of it says so."""


@dataclass(frozen=True)
class VisitFacts:
    """When the ratings were made, on what occasion, and by whom."""

    date: date
    kind: str = ""
    """In words ("Self-audit"), or as an id ("self_audit")."""
    rater: str = ""
    draft: bool = False
    """Not everything is rated yet; every report of it says so."""
    status: str = ""
    """Where the visit stands, in words; empty where it is not kept anywhere."""
    signature: tuple[tuple[str, str], ...] = ()
    """Label and value of who signed, when, and the hash; empty until the visit is final."""
    entered: tuple[date, date] | None = None
    """First and last day on which the ratings were entered; None where that is not known."""


@dataclass(frozen=True)
class AnswerFacts:
    """What lies beside an item's level."""

    note: str = ""
    sources: tuple[str, ...] = ()
    grade: Grade | None = None
    numerator: int | None = None
    denominator: int | None = None
    reason: str = ""
    """Why the item is not applicable, or what was missing to rate it."""
    confirmed: bool = True
    """False: copied from an earlier visit, and nobody has looked at it since."""


NO_ANSWER = AnswerFacts()


@dataclass(frozen=True)
class WrittenWords:
    """What a reviewer wrote into the report in place of the draft.

    Attributes:
        level: The level it was written for.
        words: Empty where the draft stands.
        said: Whether the report says it at all.
    """

    level: int
    words: str
    said: bool = True


@dataclass(frozen=True)
class ScaleResult:
    """One scale as it was rated at the visit.

    Attributes:
        scored: The ratings as given.
        verified: The same with weakly evidenced items held to the scale's cap; None where nobody
            was asked for evidence, and then the report says nothing of a verified score.
        target_level: The level aimed at; the scale's own where None.
        answers: Item id to what lies beside its level; items may be missing.
        counts: Count fact id to its answer.
        stamp: SHA-256 of the scale file that the visit was rated with; empty where unknown.
        written: Item id and subject ("strength", "recommendation") to what a reviewer wrote.
        agreement: Of the raters before they settled anything; None where one rated alone, or
            where who reads the report may not see what each of them gave.
        by_reviewers: Whether others than the program rated; then no score is called self-reported.
        item_targets: Item id to the level aimed at, for items with a target of their own.
        mean_targets: Id of a subscale or the total to the mean aimed at, where one is.
    """

    scored: Scored
    verified: Scored | None = None
    target_level: int | None = None
    answers: Mapping[str, AnswerFacts] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    stamp: str = ""
    written: Mapping[tuple[str, str], WrittenWords] = field(default_factory=dict)
    agreement: Agreement | None = None
    by_reviewers: bool = False
    item_targets: Mapping[str, int] = field(default_factory=dict)
    mean_targets: Mapping[str, Fraction] = field(default_factory=dict)

    @property
    def target(self) -> int:
        """The level aimed at where an item has no target of its own."""
        return self.scored.scale.target_level if self.target_level is None else self.target_level

    def target_of(self, item: str) -> int:
        """The level aimed at for an item: its own target, else the scale's."""
        return self.item_targets.get(item, self.target)

    def answer(self, item: str) -> AnswerFacts:
        """What lies beside an item's level."""
        return self.answers.get(item, NO_ANSWER)


@dataclass(frozen=True)
class PlanLine:
    """One action of the improvement plan.

    Attributes:
        items: What it is to raise, as (scale id, item id).
        start, due: Days, both included.
        barrier: What stands in the way, in words.
        baseline, target: Levels before and hoped for.
        done: Who called it done, and on which day; None where it is not done.
        verified: Who else has seen it, and on which day.
        since: Since which day it has its status; None where that is not known.
        added: The day it came into the plan; None where it is not in it.
        carried: Whether it goes on with an action of an earlier plan.
        carried_from: The day of the visit that plan is of; None where that is not known.
        goes_on: The day of the visit in whose plan it goes on; None where it goes on in none.
    """

    do: str
    reason: str = ""
    items: tuple[tuple[str, str], ...] = ()
    owner: str = ""
    start: date | None = None
    due: date | None = None
    effort: Effort | None = None
    barrier: str = ""
    measure_of_success: str = ""
    status: str = ""
    baseline: int | None = None
    target: int | None = None
    note: str = ""
    done: tuple[str, date] | None = None
    verified: tuple[str, date] | None = None
    since: date | None = None
    added: date | None = None
    carried: bool = False
    carried_from: date | None = None
    goes_on: date | None = None


@dataclass(frozen=True)
class CorrectionFacts:
    """What the program said was factually wrong.

    Attributes:
        item: Scale, id and name.
        says: In the program's words, and who said it when.
        answer: Of the reviewers; says so where there is none yet.
        rating: Then, and now.
    """

    item: str
    says: str
    answer: str
    rating: str
