"""One check, and how it is put to every item or every scale of a visit."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from reporting.facts import AnswerFacts
from reporting.preflight.finding import Place, Severity
from reporting.preflight.visit import (
    UNANSWERED,
    ScaleUnderCheck,
    StoredAnswer,
    VisitUnderCheck,
)
from scales.item import Item


@dataclass(frozen=True)
class Spot:
    """A sentence about what was found, and the place that mends it."""

    sentence: str
    place: Place


Find = Callable[[VisitUnderCheck], Iterable[Spot]]


@dataclass(frozen=True)
class Check:
    """One thing that is looked for, with the words that explain it.

    Attributes:
        code: Never changes its meaning.
        looks_for: What it finds, as the reference page says it.
        why: What it would do to the judgment.
        fix: How to mend it.
        find: Names every place where it is found.
    """

    code: str
    severity: Severity
    looks_for: str
    why: str
    fix: str
    find: Find


@dataclass(frozen=True)
class ItemUnderCheck:
    """One item of a scale of a visit."""

    visit: VisitUnderCheck
    of: ScaleUnderCheck
    item: Item

    @property
    def level(self) -> int:
        """What counts: a level, or a `State`."""
        return self.of.result.scored.row.levels[self.item.id]

    @property
    def rated(self) -> bool:
        """Whether a level counts."""
        return self.level >= 0

    @property
    def stored(self) -> StoredAnswer:
        """What is stored, even where it does not count."""
        return self.of.stored.get(self.item.id, UNANSWERED)

    @property
    def answer(self) -> AnswerFacts:
        """What lies beside the level."""
        return self.of.result.answer(self.item.id)

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything that was written about it, by whomever."""
        return (self.answer.reason, self.stored.because, *self._notes)

    @property
    def has_note(self) -> bool:
        """Whether a note or a reason stands there that could explain the level."""
        return any(text.strip() for text in (self.stored.because, *self._notes))

    @property
    def _notes(self) -> tuple[str, ...]:
        theirs = (rater.notes.get(self.item.id, "") for rater in self.of.raters)
        return (self.answer.note, *theirs)


SayItem = Callable[[ItemUnderCheck], str | None]
SayScale = Callable[[VisitUnderCheck, ScaleUnderCheck], Iterable[Spot]]


def each_item(say: SayItem) -> Find:
    """Put a question to every item; what it says is told after the item's name."""

    def find(visit: VisitUnderCheck) -> Iterable[Spot]:
        for of in visit.scales:
            for item in of.scale.items:
                if words := say(ItemUnderCheck(visit, of, item)):
                    sentence = f"{item.id} {item.name}: {words}"
                    yield Spot(sentence, item_place(visit, of, item.id))

    return find


def each_scale(say: SayScale) -> Find:
    """Put a question to every scale."""

    def find(visit: VisitUnderCheck) -> Iterable[Spot]:
        for of in visit.scales:
            yield from say(visit, of)

    return find


def item_place(visit: VisitUnderCheck, of: ScaleUnderCheck, item: str) -> Place:
    """Where the official answer to an item is given."""
    page = "consensus" if visit.official is None else "assess"
    return Place(page, of.scale.id, of.scale.item(item).subscale, item)


def scale_place(visit: VisitUnderCheck, of: ScaleUnderCheck, part: str | None = None) -> Place:
    """Where the official answers of a scale, or of one subscale, are given."""
    return Place("consensus" if visit.official is None else "assess", of.scale.id, part)
