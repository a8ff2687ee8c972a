"""What a report over many programs says, from its title to how its numbers were made."""

from __future__ import annotations

from collections.abc import Iterator

from reporting.handout.block import Block, Bullets, Handout, Heading, Paragraph, Table
from reporting.handout.document import laid_out
from reporting.pool_words import states_sentence, verdict_counts, verdicts_sentence
from reporting.sentences import counted, day
from reporting.state.facts import StateFacts, StateScale
from reporting.state.plan_part import plan_part
from reporting.state.scale_part import scale_part
from reporting.state.words import (
    LATEST,
    YEAR_BEFORE,
    notes,
    occasion,
    outcomes,
    plan_sentence,
    totals_words,
)
from reporting.visible import visible

TITLE = "State report"
MOST_LISTED = 100
"""Of more programs the document has no list; the workbook has it."""
_CHANCE = (
    "Whether a change is more than chance is told from visits that two rated alone: what two "
    "raters of one visit differ by is the least that chance does. What hangs on the day, or on "
    "which charts were drawn, comes on top."
)
_AGREEMENT = (
    "Agreement is told over pairs of ratings of the same item at the same visit, before "
    "differences were settled. Raters are not named."
)
_PLANS = (
    "An action that is done is the word of who did it; verified is somebody else's. Overdue is "
    "what is planned or in progress and whose day has passed. An action that goes on in a later "
    "plan counts once. Plans are those of visits up to the day of the report, with the actions "
    "written by then; how far each action is, is as it was stored when the report was made."
)
_WEAKEST = (
    "A mean level of an item is over the programs that rated it; the target is the scale's own. "
    "Median and quartiles of totals are not told below five programs."
)


def make_state_handout(facts: StateFacts) -> Handout:
    """Decide what a report over many programs says, for Word and PDF to lay out."""
    return Handout(
        title=TITLE,
        occasion=visible(occasion(facts)),
        draft=False,
        made_on=facts.made_on,
        author="Program fidelity",
        length="full",
        blocks=laid_out(_blocks(facts)),
    )


def _blocks(facts: StateFacts) -> Iterator[Block]:
    yield Heading(TITLE, 0)
    yield Bullets(notes(facts))
    yield Heading("Summary", 1)
    yield Paragraph(states_sentence(facts.due), bold="Who is due.")
    yield Table("Each scale at a glance", _HEAD, tuple(map(_at_a_glance, facts.scales)), _WIDTHS)
    for found in facts.scales:
        if found.rated:
            counts = verdict_counts(found.scale, found.scores.verdicts)
            yield Paragraph(verdicts_sentence(counts), bold=f"{found.scale.short_name}.")
    yield Paragraph(plan_sentence(facts), bold="Plans.")
    if not facts.scales:
        yield Paragraph("No program has a finished visit yet.")
    for found in facts.scales:
        yield from scale_part(found)
    yield from plan_part(facts)
    yield from _programs(facts)
    yield from method()


def method() -> tuple[Block, ...]:
    """How the numbers were made."""
    rules = (LATEST, _WEAKEST, YEAR_BEFORE, _CHANCE, _AGREEMENT, _PLANS)
    return (Heading("How the numbers were made", 1), Bullets(rules))


_HEAD = ("Scale", "Programs (n)", "Total mean", "Improved", "Declined", "Within chance")
_WIDTHS = (1.3, 0.8, 2.6, 0.8, 0.8, 0.9)


def _at_a_glance(found: StateScale) -> tuple[str, ...]:
    counts = outcomes(found)
    moved = (counts[one] for one in ("improved", "declined", "within_chance"))
    known = len(found.rated) - counts["none"] - counts["not_comparable"] - counts["unknown"]
    cells = [f"{count} of {known}" if known else "–" for count in moved]
    return (found.scale.short_name, str(len(found.rated)), totals_words(found), *cells)


def _programs(facts: StateFacts) -> Iterator[Block]:
    """Every program with its verdicts, unless there are too many for a document."""
    if not facts.programs:
        return
    yield Heading("Programs", 1)
    if len(facts.programs) > MOST_LISTED:
        programs = counted(len(facts.programs), "program")
        yield Paragraph(f"The workbook of this report lists all {programs}.")
        return
    found = {
        scale.scale.id: {
            each.program.id: f"{scale.scores.verdicts[row].name} ({day(each.day)})"
            for row, each in enumerate(scale.rated)
        }
        for scale in facts.scales
    }
    rows = tuple(
        (program.name, program.region, *(one.get(program.id, "–") for one in found.values()))
        for program in facts.programs
    )
    head = ("Program", "Region", *(scale.scale.short_name for scale in facts.scales))
    yield Table("Programs with their verdicts", head, rows, (2, 1.4, *([1.6] * len(found))))
