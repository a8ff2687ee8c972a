"""The cells of one rating: what may stand in them, and what to say where something else does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from scales.fault import Fault, join, near, quote
from scales.item import Item
from scales.model import ChoiceFact, CountFact, Scale
from scoring import State

MOST = 1_000_000_000
_STATES = {"": State.NOT_RATED, "NA": State.NOT_APPLICABLE, "NEI": State.NOT_ENOUGH}


class Wording:
    """How a scale's items and facts are written in a ratings file, looked up and never parsed.

    Args:
        scale: The scale.
        others: Item id to the id of another scale, to say where a misplaced item belongs.
    """

    def __init__(self, scale: Scale, others: Mapping[str, str]) -> None:
        self.scale = scale
        self._others = others
        levels = {str(n): n for n in range(scale.levels.low, scale.levels.high + 1)}
        self.levels: Mapping[str, int] = levels | {k: int(v) for k, v in _STATES.items()}
        self.items: Mapping[str, Item] = {item.id: item for item in scale.items}
        self.choices: Mapping[str, ChoiceFact] = {fact.id: fact for fact in scale.choice_facts}
        self.counts: Mapping[str, CountFact] = {fact.id: fact for fact in scale.count_facts}

    @cached_property
    def left_out(self) -> frozenset[str]:
        """Items that may be not applicable."""
        return frozenset(item.id for item in self.scale.items if item.not_applicable.permitted)

    @cached_property
    def _sources(self) -> Mapping[str, Mapping[str, str]]:
        return {
            item.id: {source.casefold(): source for source in item.evidence}
            for item in self.scale.items
        }

    def unknown(self, line: int, item: str) -> Fault:
        """Tell that the scale has neither an item nor a fact of that name."""
        found = f"the {self.scale.short_name} scale has no such item."
        known = [*self.items, *self.choices, *self.counts]
        if item in self._others:
            fix = f"It belongs to {quote(self._others[item])}: write that as its scale."
        else:
            ends = f"Its items run from {quote(known[0])} to {quote(self.scale.item_ids[-1])}."
            fix = near(item, known) or ends
        return Fault("R01", line, f"item {quote(item)}", found, fix)

    def no_level(self, line: int, item: str, rating: str) -> Fault:
        """Tell that a rating is neither a level nor a state."""
        low, high = self.scale.levels.low, self.scale.levels.high
        whole = rating.rstrip("0").rstrip(".,") if rating[-2:] in (".0", ",0") else ""
        found = f"{_as_found(rating)} is not a level (it has {low} to {high})."
        if whole and whole in self.levels:
            fix = f"Write {whole}, as a whole number."
        elif rating.upper().replace("/", "") in _STATES or rating.upper() in ("N.A.", "N.A"):
            fix = "Write NA where the item does not apply, or NEI for not enough information."
        else:
            fix = "Pick the level the evidence supports, or leave it empty."
        return Fault("R02", line, self.place(item), found, fix)

    def not_left_out(self, line: int, item: str) -> Fault:
        """Tell that an item may not be left out."""
        found = "not applicable is not permitted here."
        return Fault("R03", line, self.place(item), found, self.items[item].not_applicable.rule)

    def no_choice(self, line: int, fact: str, answer: str) -> Fault:
        """Tell that a fact has no such choice."""
        known = [choice.id for choice in self.choices[fact].choices]
        found = f"{quote(answer)} is not one of its choices."
        fix = near(answer, known) or f"Choose {join(map(quote, known))}."
        return Fault("R04", line, f"fact {quote(fact)}", found, fix)

    def source(self, item: str, written: str) -> str | None:
        """The source of evidence that is meant; None where the item has none of that name."""
        return self._sources.get(item, {}).get(written.casefold())

    def no_source(self, line: int, item: str, written: str) -> Fault:
        """Tell that an item names no such source of evidence."""
        known = self._sources.get(item, {}).values()
        found = f"{quote(written)} is not one of the sources of evidence of this item."
        fix = near(written, known) or "Write it into the note."
        place = f"item {quote(item)}, sources"
        return Fault("R31", line, place, found, fix)

    def no_count(self, line: int, place: str, answer: str, code: str) -> Fault:
        """Tell that a count is not a whole number."""
        found = f"{_as_found(answer)} is not a whole number from 0 to {MOST:,}."
        return Fault(code, line, place, found, "Correct it, or leave it empty.")

    def check_counts(
        self, line: int, item: str, numerator: int | None, denominator: int | None
    ) -> Sequence[Fault]:
        """Check that what was counted is part of the whole."""
        if numerator is None or item not in self.items:
            return ()
        if denominator is None or numerator <= denominator:
            return ()
        found = f"the numerator {numerator} is larger than the denominator {denominator}."
        return (Fault("R07", line, self.place(item), found, "Correct one of the two."),)

    def place(self, item: str) -> str:
        """Name an item as a reader knows it."""
        return f"item {quote(item)}, {self.items[item].name}"


def as_count(cell: str) -> int | None:
    """Read a whole number from 0 to 1,000,000,000; None where it is none."""
    if cell.isascii() and cell.isdigit() and len(cell) <= 10 and int(cell) <= MOST:
        return int(cell)
    return None


def _as_found(text: str) -> str:
    plain = text.lstrip("+-").replace(".", "").replace(",", "").isdigit() and len(text) < 12
    return text if plain else quote(text)
