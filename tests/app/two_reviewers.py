"""A team of two who rate alone, for the tests of what each of them sees."""

from __future__ import annotations

from storage.people import Person
from storage.team import Member


def reviewers(lead: Person, reviewer: Person) -> tuple[Member, ...]:
    """A lead and a reviewer, who both rate."""
    return (
        Member(lead.name, "lead", lead.id, rates=True),
        Member(reviewer.name, "reviewer", reviewer.id, rates=True),
    )
