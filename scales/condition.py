"""The tests a verdict rule is made of: structured data, never a formula in a string."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    model_validator,
)
from pydantic_core import PydanticCustomError


def _exact(value: object) -> object:
    """Read a number as written: 4.1 stays 41/10 and not the nearest binary fraction."""
    return str(value) if isinstance(value, float) else value


def _no_truth(value: object) -> object:
    """Refuse true where a number is meant: Python would take it for 1."""
    if isinstance(value, bool):
        raise PydanticCustomError("truth", "a number is expected here")
    return value


NotTruth = BeforeValidator(_no_truth)
Whole = Annotated[int, NotTruth]

# Scoring compares by cross-multiplying whole numbers, which wants small denominators.
ExactNumber = Annotated[Decimal, BeforeValidator(_exact), Field(max_digits=10, decimal_places=4)]

# Ids stand in ratings files, workbooks and addresses, so they hold nothing that means more there.
# An answer is stored under its item's id, in a column of this length.
LONGEST_ID = 64
Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$", max_length=LONGEST_ID)]


class Strict(BaseModel):
    """Base of all that is read from a scale file: unknown keys refused, frozen once read."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", str_min_length=1, use_attribute_docstrings=True
    )


def _exactly_one(model: BaseModel, *names: str) -> None:
    given = [name for name in names if getattr(model, name) is not None]
    if len(given) != 1:
        raise ValueError(f"give exactly one of {', '.join(names)}")


class ItemTest(Strict):
    """One item's level; an item that is not rated passes no test."""

    test: Literal["item"]
    item: str
    at_least: Whole | None = None
    at_most: Whole | None = None
    equals: Whole | None = None

    @model_validator(mode="after")
    def _one_bound(self) -> ItemTest:
        _exactly_one(self, "at_least", "at_most", "equals")
        return self


class EveryTest(Strict):
    """Every item of a group is rated at least this level; a not-applicable item is passed over."""

    test: Literal["every"]
    of: str
    at_least: Whole


class CountTest(Strict):
    """How many rated items of a group are at (or above, or below) a level."""

    test: Literal["count"]
    of: str
    level_at_least: Whole | None = None
    level_at_most: Whole | None = None
    level_is: Whole | None = None
    at_least: Whole | None = None
    at_most: Whole | None = None

    @model_validator(mode="after")
    def _one_each(self) -> CountTest:
        _exactly_one(self, "level_at_least", "level_at_most", "level_is")
        _exactly_one(self, "at_least", "at_most")
        return self


class ShareTest(Strict):
    """Percent of a group's rated items that are at least a level; never true with none rated."""

    test: Literal["share"]
    of: str
    level_at_least: Whole
    at_least_percent: ExactNumber


class MeanTest(Strict):
    """The unrounded mean of a total, subscale or group; never true where it cannot be formed."""

    test: Literal["mean"]
    of: str
    at_least: ExactNumber | None = None
    below: ExactNumber | None = None

    @model_validator(mode="after")
    def _one_bound(self) -> MeanTest:
        _exactly_one(self, "at_least", "below")
        return self


class LowestMeanTest(Strict):
    """The lowest of the subscale means that make up a total is at least this."""

    test: Literal["lowest_mean"]
    of: str
    at_least: ExactNumber


class NoMeanTest(Strict):
    """A total or subscale cannot be formed: too few of its items are rated."""

    test: Literal["no_mean"]
    of: str


class UnratedTest(Strict):
    """Any item of a group is not rated (not applicable does not count as not rated)."""

    test: Literal["unrated"]
    of: str


class RatedTest(Strict):
    """How many items of a group are rated."""

    test: Literal["rated"]
    of: str
    at_most: Whole | None = None
    at_least: Whole | None = None

    @model_validator(mode="after")
    def _one_bound(self) -> RatedTest:
        _exactly_one(self, "at_most", "at_least")
        return self


class BelowMeanTest(Strict):
    """One item lies below the mean of a group by at least this many points."""

    test: Literal["below_mean"]
    item: str
    of: str
    by_at_least: ExactNumber


class FactTest(Strict):
    """A fact asked before the items is one of these choices."""

    test: Literal["fact"]
    fact: str
    one_of: tuple[str, ...] = Field(min_length=1)


class FactMissingTest(Strict):
    """A fact asked before the items has no answer."""

    test: Literal["fact_missing"]
    fact: str


class AllTest(Strict):
    """Every one of these conditions holds."""

    test: Literal["all"]
    conditions: tuple[Condition, ...] = Field(min_length=1)


class AnyTest(Strict):
    """At least one of these conditions holds."""

    test: Literal["any"]
    conditions: tuple[Condition, ...] = Field(min_length=1)


Leaf = (
    ItemTest
    | EveryTest
    | CountTest
    | ShareTest
    | MeanTest
    | LowestMeanTest
    | NoMeanTest
    | UnratedTest
    | RatedTest
    | BelowMeanTest
    | FactTest
    | FactMissingTest
)
Condition = Annotated[Leaf | AllTest | AnyTest, Field(discriminator="test")]

AllTest.model_rebuild()
AnyTest.model_rebuild()
