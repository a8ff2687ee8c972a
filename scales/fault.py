"""A fault in a scale file, told so that its author can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import ClassVar


@dataclass(frozen=True)
class Fault:
    """One thing to change in a scale file; the codes stand in docs/reference/scale-faults.md."""

    code: str
    line: int | None
    """Counted from 1; None where the file could not be read at all."""
    place: str
    """The part of the scale, by its id where it has one; empty for the file as a whole."""
    found: str
    fix: str

    def __str__(self) -> str:
        line = "" if self.line is None else f"line {self.line}"
        where = ", ".join(word for word in (line, self.place) if word)
        what = " ".join(word for word in (self.found, self.fix) if word)
        return f"{where}: {what} [{self.code}]" if where else f"{what} [{self.code}]"


class FileError(ValueError):
    """A file has faults; all of them are in `faults`, in the order of its lines."""

    what: ClassVar[str] = "file"
    """What the file is, as its author calls it."""

    def __init__(self, file: str, faults: Iterable[Fault]) -> None:
        """Collect the faults of one file.

        Args:
            file: Name of the file, as its author knows it.
            faults: In any order; the same fault twice is told once.
        """
        self.file = file
        self.faults = tuple(sorted(dict.fromkeys(faults), key=lambda f: (f.line or 0, f.code)))
        super().__init__(file, self.faults)

    def __str__(self) -> str:
        listed = "".join(f"\n  - {fault}" for fault in self.faults)
        return f"{self.file}: this {self.what} cannot be used yet.{listed}"


class ScaleError(FileError):
    """A scale file has faults."""

    what = "scale"


def quote(word: str) -> str:
    """Put text in quotes, shortened where it is long."""
    short = word if len(word) <= 40 else f"{word[:37]}..."
    return '"' + " ".join(short.split()) + '"'


def join(words: Iterable[str], last: str = "or") -> str:
    """Write a list as in a sentence: a, b or c."""
    *first, end = words
    return f"{', '.join(first)} {last} {end}" if first else end


def near(word: str, choices: Iterable[str]) -> str:
    """Say which of the choices may be meant, or what there is to choose from.

    Example:
        >>> near("importence", ["id", "importance"])
        'Did you mean "importance"?'
        >>> near("red", ["one_team", "outside"])
        'Choose "one_team" or "outside".'
    """
    return _near(word, tuple(dict.fromkeys(choices)))


@lru_cache(maxsize=1_000)
def _near(word: str, known: tuple[str, ...]) -> str:
    # The same slip may stand on every line of a long file.
    by_small_letters = {choice.lower(): choice for choice in known}
    found = get_close_matches(word.lower(), by_small_letters, n=1)
    if found:
        return f"Did you mean {quote(by_small_letters[found[0]])}?"
    if 0 < len(known) <= 12:
        return f"Choose {join(map(quote, known))}."
    return ""
