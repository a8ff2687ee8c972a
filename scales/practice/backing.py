"""Where a rule of practice comes from, and how sure we are of it."""

from __future__ import annotations

from typing import Literal

from scales.condition import Strict

Sure = Literal["read_in_source", "background_fairly_sure", "background_not_sure", "own_choice"]
"""As for anchors; `own_choice` is a decision of whoever wrote the file."""


class Backing(Strict):
    """The source a rule rests on."""

    source: str
    """Key of one of the file's `sources`."""
    sure: Sure
