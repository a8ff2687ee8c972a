"""Where all programs of a pool together stand: verdicts and items, in words and as rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reporting.agreement_words import percent
from reporting.due_words import STATES
from reporting.item_words import item_label
from reporting.sentences import counted, listed
from scales.model import Scale, Verdict
from scoring.due import DueState
from scoring.item_standing import ItemStanding
from scoring.rounding import as_decimal

MOST_TOLD = 3
"""How many of the weakest items a sentence names."""


@dataclass(frozen=True)
class VerdictCount:
    """A verdict and how many programs have it, of how many."""

    verdict: Verdict
    count: int
    of: int


def verdict_counts(scale: Scale, verdicts: Iterable[Verdict]) -> tuple[VerdictCount, ...]:
    """Count programs by verdict: every verdict of the scale, the highest tier first.

    Args:
        scale: The scale.
        verdicts: The verdict of each program.
    """
    found = Counter(verdict.id for verdict in verdicts)
    return tuple(VerdictCount(v, found[v.id], found.total()) for v in by_tier(scale))


def by_tier(scale: Scale) -> tuple[Verdict, ...]:
    """The verdicts of a scale, the highest tier first and what says nothing last."""
    return tuple(
        sorted(scale.verdicts, key=lambda v: -1 if v.tier is None else v.tier, reverse=True)
    )


def verdicts_sentence(counts: Sequence[VerdictCount]) -> str:
    """Tell how many programs have each verdict; those that nobody has are left out.

    Example:
        "Of 38 programs 12 have High fidelity, 20 Moderate fidelity and 6 Low fidelity."
    """
    there = [each for each in counts if each.count]
    if not there:
        return "No program is rated."
    first, *others = there
    have = "has" if first.count == 1 else "have"
    told = [f"{first.count} {have} {first.verdict.name}"]
    told += [f"{each.count} {each.verdict.name}" for each in others]
    return f"Of {counted(first.of, 'program')} {listed(told)}."


def states_sentence(counts: Mapping[DueState, int]) -> str:
    """Tell how many programs are in each state; those that none is in are left out.

    Example:
        "40 programs: 6 overdue, 5 due soon, 3 in progress and 26 not due yet."
    """
    there = [(counts.get(state, 0), words) for state, words in STATES.items()]
    parts = listed(f"{count} {words}" for count, words in there if count)
    programs = counted(sum(counts.values()), "program")
    return f"{programs}: {parts}." if parts else "There is no program."


def weakest_sentence(scale: Scale, standings: Sequence[ItemStanding], target: int) -> str:
    """Name the weakest items, and say how many programs are below the target on them.

    Args:
        scale: The scale.
        standings: The weakest first.
        target: The level aimed at.
    """
    told = [each for each in standings if each.n][:MOST_TOLD]
    if not told:
        return "No item is rated."
    words = [
        f"{item_label(scale, each.item)} (mean {as_decimal(each.mean)}, {each.below} of {each.n})"
        for each in told
    ]
    return f"Weakest, with the programs below the target of {target}: {listed(words)}."


def share_words(count: int, of: int) -> str:
    """A count with what it is of, and its share.

    Example:
        >>> share_words(32, 38), share_words(0, 0)
        ('32 of 38 (84 %)', 'none')
    """
    return f"{count} of {of} ({percent(count, of)})" if of else "none"
