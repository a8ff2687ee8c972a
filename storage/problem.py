"""What can go wrong when something is kept: the exceptions and how they say it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Record = TypeVar("Record")


@dataclass(frozen=True)
class Problem:
    """One reason why something was not saved."""

    code: str
    place: str
    """Where, as the reader knows it: `note`, `denominator`, `source 3`."""
    value: object
    """What was found there."""
    what: str
    """What is wrong with it, in words."""
    fix: str

    def __str__(self) -> str:
        """Say it in one line."""
        return " ".join(
            [f"{self.place}: {self.what}.", *filter(None, [self.fix]), f"[{self.code}]"]
        )


class StorageError(Exception):
    """Base of all that storage raises on purpose."""


class StorageProblem(StorageError):
    """Nothing was saved, for these reasons (all of them together)."""

    def __init__(self, headline: str, problems: Sequence[Problem]) -> None:
        self.headline = headline
        self.problems = tuple(problems)
        super().__init__("\n".join([headline, *(f"  - {problem}" for problem in problems)]))


class Stale(StorageError, Generic[Record]):
    """Somebody saved a newer revision first; it was kept, and the attempt was not saved.

    Attributes:
        current: What is stored now.
        attempted: What was to be saved, so that nothing typed is lost.
        by: Who saved the newer revision; empty where that is not known.
    """

    def __init__(self, current: Record, attempted: Record, by: str = "") -> None:
        self.current = current
        self.attempted = attempted
        self.by = by
        super().__init__(
            f"This was changed elsewhere in the meantime{f' by {by}' if by else ''}, and the newer "
            "version was kept. Compare the two and save again."
        )


class NotFound(StorageError):
    """There is no such record, or no longer."""

    def __init__(self, what: str, key: object) -> None:
        self.what = what
        self.key = key
        super().__init__(f"There is no {what} {key}. It may have been removed elsewhere.")


class StoreUnavailable(StorageError):
    """The database cannot be opened, read or written; nothing was acknowledged."""
