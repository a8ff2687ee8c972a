"""What a bundle would bring into a database: what is new, the same, newer, older or conflicting."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from storage.visit_record import Kind, Status

Standing = Literal["new", "newer", "same", "older", "conflicting"]
"""new: not here yet; newer: the file has all that is here and more, which replaces it; same: no
difference; older: all of the file is here, and more; conflicting: it cannot be brought in."""
BROUGHT: tuple[Standing, ...] = ("new", "newer")
"""What an import writes."""


@dataclass(frozen=True)
class VisitInFile:
    """A visit in a bundle, beside what is here."""

    id: int
    date: dt.date
    kind: Kind
    status: Status | None
    """As the file has it; None where it was deleted."""
    standing: Standing
    why: str
    """What conflicts; empty otherwise."""
    changes: int
    """Changes in the audit trail that would come in addition."""
    ratings: int
    """Rated items of all raters, as the file has them."""
    actions: int


@dataclass(frozen=True)
class ProgramInFile:
    """A program in a bundle, beside what is here."""

    id: int
    name: str
    standing: Standing
    """Of what is noted about it; its visits have their own."""
    why: str
    changes: int
    visits: tuple[VisitInFile, ...]
    """In the order of their dates."""

    @property
    def conflicts(self) -> bool:
        """Whether it, or one of its visits, cannot be brought in; then none of it is."""
        return any(part.standing == "conflicting" for part in (self, *self.visits))

    @property
    def brings(self) -> bool:
        """Whether there is anything to bring in."""
        return any(part.standing in BROUGHT for part in (self, *self.visits))


@dataclass(frozen=True)
class PersonInFile:
    """Somebody in a bundle, beside who is here."""

    id: int
    name: str
    standing: Literal["new", "same", "conflicting"]
    called: str
    """The name of who has this number here; empty where nobody has."""
    sees_all: bool
    """Whether the file says that they see everything."""
    keeps_sight: bool
    """Whether they will here: only where nobody is there yet."""
    comes: bool
    """Whether they are added, because what is brought in names them."""


@dataclass(frozen=True)
class BundlePreview:
    """What one file would bring into one database, as that is at one moment."""

    fingerprint: str
    """SHA-256 of the file."""
    programs: tuple[ProgramInFile, ...]
    """In the order of their names."""
    people: tuple[PersonInFile, ...]

    @property
    def conflicting(self) -> tuple[ProgramInFile, ...]:
        """Programs that cannot be brought in."""
        return tuple(program for program in self.programs if program.conflicts)

    @property
    def brought(self) -> tuple[ProgramInFile, ...]:
        """Programs of which something would be written."""
        return tuple(p for p in self.programs if p.brings and not p.conflicts)
