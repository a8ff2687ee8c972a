"""Text of a CSV cell that no spreadsheet takes for a formula, and the way back to what it was."""

from __future__ import annotations

import re

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet takes for the beginning of a formula, or skips and then takes for one."""
_BEGIN = (*_FORMULA, "'")
_GUARDED = re.compile(r"'+[=+\-@\t\r\n]")


def guard(text: str) -> str:
    """Put an apostrophe before a text that would begin a formula.

    One that begins with apostrophes and would then begin a formula gets another one, so that
    `unguard` always gives back what it was.

    Example:
        >>> guard("=1+1"), guard("'=1+1"), guard("'90s")
        ("'=1+1", "''=1+1", "'90s")
    """
    if not text.startswith(_BEGIN):
        return text
    return f"'{text}" if text[0] != "'" or _GUARDED.match(text) else text


def unguard(text: str) -> str:
    """Take away the apostrophe that `guard` put there.

    Example:
        >>> unguard("'=1+1"), unguard("''=1+1"), unguard("'90s")
        ('=1+1', "'=1+1", "'90s")
    """
    return text[1:] if _GUARDED.match(text) else text
