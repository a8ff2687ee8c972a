"""The consensus as it lies before a reviewer: one more set, that asks for reasons."""

from __future__ import annotations

from app_pages.answer_saving import Desk
from handover.rater_sets import RaterSets
from handover.scoring_rows import counts_of
from handover.workspace import Workspace
from storage.team import CONSENSUS


class ConsensusDesk(Desk):
    """The consensus on one scale.

    Args:
        workspace: The visit in hand.
        sets: What each rater gave and what is settled, as stored when the page was last run.
        names_hidden: Whether nothing on the page tells who gave which rating.
    """

    def __init__(self, workspace: Workspace, sets: RaterSets, *, names_hidden: bool) -> None:
        super().__init__(workspace, sets.scale.id, sets.settled)
        self.counts = counts_of(sets.settled)
        # The history of a rater's own set would name them.
        self.history_of = CONSENSUS if names_hidden else None
        self._sets = sets

    def asks_why(self, item: str) -> bool:
        """Whether the level differs from a rater's and no reason is written."""
        return self._sets.asks_why(self.scale.item(item), self.answer(item))

    def is_open(self, item: str) -> bool:
        """Whether an item still asks something of the reviewers, as this session last saved it."""
        return self._sets.is_open(self.scale.item(item), self.answer(item))
