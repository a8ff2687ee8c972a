"""A self-audit is never set beside other visits without a word."""

import pytest

from reporting.kind_words import mixed_words, self_audit_words


@pytest.mark.parametrize(
    ("one", "other", "warns"),
    [
        ("self_audit", "site_visit", True),
        ("follow_up", "self_audit", True),
        ("self_audit", "self_audit", False),
        ("site_visit", "follow_up", False),
    ],
)
def test_two_visits_of_different_sorts_are_warned_of(one: str, other: str, warns: bool):
    assert mixed_words(one, other).startswith("One of the two is a self-audit") is warns


def test_how_many_are_self_audits_is_said_with_n():
    assert self_audit_words(2, 3) == (
        "2 of 3 visits are self-audits: self-ratings tend to run high."
    )
    assert self_audit_words(1, 1).startswith("1 of 1 visit is a self-audit:")
    assert self_audit_words(0, 3) == ""
