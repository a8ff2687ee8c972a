"""Advice for those who hold the interviews of a visit."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from scales.condition import Id, NotTruth, Strict
from scales.item import Role
from scales.model import Source
from scales.practice.backing import Backing
from scales.practice.reading import id_faults, read_practice, source_faults

FILE = "interviewing.yaml"


class Advice(Strict):
    """One piece of advice."""

    id: Id
    text: str
    of: tuple[Role, ...] = ()
    """The roles whose interviews it is for; empty for all."""
    based_on: Backing


class Interviewing(Strict):
    """How interviews are held."""

    format: Annotated[Literal[1], NotTruth]
    sources: tuple[Source, ...] = Field(min_length=1)
    advice: tuple[Advice, ...] = ()

    def advice_for(self, role: Role) -> tuple[Advice, ...]:
        """Return what to keep in mind with a role, in the order of the file."""
        return tuple(one for one in self.advice if not one.of or role in one.of)


def load_interviewing(folder: Path | None = None) -> Interviewing:
    """Read the advice for interviewers.

    Args:
        folder: The state's own practice files; an "interviewing.yaml" there replaces the built-in
            one.

    Raises:
        PracticeError: The file cannot be used; it carries every fault.
    """
    return read_practice(FILE, folder, Interviewing, id_faults("advice"), source_faults)[0]
