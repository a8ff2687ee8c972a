"""What it means that a visit is a self-audit, in words."""

from __future__ import annotations

from reporting.sentences import counted

_SELF_AUDIT = "self_audit"


def mixed_words(one: str, other: str) -> str:
    """Warn where one of two visits is a self-audit and the other is not; else empty.

    Args:
        one, other: The kinds of the visits.
    """
    if (one == _SELF_AUDIT) == (other == _SELF_AUDIT):
        return ""
    return (
        "One of the two is a self-audit and the other is not. Self-ratings tend to run high, so "
        "what lies between them may be who rated, and not what changed."
    )


def self_audit_words(audits: int, visits: int) -> str:
    """Say how many of some visits are self-audits; empty where none is.

    Example:
        "16 of 44 visits are self-audits: self-ratings tend to run high."
    """
    if not audits:
        return ""
    are = "is a self-audit" if audits == 1 else "are self-audits"
    return f"{audits} of {counted(visits, 'visit')} {are}: self-ratings tend to run high."
