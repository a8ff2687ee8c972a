"""What a scale is: items in subscales, groups, numbers to report, and rules for the verdict."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from scales.condition import LONGEST_ID, Condition, Id, NotTruth, Strict, Whole
from scales.item import Crosswalk, Item


class Source(Strict):
    """Where a fact, rule or wording was read."""

    key: Id
    title: str
    url: str | None = None
    note: str | None = None


class License(Strict):
    """On what terms the scale may be used."""

    name: str
    text: str


class Levels(Strict):
    """The lowest and the highest level of every item, both included."""

    low: Whole = Field(default=1, ge=0, le=1)
    high: Whole = Field(default=5, ge=1, le=10)


class Subscale(Strict):
    """Items that are rated and reported together."""

    id: Id
    name: str
    asks: str | None = None
    minimum_rated: Whole = Field(default=1, ge=1)
    """Below this many rated items its mean is not formed."""
    companion_outcome: str | None = None
    """An outcome worth watching beside the score; shown, never scored."""


class Total(Strict):
    """A number reported for the scale as a whole."""

    id: Id
    name: str
    kind: Literal["mean_of_items", "mean_of_subscales"]
    of: tuple[str, ...] = Field(min_length=1)
    """For mean_of_items: groups or subscales whose items count; else the subscales averaged."""
    minimum_rated: Whole = Field(default=1, ge=1)
    index_name: str | None = None
    """Where given, (total - low) / (high - low) * 100 is also shown, under this name."""
    index_note: str | None = None


class ProfilePart(Strict):
    """One bar of a profile."""

    id: Id
    name: str
    items: tuple[str, ...] = Field(min_length=1)


class Profile(Strict):
    """Another way to look at the same ratings, beside the subscales."""

    id: Id
    name: str
    note: str | None = None
    parts: tuple[ProfilePart, ...] = Field(min_length=1)


class Choice(Strict):
    """One answer to a fact."""

    id: Id
    text: str
    verdict: str | None = None
    """For a claim: the verdict that the program's own label amounts to."""


class ChoiceFact(Strict):
    """A question asked before the items. With `claim` it is what the program calls itself."""

    kind: Literal["choice"]
    id: Id
    asks: str
    choices: tuple[Choice, ...] = Field(min_length=2)
    claim: bool = False


class CountFact(Strict):
    """A number of clients, asked once and used as a denominator."""

    kind: Literal["count"]
    id: Id
    asks: str
    tally: str | None = None
    """Counts with the same tally are asked together (for example clients by stage)."""


Fact = Annotated[ChoiceFact | CountFact, Field(discriminator="kind")]


class Sublabel(Strict):
    """A finer name within a verdict; the first whose condition holds applies."""

    id: Id
    name: str
    when: Condition | None = None


class Need(Strict):
    """The level each item of a group should have for a verdict; the gap list goes by it."""

    of: str
    level: Whole


class Verdict(Strict):
    """A named judgment. They are tried in the order of the file; the first that holds is it."""

    id: Id
    name: str
    rule: str
    tier: Whole | None
    """For change over time; None where nothing can be said."""
    meaning: str
    when: Condition | None = None
    """None means otherwise: it always holds."""
    goal: bool = True
    """False for a verdict that singles out a defect: it is never held up as something to reach."""
    needs: tuple[Need, ...] = ()
    sublabels: tuple[Sublabel, ...] = ()
    crosswalk: tuple[Crosswalk, ...] = ()


class ConsistencyWarning(Strict):
    """A contradiction worth a second look; it never changes the verdict."""

    id: Id
    when: Condition
    text: str


class Combined(Strict):
    """A mean over the items of this scale's total and another scale's."""

    id: Id
    name: str
    with_scale: str
    note: str | None = None


class Renamed(Strict):
    """An item that has another id than in an earlier version, and means the same."""

    was: Id
    now: Id


