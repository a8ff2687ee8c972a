"""One published reference with its figures: a mean, counts of verdicts, or a share."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from scales.condition import ExactNumber, Id, NotTruth, Strict, Whole


class MeanFigure(Strict):
    """A mean over programs."""

    kind: Literal["mean"]
    label: str
    n: Whole = Field(ge=1)
    """Programs it rests on."""
    mean: ExactNumber
    sd: ExactNumber | None = None


class CountsFigure(Strict):
    """How many programs had each verdict."""

    kind: Literal["counts"]
    label: str
    n: Whole = Field(ge=1)
    counts: dict[Id, Whole] = Field(min_length=1)
    """By the verdict's id in the scale; they add up to `n`."""


class ShareFigure(Strict):
    """A share of programs."""

    kind: Literal["share"]
    label: str
    n: Whole = Field(ge=1)
    percent: ExactNumber = Field(ge=0, le=100)
    count: Whole | None = Field(default=None, ge=0)
    """How many programs that is, where it is known."""
    about: bool = False
    """Whether the source itself rounds."""


Figure = Annotated[MeanFigure | CountsFigure | ShareFigure, Field(discriminator="kind")]


class Reference(Strict):
    """A publication, what it rated, and its figures. No figure goes without n, date and source."""

    id: Id
    scale: str | None = None
    """Id of the scale it speaks of; None where it is an instrument that is not among ours."""
    measure: str | None = None
    """The total or subscale of that scale that its means can be set beside."""
    instrument: str
    citation: str
    url: str
    published: Whole = Field(ge=1950, le=2100)
    """The year."""
    collected: str
    """When the ratings were made, in words."""
    setting: str
    read: str
    """What of the source was read."""
    compare_with: str
    caution: str
    figures: tuple[Figure, ...] = Field(min_length=1)


class References(Strict):
    """All published references."""

    format: Annotated[Literal[1], NotTruth]
    references: tuple[Reference, ...] = Field(min_length=1)
