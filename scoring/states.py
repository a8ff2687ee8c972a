"""What a cell of the ratings matrix can hold besides a level. Never zero, never NaN."""

from __future__ import annotations

from enum import IntEnum


class State(IntEnum):
    """Why an item has no level."""

    NOT_RATED = -1
    """Nothing was answered."""
    NOT_APPLICABLE = -2
    """The item does not apply and its scale permits leaving it out."""
    NOT_ENOUGH = -3
    """The rater looked and could not tell. Counts as not rated, and is reported apart."""

    @property
    def words(self) -> str:
        """The state as a reader would say it."""
        return {
            State.NOT_RATED: "not rated",
            State.NOT_APPLICABLE: "not applicable",
            State.NOT_ENOUGH: "not enough information",
        }[self]
