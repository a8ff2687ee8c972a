"""A visit as it is stored."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

Kind = Literal["self_audit", "site_visit", "follow_up"]
Status = Literal["draft", "submitted", "in_consensus", "draft_report", "with_program", "final"]


@dataclass(frozen=True)
class Visit:
    """A visit as it is stored."""

    id: int
    program_id: int
    date: dt.date
    kind: Kind
    status: Status
    """draft: being rated; submitted: every rater is done; in_consensus: they settle differences;
    draft_report: settled; with_program: sent for factual corrections; final: signed."""
    edition: int
    """1, and one more each time it is opened again after it was final."""
    created_at: dt.datetime
    note: str
    purged_at: dt.datetime | None
    """When notes and worksheets were deleted; None if they never were."""
    revision: int
    """1 when added, one more with every change."""
