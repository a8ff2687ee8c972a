"""One question of a scale: its anchors, how it is measured, and what to do about a low rating."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from scales.condition import ExactNumber, Id, NotTruth, Strict, Whole

Verified = Literal["read_in_source", "background_fairly_sure", "background_not_sure", "own_wording"]
Effort = Literal["small", "medium", "large"]
Role = Literal["leader", "clinician", "prescriber", "client_or_family", "reception", "records"]


class Anchor(Strict):
    """What a level looks like, and how sure we are of the wording."""

    level: Whole
    text: str = Field(min_length=1)
    verified: Verified
    source: str | None = None
    """Key of one of the scale's `sources`, where the wording was read."""


class Cut(Strict):
    """The highest value that still belongs to a level: `up_to` includes it, `below` does not."""

    level: Whole
    up_to: ExactNumber | None = None
    below: ExactNumber | None = None

    @model_validator(mode="after")
    def _one_bound(self) -> Cut:
        if (self.up_to is None) == (self.below is None):
            raise ValueError("give exactly one of up_to, below")
        return self


class Estimate(Strict):
    """A denominator to fall back on: a count asked of the program, times a percentage."""

    fact: str
    percent: ExactNumber = Field(gt=0, le=100)
    note: str


class Measure(Strict):
    """How counts suggest a level. Cuts stand in rising order; the first may name a level above the
    lowest, which then reads "this level or lower"."""

    kind: Literal["percent", "count"]
    numerator: str
    """What is counted, in words."""
    denominator: str
    """Out of what, in words."""
    denominator_facts: tuple[str, ...] = ()
    """Count facts whose sum is the denominator."""
    estimate: Estimate | None = None
    of: Whole | None = Field(default=None, ge=1)
    """For `count`: the highest possible count."""
    ask_of_chart: str | None = None
    """For `percent`: where charts can tell, the question to which a chart in the numerator says
    yes. Where a chart may hold several events, it asks of the latest."""
    chart_left_out: str | None = None
    """Which charts of a sample do not count in the denominator."""
    cuts: tuple[Cut, ...] = Field(min_length=1)
    note: str | None = None


class NotApplicable(Strict):
    """When, if ever, the item may be left out of the score."""

    permitted: bool
    rule: str
    """Where permitted: in which case. Where not: what to do instead."""


class Probe(Strict):
    """A question to ask on site, and whom to ask."""

    ask: str
    of: tuple[Role, ...] = Field(min_length=1)
    criterion: Whole | None = Field(default=None, ge=1)
    """Number of the founding criterion it comes from."""


class ImprovementAction(Strict):
    """A concrete step that would raise the rating."""

    id: Id
    do: str
    effort: Effort
    lead: str
    """Who usually leads."""
    done_when: str
    """What shows that it is done."""
    at_most: Whole | None = None
    """Suggest it only for ratings at or below this level; always if not given."""


class Crosswalk(Strict):
    """Where another framework speaks of the same thing. For explanation only."""

    framework: str
    entry: str


class OtherName(Strict):
    """What another edition of the scale calls the item."""

    edition: str
    name: str


class Item(Strict):
    """One rated question of a scale."""

    id: Id
    name: str
    subscale: str
    asks: str
    importance: Annotated[Literal[1, 2, 3], NotTruth] = 2
    """3 where the verdict hangs on it, 1 where it is background."""
    anchors: tuple[Anchor, ...] = Field(min_length=2)
    evidence: tuple[str, ...] = Field(min_length=1)
    probes: tuple[Probe, ...] = ()
    measure: Measure | None = None
    not_applicable: NotApplicable
    actions: tuple[ImprovementAction, ...] = Field(min_length=2)
    other_names: tuple[OtherName, ...] = ()
    crosswalk: tuple[Crosswalk, ...] = ()
    founding_documents: tuple[str, ...] = ()
    """Codes of the founding documents (S0 to S4) that speak of it."""
    founding_support: Literal["direct", "principle_level_only", "none"] = "direct"
    note: str | None = None

    def anchor(self, level: int) -> Anchor:
        """Return the anchor of a level.

        Raises:
            KeyError: The item has no such level.
        """
        for anchor in self.anchors:
            if anchor.level == level:
                return anchor
        raise KeyError(level)
