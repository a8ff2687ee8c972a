"""A scale file as plain data that remembers on which line each part stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from scales.fault import Fault

Place = tuple[str | int, ...]
"""The way to a part: keys, and positions in lists counted from 0."""

# What one entry of a list is called. Lists not named here speak of "entry".
_NOUNS = {
    "actions": "action",
    "anchors": "anchor",
    "choices": "choice",
    "combined": "combined",
    "conditions": "condition",
    "cuts": "cut",
    "facts": "fact",
    "follows": "earlier version",
    "groups": "group",
    "items": "item",
    "needs": "need",
    "parts": "part",
    "probes": "probe",
    "profiles": "profile",
    "renamed": "renamed item",
    "requests": "request",
    "sources": "source",
    "steps": "step",
    "sublabels": "sublabel",
    "subscales": "subscale",
    "verdicts": "verdict",
    "warnings": "warning",
}


@dataclass(frozen=True)
class Document:
    """What a file holds, before it is known to be a scale."""

    data: object
    lines: Mapping[Place, int]
    refused: frozenset[Place] = frozenset()
    """Places left empty because their fault is told already."""

    @property
    def root(self) -> Part:
        """The file as a whole."""
        return Part(self, (), self.data)

    def at(self, place: Place) -> Part:
        """Return the part at a place; its value is None where nothing stands there."""
        part = self.root
        for step in place:
            part = part.get(step)
        return part


@dataclass(frozen=True)
class Part:
    """One part of a document, read leniently: what is not of the kind asked for is None.

    A wrong kind is another check's fault, so the checks that relate parts pass over it.
    """

    document: Document
    place: Place
    value: object

    @property
    def line(self) -> int:
        """The line it stands on, or that of the nearest part around it."""
        for end in range(len(self.place), -1, -1):
            line = self.document.lines.get(self.place[:end])
            if line is not None:
                return line
        return 1

    @property
    def text(self) -> str | None:
        """Its text."""
        return self.value if isinstance(self.value, str) else None

    @property
    def number(self) -> Decimal | None:
        """Its number, exactly as written."""
        if isinstance(self.value, bool) or not isinstance(self.value, int | float | str):
            return None
        try:
            number = Decimal(str(self.value))
        except InvalidOperation:
            return None
        return number if number.is_finite() else None

    @property
    def whole(self) -> int | None:
        """Its whole number."""
        number = self.number
        # A number of twenty digits is no level or count, and 1e999999 would take an age.
        if number is None or number.adjusted() > 18 or number != int(number):
            return None
        return int(number)

    @property
    def given(self) -> bool:
        """Whether anything stands there."""
        return self.value is not None

    @property
    def entries(self) -> list[Part]:
        """The entries of a list."""
        if not isinstance(self.value, list):
            return []
        return [Part(self.document, (*self.place, n), v) for n, v in enumerate(self.value)]

    @property
    def keyed(self) -> dict[str, Part]:
        """The values of a set of keys."""
        if not isinstance(self.value, dict):
            return {}
        return {key: Part(self.document, (*self.place, key), v) for key, v in self.value.items()}

    def get(self, step: str | int) -> Part:
        """Return what stands under a key or at a position of a list, counted from 0."""
        value = None
        if isinstance(self.value, dict):
            value = self.value.get(step)
        elif isinstance(self.value, list) and isinstance(step, int) and step < len(self.value):
            value = self.value[step]
        return Part(self.document, (*self.place, step), value)

    def fault(self, code: str, found: str, fix: str) -> Fault:
        """Tell a fault of this part."""
        return Fault(code, self.line, self.name, found, fix)

    @property
    def name(self) -> str:
        """Where it stands, as the author of the file knows it: 'item "X4", importance'."""
        words: list[str] = []
        here = self.document.root
        for step in self.place:
            within, here = here, here.get(step)
            if within.place == ("groups",):
                words[-1] = f'group "{step}"'
            elif isinstance(step, str):
                words.append(step)
            elif isinstance(here.value, dict) and words[-1] in _NOUNS:
                words[-1] = here._as_entry(_NOUNS[words[-1]])
            else:
                words.append(f"entry {step + 1}")
        return ", ".join(words)

    def _as_entry(self, noun: str) -> str:
        label = self.get("id").text or self.get("key").text
        if label:
            return f'{noun} "{label}"'
        level = self.get("level").whole
        if noun == "anchor" and level is not None:
            return f"anchor at level {level}"
        return f"{noun} {int(self.place[-1]) + 1}"
