"""What is written beside one item of a form, read as an answer, or every fault in it told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from exchange.filed import GRADES, Grade
from exchange.incoming import IncomingAnswer, State
from exchange.rating_cells import MOST, as_count
from scales.asked import asked_digest
from scales.fault import Fault, join, near, quote
from scales.form_fields import NOT_APPLICABLE, NOT_ENOUGH, Part, choice_words
from scales.item import Item
from scales.model import ChoiceFact, CountFact

_WHOLE = re.compile(r"([0-9]{1,10})(?:[.,]0+)?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBERS = re.compile(r"[0-9]{1,3}(?:[\s,;]+[0-9]{1,3})*[\s,;]*")
_STATES: Mapping[str, State] = {
    NOT_APPLICABLE: "not_applicable",
    "N/A": "not_applicable",
    NOT_ENOUGH: "not_enough_information",
}


class Written(NamedTuple):
    """One cell that is not empty: its text, and where it stands."""

    text: str
    place: str


class AnswerReading:
    """Reads answers; what is amiss gathers in `faults`.

    Args:
        letter: With which the codes of the format begin.
        asked: Digests of what the form asked, by scale and item or fact id.
    """

    def __init__(self, letter: str, asked: Mapping[tuple[str, str], str]) -> None:
        self.faults: list[Fault] = []
        self._letter = letter
        self._asked = asked

    def tell(self, number: int, place: str, found: str, fix: str) -> None:
        """Note a fault; 12 becomes "F12"."""
        self.faults.append(Fault(f"{self._letter}{number:02}", None, place, found, fix))

    def answer(
        self, scale_id: str, item: Item, written: Mapping[Part, Written], place: str
    ) -> IncomingAnswer | None:
        """Read what is written beside an item; None where it is not to be taken.

        Args:
            scale_id: The item's scale.
            item: The item.
            written: What is filled in; at least one part.
            place: Where the row or the question stands.
        """
        before = len(self.faults)
        self._check_wording(scale_id, item, place)
        state, level = self._level(item, written.get("level"))
        numerator = self._count("numerator", written.get("numerator"))
        denominator = self._count("denominator", written.get("denominator"))
        self._check_counts(item, numerator, denominator, written)
        grade = self._grade(written.get("grade"))
        sources = self._sources(item, written.get("sources"))
        reason, note = (_text(written.get(part)) for part in ("reason", "note"))
        if len(self.faults) > before:
            return None
        return IncomingAnswer(
            place, state, level, reason, numerator, denominator, note, grade, sources
        )

    def choice(self, scale_id: str, fact: ChoiceFact, written: Written) -> str | None:
        """Read the answer to a question by choice: its words or its id."""
        self._check_wording(scale_id, fact, written.place)
        words = choice_words(fact)
        given = " ".join(written.text.split()).casefold()
        for choice, text in words.items():
            if given in (choice.casefold(), " ".join(text.split()).casefold()):
                return choice
        found = f"{quote(written.text)} is not one of the choices of {quote(fact.id)}."
        fix = near(written.text, [*words.values(), *words]) or f"Choose {join(map(quote, words))}."
        self.tell(18, written.place, found, fix)
        return None

    def count(self, scale_id: str, fact: CountFact, written: Written) -> int | None:
        """Read the answer to a question by number."""
        self._check_wording(scale_id, fact, written.place)
        return self._count(fact.id, written)

    def _check_wording(
        self, scale_id: str, asked: Item | ChoiceFact | CountFact, place: str
    ) -> None:
        made_with = self._asked.get((scale_id, asked.id))
        if made_with == asked_digest(asked):
            return
        found = f"the wording of {quote(asked.id)} was changed after this form was made."
        if made_with is None:
            found = f"this form does not say how {quote(asked.id)} was worded when it was made."
        fix = "Empty what is filled in here, and answer it in the app as it asks now."
        self.tell(19, place, found, fix)

    def _level(self, item: Item, written: Written | None) -> tuple[State, int | None]:
        if written is None:
            return "unanswered", None
        levels = [anchor.level for anchor in item.anchors]
        state = _STATES.get(written.text.strip().upper())
        if state == "not_applicable" and not item.not_applicable.permitted:
            found = f"not applicable is not permitted for {quote(item.id)}."
            self.tell(13, written.place, found, item.not_applicable.rule)
        if state is not None:
            return state, None
        whole = _WHOLE.fullmatch(written.text.strip())
        if whole and int(whole[1]) in levels:
            return "rated", int(whole[1])
        found = f"{quote(written.text)} is not a level of {quote(item.id)}."
        fix = f"Choose {levels[0]} to {levels[-1]}, {NOT_ENOUGH}, or leave it empty."
        if _DAY.match(written.text):
            found = f"{found} The spreadsheet took what was typed for a date."
        self.tell(12, written.place, found, fix)
        return "unanswered", None

    def _count(self, name: str, written: Written | None) -> int | None:
        if written is None:
            return None
        whole = _WHOLE.fullmatch(written.text.strip())
        count = as_count(whole[1]) if whole else None
        if count is None:
            found = f"{quote(written.text)} is not a whole number from 0 to {MOST:,}."
            fix = f"Correct the {name}, or leave it empty."
            self.tell(14, written.place, found, fix)
        return count

    def _check_counts(
        self,
        item: Item,
        numerator: int | None,
        denominator: int | None,
        written: Mapping[Part, Written],
    ) -> None:
        most = item.measure.of if item.measure and item.measure.kind == "count" else None
        if numerator is None:
            return
        place = written["numerator"].place
        if denominator is not None and numerator > denominator:
            found = f"the numerator {numerator} is larger than the denominator {denominator}."
            self.tell(15, place, found, "Correct one of the two.")
        elif most is not None and numerator > most:
            found = f"{numerator} is more than {most}, the highest possible count."
            self.tell(15, place, found, "Correct it, or leave it empty.")

    def _grade(self, written: Written | None) -> Grade | None:
        if written is None:
            return None
        grade = GRADES.get(written.text.strip().upper())
        if grade is None:
            found = f"{quote(written.text)} is not an evidence grade."
            self.tell(16, written.place, found, "Choose A, B, C or D, or leave it empty.")
        return grade

    def _sources(self, item: Item, written: Written | None) -> tuple[str, ...]:
        if written is None:
            return ()
        seen: list[str] = []
        for one in _parted(written.text, item.evidence):
            source = _source(one, item.evidence)
            if source is None:
                found = f"{quote(one)} is not one of the sources of {quote(item.id)}."
                numbers = f"Write its number (1 to {len(item.evidence)}), or put it in the note."
                meant = near(one, item.evidence)
                fix = f"{meant} {numbers}" if meant.startswith("Did") else numbers
                self.tell(17, written.place, found, fix)
            else:
                seen.append(source)
        return tuple(source for source in item.evidence if source in seen)


def _parted(text: str, known: tuple[str, ...]) -> list[str]:
    """Take apart what was seen: numbers, or a name a line, or names with semicolons between."""
    if _NUMBERS.fullmatch(text.strip()):
        return re.findall(r"[0-9]+", text)
    lines = [line.strip() for line in text.splitlines()]
    parts: list[str] = []
    for line in lines:
        parts += [line] if line in known else [part.strip() for part in line.split(";")]
    return [part for part in parts if part]


def _source(text: str, known: tuple[str, ...]) -> str | None:
    if text.isascii() and text.isdigit():
        number = int(text)
        return known[number - 1] if 1 <= number <= len(known) else None
    return next((source for source in known if source.casefold() == text.casefold()), None)


def _text(written: Written | None) -> str:
    if written is None:
        return ""
    return written.text.replace("\r\n", "\n").replace("\r", "\n").strip()
