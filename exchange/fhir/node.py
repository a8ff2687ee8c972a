"""A value of a FHIR file that knows its place, and tells what is wrong with it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from scales.fault import Fault, near, quote

MOST_FAULTS = 1_000
"""Faults that are told of one file; whoever mends these will see the others."""


class FaultsUp(Exception):
    """So many faults are told that no further one is looked for."""


@dataclass
class Told:
    """What is wrong with a file, in the order in which it was found."""

    faults: list[Fault] = field(default_factory=list)

    def tell(self, code: str, place: str, found: str, fix: str) -> None:
        """Keep a fault.

        Raises:
            FaultsUp: It is one too many.
        """
        if len(self.faults) == MOST_FAULTS:
            there = f"there are more than {MOST_FAULTS:,} faults."
            self.faults.append(Fault("H02", None, "", there, "Mend the others first."))
            raise FaultsUp
        self.faults.append(Fault(code, None, _printable(place), _printable(found), fix))


@dataclass(frozen=True)
class Node:
    """A value and its place, written as a path from the root: `$.item[2].linkId`."""

    value: Any
    path: str
    told: Told

    def tell(self, code: str, found: str, fix: str) -> None:
        """Say what is wrong here."""
        self.told.tell(code, self.path, found, fix)

    def wrong(self, wanted: str) -> None:
        """Say that this is not of the kind that is wanted."""
        self.tell("H06", f"{shown(self.value)} is not {wanted}.", f"Write {wanted}.")

    def get(self, name: str) -> Node | None:
        """A part of an object; None where it has none of that name."""
        if not isinstance(self.value, dict) or name not in self.value:
            return None
        return Node(self.value[name], f"{self.path}.{name}", self.told)

    def is_object(self, known: Collection[str]) -> bool:
        """Whether it is an object; parts that FHIR does not know, or we cannot, are told."""
        if not isinstance(self.value, dict):
            self.wrong("an object")
            return False
        for name in self.value:
            self._check_part(name, known)
        return True

    def _check_part(self, name: str, known: Collection[str]) -> None:
        part = Node(None, f"{self.path}.{_part(name)}", self.told)
        if name in ("modifierExtension", "implicitRules"):
            found = "it may change what all the rest means, and is not understood here."
            part.tell("H15", found, "Take it away if the answers mean the same without it.")
        elif name.removeprefix("_") not in known and name not in _ANYWHERE:
            part.tell("H06", "FHIR R4 has no such part here.", near(name, known) or "Delete it.")

    def entries(self) -> list[Node]:
        """The entries of a list."""
        if not isinstance(self.value, list):
            self.wrong("a list")
            return []
        return [Node(v, f"{self.path}[{n}]", self.told) for n, v in enumerate(self.value)]

    def text(self) -> str | None:
        """A text that can be kept; None where it is none, which is told."""
        if not isinstance(self.value, str):
            self.wrong("a text")
            return None
        odd = next((mark for mark in self.value if _is_odd(mark)), None)
        if odd is not None:
            found = f"the character U+{ord(odd):04X} cannot be kept."
            self.tell("H16", found, "Delete it; it often comes along when text is pasted.")
            return None
        if not self.value.strip():
            self.tell("H06", "the text is empty.", "Write it, or leave the part out.")
            return None
        return self.value

    def whole(self, most: int) -> int | None:
        """A whole number from 0; None where it is none, which is told."""
        if type(self.value) is not int or not 0 <= self.value <= most:
            self.wrong(f"a whole number from 0 to {most:,}")
            return None
        return self.value


def _printable(text: str) -> str:
    """A message can be shown everywhere, whatever stands in the file that it is about."""
    return "".join(mark if mark.isprintable() else "\N{REPLACEMENT CHARACTER}" for mark in text)


_ANYWHERE = ("id", "extension")
"""Parts that every object may have, and that say nothing about the answers."""


def _is_odd(mark: str) -> bool:
    return (mark < " " and mark not in "\t\n\r") or "\ud800" <= mark <= "\udfff"


def _part(name: str) -> str:
    return name if name.isidentifier() else quote(name)


def shown(value: object) -> str:
    """Show a value as its author wrote it, or say what it is where it is long.

    Example:
        >>> shown("3"), shown(3), shown(True), shown(None), shown([1])
        ('"3"', '3', 'true', 'null', 'a list')
    """
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return quote(value)
        case int() | Decimal():
            return str(value)
        case list():
            return "a list"
        case dict():
            return "an object"
    return str(value)
