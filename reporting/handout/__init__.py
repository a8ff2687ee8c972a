"""A report to hand over: what it says, block by block, whatever file it becomes."""

from __future__ import annotations

from reporting.handout.block import Handout, Length
from reporting.handout.document import make_handout

__all__ = ["Handout", "Length", "make_handout"]
