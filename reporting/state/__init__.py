"""A report over many programs: what is said of them, for Word, PDF and Excel to lay out."""

from __future__ import annotations

from reporting.state.document import make_state_handout
from reporting.state.facts import StateFacts
from reporting.state.workbook import write_state_workbook

__all__ = ["StateFacts", "make_state_handout", "write_state_workbook"]
