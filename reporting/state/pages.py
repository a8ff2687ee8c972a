"""The tables of the workbook: programs, items, what changed, plans, agreement."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from reporting.state.facts import ActionFact, StateFacts, StateScale
from reporting.state.table_sheet import MEAN, SHARE, Cell, Formula, TablePage
from reporting.state.words import LATEST, OUTCOMES, STAGES, YEAR_BEFORE
from scoring.agreement import Statistics
from scoring.item_standing import item_standings

_PROGRAM = (("Program", 44.0), ("Region", 22.0))


def programs_page(facts: StateFacts) -> TablePage:
    """A line for each program and scale, and one for each program that is rated on none."""
    rows: list[list[Cell]] = [row for found in facts.scales for row in _rated(found)]
    rated = {each.program.id for found in facts.scales for each in found.rated}
    rows += [
        ["–", p.name, p.region, p.id, p.agency, p.setting, p.levels_of_care, "not rated yet"]
        for p in facts.programs
        if p.id not in rated
    ]
    columns = (("Scale", 14.0), *_PROGRAM, ("Number", 14.0), ("Agency", 28.0), ("Setting", 26.0))
    columns += (("Levels of care", 26.0), ("Verdict", 22.0), ("Total", 9.0), ("Items rated", 9.0))
    columns += (("Items that apply", 9.0), ("Latest visit", 12.0), ("Kind", 13.0))
    columns += (("Scale version", 10.0),)
    return TablePage("Programs", "Programs", LATEST, columns, rows)


def _rated(found: StateScale) -> Iterator[list[Cell]]:
    total = found.scores.total
    for row, each in enumerate(found.rated):
        program = each.program
        yield [
            found.scale.short_name,
            program.name,
            program.region,
            program.id,
            program.agency,
            program.setting,
            program.levels_of_care,
            found.scores.verdicts[row].name,
            _number(total.value(row)),
            int(total.rated[row]),
            int(total.applicable[row]),
            each.day,
            each.kind,
            each.version,
        ]


def items_page(facts: StateFacts) -> TablePage:
    """A line for each item, the weakest of each scale first."""
    rows: list[list[Cell]] = []
    for found in facts.scales:
        scale = found.scale
        for each in item_standings(found.scores.ratings, scale.target_level):
            mean = Formula('=IF(E{row}=0,"",F{row}/E{row})', MEAN)
            share = Formula('=IF(E{row}=0,"",H{row}/E{row})', SHARE)
            name = scale.item(each.item).name
            numbers = (scale.target_level, each.n, each.points, mean, each.below, share)
            rows.append([scale.short_name, each.item, name, *numbers])
    columns = (("Scale", 14.0), ("Item", 9.0), ("Name", 52.0), ("Target", 9.0))
    columns += (("Programs (n)", 11.0), ("Sum of levels", 11.0), ("Mean level", 9.0))
    columns += (("Below target", 9.0), ("Share below", 9.0))
    says = "The weakest item of each scale first. Of a program that did not rate it nothing counts."
    return TablePage("Items", "Items across programs", says, columns, rows)


def change_page(facts: StateFacts) -> TablePage:
    """A line for each program and scale: what moved since the year before."""
    rows = [row for found in facts.scales for row in _changed(found)]
    columns = (("Scale", 14.0), *_PROGRAM, ("How the total moved", 26.0), ("Difference", 11.0))
    columns += (("Year before", 10.0), ("Latest", 10.0), ("Visit before", 12.0))
    columns += (("Kind before", 13.0), ("Latest visit", 12.0), ("Kind", 13.0))
    columns += (("Verdict before", 22.0), ("Latest verdict", 22.0))
    columns += (("Items up", 8.0), ("Items down", 8.0), ("Items rated both times", 11.0))
    return TablePage("Change", "Change since last year", YEAR_BEFORE, columns, rows)


def _changed(found: StateScale) -> Iterator[list[Cell]]:
    for row, each in enumerate(found.rated):
        program, verdict = each.program, found.scores.verdicts[row].name
        begin = [found.scale.short_name, program.name, program.region]
        words = OUTCOMES[found.outcome(each)]
        if each.before is None:
            nothing = [None] * 5
            yield [*begin, words, *nothing, each.day, each.kind, None, verdict]
            continue
        change = each.before.change
        total, was = change.total, change.verdict_before
        steps = [item.step or 0 for item in change.moved]
        difference = Formula('=IF(OR(F{row}="",G{row}=""),"",G{row}-F{row})', "+0.00;-0.00;0.00")
        yield [
            *begin,
            words,
            difference,
            _number(total.alike_before) if total else None,
            _number(total.alike_after) if total else None,
            each.before.day,
            each.before.kind,
            each.day,
            each.kind,
            was.name if was else None,
            verdict,
            sum(step > 0 for step in steps),
            sum(step < 0 for step in steps),
            change.rated_both,
        ]


def plan_page(facts: StateFacts) -> TablePage:
    """A line for each action of every plan."""
    columns = (*_PROGRAM, ("Action", 54.0), ("Items", 16.0), ("Owner", 20.0), ("By when", 12.0))
    columns += (("How far", 24.0), ("Overdue", 9.0), ("Called done by", 20.0), ("On", 12.0))
    columns += (("Verified by", 20.0), ("Verified on", 12.0))
    says = "Every action of every plan. Done is the word of who did it, verified somebody else's."
    rows = list(map(_action, facts.actions))
    return TablePage("Plan", "Improvement plans", says, columns, rows)


def _action(action: ActionFact) -> list[Cell]:
    done, verified = action.done or ("", None), action.verified or ("", None)
    program = action.program
    return [
        program.name,
        program.region,
        action.do,
        action.items,
        action.owner,
        action.due,
        STAGES[action.stage],
        "yes" if action.overdue else "no",
        *done,
        *verified,
    ]


def agreement_page(facts: StateFacts) -> TablePage:
    """A line for each scale that two rated alone, and for each of its items."""
    rows: list[list[Cell]] = []
    for found in facts.scales:
        if found.agreement is None:
            continue
        name, scale = found.scale.short_name, found.scale
        rows.append([name, "all", "All items", *_agreed(found.agreement.overall)])
        for item, statistics in found.agreement.items.items():
            rows.append([name, item, scale.item(item).name, *_agreed(statistics)])
    columns = (("Scale", 14.0), ("Item", 9.0), ("Name", 52.0), ("Rated by two (n)", 11.0))
    columns += (("Pairs of ratings", 10.0), ("The same", 9.0), ("Share the same", 9.0))
    columns += (("Within one level", 9.0), ("Share within one", 9.0), ("Levels apart", 9.0))
    columns += (("Mean difference", 11.0), ("AC2 (quadratic)", 11.0), ("95 % from", 9.0))
    columns += (("to", 9.0),)
    says = (
        "Of visits that two or more rated alone, before they settled what differed. For all items, "
        "n counts items at visits; for one item, visits."
    )
    return TablePage("Agreement", "Agreement between raters", says, columns, rows)


def _agreed(found: Statistics) -> list[Cell]:
    counts, ac2 = found.counts, found.ac2_quadratic
    return [
        counts.compared,
        counts.pairs,
        counts.pairs_alike,
        Formula('=IF(E{row}=0,"",F{row}/E{row})', SHARE),
        counts.pairs_within_one,
        Formula('=IF(E{row}=0,"",H{row}/E{row})', SHARE),
        counts.distance,
        Formula('=IF(E{row}=0,"",J{row}/E{row})', MEAN),
        ac2.value,
        ac2.low,
        ac2.high,
    ]


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def table_pages(facts: StateFacts) -> tuple[TablePage, ...]:
    """All tables, in the order of the workbook."""
    makers = (programs_page, items_page, change_page, plan_page, agreement_page)
    return tuple(make(facts) for make in makers)
