"""How far the improvement plans of all programs are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from reporting.handout.block import Block, Heading, Paragraph, Table
from reporting.pool_words import share_words
from reporting.sentences import counted, upper_first
from reporting.state.facts import StateFacts
from reporting.state.words import STAGES, plan_sentence, stages

_MOST_NAMED = 15


def plan_part(facts: StateFacts) -> Iterator[Block]:
    """What is said of the plans."""
    yield Heading("Improvement plans", 1)
    yield Paragraph(plan_sentence(facts))
    if not facts.actions:
        return
    counts, whole = stages(facts.actions), len(facts.actions)
    rows = tuple(
        (upper_first(words), str(counts[stage]), share_words(counts[stage], whole))
        for stage, words in STAGES.items()
    )
    yield Table("Actions by how far they are", ("Actions", "Count", "Of all"), rows, (3, 1, 1.6))
    yield from _overdue(facts)


def _overdue(facts: StateFacts) -> Iterator[Block]:
    late = Counter(action.program.id for action in facts.actions if action.overdue)
    if not late:
        return
    names = {program.id: program.name for program in facts.programs}
    planned = Counter(action.program.id for action in facts.actions)
    ranked = late.most_common()
    rows = tuple(
        (names[number], f"{count} of {planned[number]}") for number, count in ranked[:_MOST_NAMED]
    )
    yield Heading("Programs with the most overdue actions", 2)
    name = "Programs with the most overdue actions"
    yield Table(name, ("Program", "Overdue, of its actions"), rows, (4, 1.6))
    if len(ranked) > _MOST_NAMED:
        more = counted(len(ranked) - _MOST_NAMED, "more program")
        yield Paragraph(f"And {more}; the workbook of this report has every action.")
