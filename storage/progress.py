"""How far something long has come, told to whoever waits for it."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Told how much is done, and of how much; the last time with both the same."""

_TIMES = 100
"""How often it is told at the most, so that telling takes no time."""


class Meter:
    """Counts what is done and tells it now and then."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self._progress = progress
        self._total = max(total, 1)
        self._done = self._told = 0

    def step(self, number: int = 1) -> None:
        """Count some more; never past the whole."""
        self._done = min(self._done + number, self._total)
        if self._done * _TIMES >= self._told + self._total:
            self._tell()

    def finish(self) -> None:
        """Say that all is done."""
        self._done = self._total
        self._tell()

    def _tell(self) -> None:
        self._told = self._done * _TIMES
        if self._progress is not None:
            self._progress(self._done, self._total)