class Follows(Strict):
    """How the items of an earlier version map to this one; an item not named here is the same.

    An item that means something else now, so that its levels cannot be compared, is named under
    `dropped` and under `added` both.
    """

    version: str = Field(pattern=r"^\d+\.\d+\.\d+$")
    """The earlier version."""
    note: str
    """What changed, and why the levels of all other items still mean the same."""
    renamed: tuple[Renamed, ...] = ()
    dropped: tuple[Id, ...] = ()
    """Items of the earlier version that are gone."""
    added: tuple[str, ...] = ()
    """Items that the earlier version did not have."""
    scores: bool = False
    """Whether means and verdicts may be compared too. Ratings of the earlier version are then
    scored by the rules of this one."""


class Reassess(Strict):
    """When the scale is due again."""

    every_months: Whole = Field(ge=1)
    for_years: Whole = Field(ge=0)
    """So often in the first years; after that every `then_months`."""
    until: str | None = None
    """A verdict: while the latest one is of a lower tier, it stays with `every_months`."""
    then_months: Whole = Field(ge=1)
    source: str


class Scale(Strict):
    """A rating scale as its file describes it."""

    format: Annotated[Literal[1], NotTruth]
    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=LONGEST_ID)
    version: str = Field(pattern=r"^\d+\.\d+\.\d+$")
    name: str
    short_name: str
    edition: str | None = None
    unit: str
    """What is rated."""
    summary: str
    status: str
    """What is known of its validity, in one sentence that stands beside every score."""
    license: License
    sources: tuple[Source, ...] = Field(min_length=1)
    guidance: tuple[str, ...] = Field(min_length=1)
    """Rules for raters."""
    cautions: tuple[str, ...] = ()
    levels: Levels = Levels()
    target_level: Whole = 4
    verified_cap: Whole = 3
    """In the verified score an item that rests on one person's word counts at most this."""
    reassess: Reassess | None = None
    facts: tuple[Fact, ...] = ()
    subscales: tuple[Subscale, ...] = Field(min_length=1)
    groups: dict[Id, Annotated[tuple[str, ...], Field(min_length=1)]] = Field(default_factory=dict)
    total: Total
    profiles: tuple[Profile, ...] = ()
    combined: tuple[Combined, ...] = ()
    follows: tuple[Follows, ...] = ()
    """Earlier versions whose ratings can be set beside those of this one."""
    verdicts: tuple[Verdict, ...] = Field(min_length=2)
    borderline: tuple[str, ...] = ("all",)
    """Groups whose items are moved one point to see whether the verdict would change."""
    warnings: tuple[ConsistencyWarning, ...] = ()
    verdict_note: str | None = None
    items: tuple[Item, ...] = Field(min_length=1)

    @cached_property
    def item_ids(self) -> tuple[str, ...]:
        """Ids of all items, in the order of the file."""
        return tuple(item.id for item in self.items)

    @cached_property
    def _members(self) -> dict[str, tuple[str, ...]]:
        by_subscale = {
            s.id: tuple(i.id for i in self.items if i.subscale == s.id) for s in self.subscales
        }
        return {"all": self.item_ids, **by_subscale, **self.groups}

    @cached_property
    def _by_id(self) -> dict[str, Item]:
        return {item.id: item for item in self.items}

    def item(self, item_id: str) -> Item:
        """Return an item by its id.

        Raises:
            KeyError: The scale has no such item.
        """
        return self._by_id[item_id]

    def members(self, group: str) -> tuple[str, ...]:
        """Return the item ids of a group, a subscale, the total, or "all".

        Raises:
            KeyError: The scale has no group, subscale or total of that name.
        """
        if group == self.total.id:
            wanted = {i for of in self.total.of for i in self._members[of]}
            return tuple(i for i in self.item_ids if i in wanted)
        return self._members[group]

    @cached_property
    def choice_facts(self) -> tuple[ChoiceFact, ...]:
        """Facts answered by choice, in the order of the file."""
        return tuple(f for f in self.facts if isinstance(f, ChoiceFact))

    @cached_property
    def count_facts(self) -> tuple[CountFact, ...]:
        """Facts answered by a number, in the order of the file."""
        return tuple(f for f in self.facts if isinstance(f, CountFact))
