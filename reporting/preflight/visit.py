"""What is checked: a visit as it stands, its people, and its scales as they would be signed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from reporting.facts import ScaleResult
from scales.model import Scale

Kind = Literal["self_audit", "site_visit", "follow_up"]
AnswerState = Literal["rated", "not_applicable", "not_enough_information", "unanswered"]


@dataclass(frozen=True)
class RatingMember:
    """One who rates at the visit.

    Attributes:
        outside: Whether this person is from outside the program; None where nobody said.
        submitted: Whether the ratings were handed in, after which they stay as they are.
        rated_on: The day of the latest rating; None where there is none, or it is not known.
    """

    name: str
    outside: bool | None = None
    submitted: bool = True
    rated_on: date | None = None


@dataclass(frozen=True)
class Correction:
    """A factual correction that the program asked for, to one item."""

    scale: str
    item: str
    answered: bool


@dataclass(frozen=True)
class TimelineStep:
    """A step of the visit; `due` is the last day on which it is on time."""

    name: str
    due: date
    done: bool = False


@dataclass(frozen=True)
class Document:
    """A document that the program was asked for."""

    name: str
    received: bool


@dataclass(frozen=True)
class StoredAnswer:
    """What is stored of an official answer, even where it does not count.

    Attributes:
        because: Why the consensus differs from a rater's level.
    """

    state: AnswerState = "unanswered"
    level: int | None = None
    because: str = ""


UNANSWERED = StoredAnswer()


@dataclass(frozen=True)
class RaterLevels:
    """One rater's own ratings on a scale.

    Attributes:
        levels: Item id to a level or a `State`; a missing item is not rated.
        notes: Item id to the rater's note; items may be missing.
        choices: Fact id to the rater's choice; facts may be missing.
    """

    rater: str
    levels: Mapping[str, int]
    notes: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SeenAlike:
    """How many ratings the raters gave alike, of those that could be compared."""

    alike: int
    of: int


@dataclass(frozen=True)
class ScaleUnderCheck:
    """One scale with its official ratings: the consensus, or the only rater's own.

    Attributes:
        result: As the report would show it. An answer that does not count (copied and not
            confirmed, not applicable without a reason, a level the scale does not have) is not
            rated in its row.
        stored: Item id to what is stored of the official answer; items may be missing.
        raters: Each rater's own ratings, in the order to name them.
        seen_alike: Exact agreement of the raters; None where it cannot be told.
        previous: Item id to the official level at the visit before; empty where there was none.
        same_file: Whether the scale file is still the one that the visit began with.
    """

    result: ScaleResult
    stored: Mapping[str, StoredAnswer]
    raters: tuple[RaterLevels, ...] = ()
    seen_alike: SeenAlike | None = None
    previous: Mapping[str, int] = field(default_factory=dict)
    same_file: bool = True

    @property
    def scale(self) -> Scale:
        """The scale that was rated."""
        return self.result.scored.scale


@dataclass(frozen=True)
class VisitUnderCheck:
    """A visit before it is signed.

    Attributes:
        date: The first day of the visit.
        today: The day of the check.
        official: Whose ratings are the official ones; None where they are the consensus.
        has_contact: Whether somebody of the program is named to talk to.
        last_day: The last day of the visit, where it took more than one.
        sent_on: When the program was sent the draft report for factual corrections; None if not.
        scales: In the order to show them.
        missing: Ids of scales that were rated and whose files are missing or have faults.
    """

    date: date
    kind: Kind
    today: date
    has_lead: bool
    has_contact: bool
    members: tuple[RatingMember, ...]
    scales: tuple[ScaleUnderCheck, ...]
    official: str | None = None
    last_day: date | None = None
    sent_on: date | None = None
    corrections: tuple[Correction, ...] = ()
    timeline: tuple[TimelineStep, ...] = ()
    documents: tuple[Document, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def ended(self) -> date:
        """The last day of the visit."""
        return self.last_day or self.date

    @property
    def reviewed(self) -> bool:
        """Whether others than the program itself look at it."""
        return self.kind != "self_audit"
