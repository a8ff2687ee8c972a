"""What a check found: how much it weighs, what it is, how to mend it, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]
SEVERITIES: dict[Severity, str] = {
    "error": "Mend it before signing: a number would be wrong, or nobody could defend it.",
    "warning": "Look at it. It can stand, with a reason.",
    "note": "Good to know. Nothing has to be done.",
}
"""What each weight asks of the reader, the heaviest first."""

Page = Literal["assess", "consensus", "visit", "signoff", "results"]


@dataclass(frozen=True)
class Place:
    """Where to mend something, as far down as it is known.

    Attributes:
        page: Which page of the app.
        scale: Id of the scale; None where the visit as a whole is meant.
        part: Id of the subscale.
        item: Id of the item.
    """

    page: Page
    scale: str | None = None
    part: str | None = None
    item: str | None = None


@dataclass(frozen=True)
class Finding:
    """One thing to look at before signing.

    Attributes:
        code: Of the check that found it; it never changes its meaning.
        sentence: What was found, beginning with where.
        fix: What to do about it.
    """

    code: str
    severity: Severity
    sentence: str
    fix: str
    place: Place
