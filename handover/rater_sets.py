"""What every rater of a visit gave on one scale, and what was settled, side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from handover.scoring_rows import Given, load_given, row_of
from handover.standing import raters_of
from handover.workspace import Workspace
from scales.item import Item
from scales.model import ChoiceFact, CountFact, Scale
from scoring.agreement import Agreement, agree
from storage.answers import Answer
from storage.consensus import agreed, differs
from storage.facts import FactAnswer
from storage.team import CONSENSUS

_NO_LEVEL = 99
"""Where somebody gave no level, there is most to talk about."""


@dataclass(frozen=True)
class RaterSets:
    """The sets of one scale."""

    scale: Scale
    sets: Mapping[str, Given]
    """By rater, in the order they were added."""
    settled: Given
    """The consensus; nothing is in it before it begins."""

    @cached_property
    def agreement(self) -> Agreement:
        """How well the raters agree."""
        return agree(self.scale, {name: row_of(given, name) for name, given in self.sets.items()})

    @cached_property
    def different(self) -> tuple[Item, ...]:
        """Items that the raters saw differently, the widest apart first."""
        spreads = {each.item: each.spread for each in self.agreement.items}
        found = (item for item in self.scale.items if not self.is_agreed(item))
        return tuple(sorted(found, key=lambda item: -(spreads[item.id] or _NO_LEVEL)))

    @cached_property
    def alike(self) -> tuple[Item, ...]:
        """Items of which all raters said the same, in the order of the scale."""
        return tuple(item for item in self.scale.items if self.is_agreed(item))

    def answers(self, item: Item) -> dict[str, Answer | None]:
        """What each rater said of an item."""
        return {name: given.answers.get(item.id) for name, given in self.sets.items()}

    def is_agreed(self, item: Item) -> bool:
        """Whether all raters said the same of an item."""
        return agreed(list(self.answers(item).values())) is not None

    def asks_why(self, item: Item, settled: Answer | None) -> bool:
        """Whether what is settled differs from a rater and gives no reason yet."""
        return (
            settled is not None
            and settled.state != "unanswered"
            and not settled.because.strip()
            and differs(settled, self.answers(item).values())
        )

    def is_open(self, item: Item, settled: Answer | None) -> bool:
        """Whether an item still asks something of the reviewers."""
        given = settled is not None and settled.state != "unanswered"
        return not given or self.asks_why(item, settled)

    @property
    def open_items(self) -> tuple[Item, ...]:
        """Items that still ask something of the reviewers, as it is stored."""
        stored = self.settled.answers
        return tuple(item for item in self.scale.items if self.is_open(item, stored.get(item.id)))

    @property
    def different_facts(self) -> tuple[ChoiceFact | CountFact, ...]:
        """Questions before the items that not all raters answered alike."""
        return tuple(
            fact
            for fact in self.scale.facts
            if len({_said(given.facts.get(fact.id)) for given in self.sets.values()}) > 1
        )

    @property
    def open_facts(self) -> tuple[ChoiceFact | CountFact, ...]:
        """Questions that were answered differently and are not settled."""
        stored = self.settled.facts
        return tuple(f for f in self.different_facts if _said(stored.get(f.id)) == (None, None))


def load_sets(workspace: Workspace, scale_id: str) -> RaterSets:
    """Fetch all sets of a scale.

    Raises:
        NotAllowed: The person may not see them (yet).
    """
    sets = {m.name: load_given(workspace, scale_id, m.name) for m in raters_of(workspace.team)}
    scale = workspace.entries[scale_id].scale
    begun = workspace.official == CONSENSUS
    settled = load_given(workspace, scale_id, CONSENSUS) if begun else None
    return RaterSets(scale, sets, settled or Given(CONSENSUS, scale, {}, {}))


def _said(answer: FactAnswer | None) -> tuple[str | None, int | None]:
    return (answer.choice, answer.count) if answer else (None, None)
