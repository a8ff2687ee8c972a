"""What is said of many programs in a sentence: changes, plans, agreement, and the rules of both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from reporting.agreement_words import percent
from reporting.benchmark_words import behind_words, latest_words
from reporting.file_words import file_changed_words
from reporting.kind_words import self_audit_words
from reporting.report import KINDS
from reporting.sentences import counted, day, listed
from reporting.state.facts import ActionFact, Outcome, Stage, StateFacts, StateScale
from scoring.benchmark import FEWEST_PROGRAMS, Benchmark, benchmark
from scoring.rounding import as_decimal, told_apart

OUTCOMES: dict[Outcome, str] = {
    "improved": "improved beyond chance",
    "declined": "declined beyond chance",
    "within_chance": "within chance",
    "unknown": "cannot be told from chance",
    "not_comparable": "not comparable",
    "none": "no comparable visit a year before",
}
"""Each outcome in a few words, in the order to show them."""
STAGES: dict[Stage, str] = {
    "planned": "planned",
    "in_progress": "in progress",
    "done": "done, not verified",
    "verified": "verified by somebody else",
    "dropped": "dropped",
}
"""Each stage of an action in a few words, in the order to show them."""
YEAR_BEFORE = (
    "Change since last year: each program's latest finished visit against its visit nearest to "
    "one year before that, no less than 9 and no more than 15 months. A self-audit is set beside a "
    "self-audit, a site visit or follow-up beside one of those: programs tend to rate themselves "
    "higher than others do. Means are compared over the items rated both times."
)
LATEST = (
    "Each program counts once for each scale, with its latest finished visit. A visit that is "
    "still rated or settled does not count. Where the latest was rated with a version of the scale "
    "that does not map to today's, the latest that does counts, and how many is said."
)


def occasion(facts: StateFacts) -> str:
    """Name the report in a line."""
    return f"State report, {counted(len(facts.programs), 'program')}, {day(facts.made_on)}"


def notes(facts: StateFacts) -> tuple[str, ...]:
    """What a reader must know before any number."""
    told = [f"Made for {facts.made_for} on {day(facts.made_on)}, from what they may see."]
    if facts.looked_at:
        told.append(f"Looked at: {facts.looked_at}.")
    if facts.invented:
        which = "All" if facts.invented == len(facts.programs) else str(facts.invented)
        told.append(f"{which} of these programs are invented, to try things out.")
    told.append("The scales measure different things and are never added up.")
    return tuple(told)


def basis(found: StateScale) -> str:
    """Say which programs and days a scale's numbers rest on."""
    days = [each.day for each in found.rated]
    told = latest_words(len(days), min(days, default=None), max(days, default=None))
    own = sum(each.kind == KINDS["self_audit"] for each in found.rated)
    if own:
        told += f" {self_audit_words(own, len(found.rated))}"
    if found.left_out:
        told += (
            f" {counted(found.left_out, 'more program')} rated with versions that cannot be set "
            "beside these: left out."
        )
    if found.behind:
        told += f" {behind_words(found.behind)}"
    changed = file_changed_words(found.file_changed)
    return f"{told} {changed}" if changed else told


def totals(found: StateScale) -> Benchmark:
    """The middle and the spread of the programs' totals."""
    return benchmark([found.scores.total.value(row) for row in range(len(found.rated))])


def totals_words(found: StateScale) -> str:
    """Tell the median of the totals; below five programs that is not told."""
    spread = totals(found)
    n = f"n = {spread.n}"
    if spread.hidden:
        return f"not shown below {FEWEST_PROGRAMS} programs ({n})"
    half = f"{as_decimal(spread.lower)} to {as_decimal(spread.upper)}"
    return f"median {as_decimal(spread.median)}, middle half {half} ({n})"


def outcomes(found: StateScale) -> dict[Outcome, int]:
    """Count programs by how their total moved, every outcome."""
    counts = Counter(found.outcome(each) for each in found.rated)
    return {outcome: counts[outcome] for outcome in OUTCOMES}


def change_sentence(found: StateScale) -> str:
    """Tell how many programs moved by more than chance makes.

    Example:
        "Of 31 programs with a comparable visit a year before, 9 improved and 3 declined beyond
        chance; 19 moved within chance."
    """
    counts = outcomes(found)
    there = len(found.rated) - counts["none"]
    if not there:
        return "No program has a comparable visit about a year before its latest one."
    known = counts["improved"] + counts["declined"] + counts["within_chance"]
    told = f"Of {counted(there, 'program')} with a comparable visit a year before, "
    if known:
        told += (
            f"{counts['improved']} improved and {counts['declined']} declined beyond chance; "
            f"{counts['within_chance']} moved within chance."
        )
    else:
        told += "none can be told from chance."
    if counts["not_comparable"]:
        told += f" {counts['not_comparable']} cannot be compared."
    return f"{told} {chance_sentence(found)}"


def chance_sentence(found: StateScale) -> str:
    """Tell from which difference on a change of the total is called more than chance."""
    noise = found.chance.total
    if noise.detectable is None:
        return noise.sem.why
    limit = told_apart(Fraction(noise.detectable).limit_denominator(10**6), Fraction(0))
    return (
        f"Chance alone moves a total by up to {limit} in 95 of 100, as far as "
        f"{counted(noise.sem.n, 'visit')} rated by two tell."
    )


def agreement_sentence(found: StateScale) -> str:
    """Tell how often raters of one visit gave the same level."""
    if found.agreement is None:
        return "No visit was rated by two, each alone, so nothing can be said of agreement."
    overall = found.agreement.overall
    counts = overall.counts
    if not counts.pairs:
        return "No item was rated by two raters of one visit, so there is nothing to compare."
    days = f"{day(found.agreed_since)} to {day(found.agreed_until)}"
    return (
        f"{counted(found.agreement.visits, 'visit')} rated by two or more, each alone ({days}): "
        f"{counts.pairs_alike} of {counts.pairs} pairs of ratings are the same "
        f"({percent(counts.pairs_alike, counts.pairs)}), {counts.pairs_within_one} no more than "
        f"one level apart ({percent(counts.pairs_within_one, counts.pairs)})."
    )


def stages(actions: Sequence[ActionFact]) -> dict[Stage, int]:
    """Count actions by how far they are, every stage."""
    counts = Counter(action.stage for action in actions)
    return {stage: counts[stage] for stage in STAGES}


def plan_sentence(facts: StateFacts) -> str:
    """Tell how far the plans are."""
    if not facts.actions:
        return "No program has an action planned."
    counts = stages(facts.actions)
    programs = len(facts.programs) - facts.without_plan
    parts = listed(f"{counts[stage]} {words}" for stage, words in STAGES.items() if counts[stage])
    overdue = sum(action.overdue for action in facts.actions)
    have = "has" if programs == 1 else "have"
    return (
        f"{programs} of {counted(len(facts.programs), 'program')} {have} a plan, with "
        f"{counted(len(facts.actions), 'action')}: {parts}. Overdue: {overdue} of the "
        f"{counts['planned'] + counts['in_progress']} that are planned or in progress."
    )
