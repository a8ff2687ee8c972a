"""One scale over all programs: verdicts, weakest items, what changed, how raters agree."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from reporting.agreement_words import percent
from reporting.charts.pool_items import MOST_DRAWN, pool_items_chart
from reporting.charts.pool_verdicts import pool_verdicts_chart
from reporting.handout.block import Block, Heading, Paragraph, Picture, Table
from reporting.item_words import item_label
from reporting.pool_words import share_words, verdict_counts
from reporting.sentences import counted, day, upper_first
from reporting.state.facts import Outcome, StateScale, YearBefore
from reporting.state.words import (
    OUTCOMES,
    agreement_sentence,
    basis,
    change_sentence,
    outcomes,
    totals_words,
)
from scoring.item_standing import ItemStanding, item_standings
from scoring.rounding import as_decimal, told_apart

_MOST_NAMED = 20
"""Programs that are named because they moved; the workbook has all."""
_MOST_ITEMS = 5
_MOST_DRAWN = 6
"""Items in a picture: ten would fill a page and leave the one before it half empty."""
_MOST_REGIONS = 30
_TITLES: dict[Outcome, str] = {
    "declined": "Declined beyond chance",
    "improved": "Improved beyond chance",
}


def scale_part(found: StateScale) -> Iterator[Block]:
    """What is said of one scale."""
    scale = found.scale
    yield Heading(scale.name, 1)
    yield Paragraph(basis(found))
    if not found.rated:
        return
    yield Paragraph(f"{scale.total.name}: {totals_words(found)}.")
    counts = verdict_counts(scale, found.scores.verdicts)
    yield Heading("Verdicts", 2)
    yield Picture(pool_verdicts_chart(scale, counts, basis(found)))
    yield from _by_region(found)
    standings = item_standings(found.scores.ratings, scale.target_level)
    yield Heading("Weakest items", 2)
    target, when = scale.target_level, basis(found)
    yield Picture(pool_items_chart(scale, standings, target, when, _MOST_DRAWN))
    yield _items(found, standings)
    yield Heading("Change since last year", 2)
    yield from _change(found)
    yield Heading("Agreement between raters", 2)
    yield from _agreement(found)


def _by_region(found: StateScale) -> Iterator[Block]:
    """Verdicts by region, where there is more than one and not too many for a page."""
    regions = sorted({each.program.region for each in found.rated}, key=str.casefold)
    if not 1 < len(regions) <= _MOST_REGIONS:
        return
    counts = verdict_counts(found.scale, found.scores.verdicts)
    shown = [each.verdict for each in counts if each.count]
    pairs = list(zip(found.rated, found.scores.verdicts, strict=True))
    rows = []
    for region in regions:
        mine = [verdict.id for each, verdict in pairs if each.program.region == region]
        cells = [str(mine.count(verdict.id)) for verdict in shown]
        rows.append((region or "Region not noted", *cells, str(len(mine))))
    head = ("Region", *(verdict.name for verdict in shown), "Programs (n)")
    yield Heading("Verdicts by region", 3)
    widths = (2.4, *([1.2] * len(shown)), 1)
    yield Table(f"Verdicts on {found.scale.short_name} by region", head, tuple(rows), widths)


def _items(found: StateScale, standings: tuple[ItemStanding, ...]) -> Table:
    rows = tuple(
        (
            item_label(found.scale, each.item),
            as_decimal(each.mean),
            share_words(each.below, each.n),
            str(each.n),
        )
        for each in standings[:MOST_DRAWN]
    )
    head = ("Item", "Mean level", f"Below target {found.scale.target_level}", "Programs (n)")
    return Table(f"Weakest items of {found.scale.short_name}", head, rows, (3.4, 0.9, 1.6, 0.9))


def _change(found: StateScale) -> Iterator[Block]:
    yield Paragraph(change_sentence(found))
    there, counts = len(found.rated), outcomes(found)
    rows = tuple(
        (upper_first(words), str(counts[outcome]), share_words(counts[outcome], there))
        for outcome, words in OUTCOMES.items()
        if counts[outcome]
    )
    name = f"Programs by how their {found.scale.short_name} total moved"
    yield Table(name, ("How the total moved", "Programs", "Of all rated"), rows, (3, 1, 1.6))
    for outcome, title in _TITLES.items():
        yield from _moved(found, outcome, title)


def _moved(found: StateScale, outcome: Outcome, title: str) -> Iterator[Block]:
    """Name the programs that moved beyond chance, the furthest first."""
    verdicts = found.scores.verdicts
    moved = [
        (each.before, each, verdicts[row])
        for row, each in enumerate(found.rated)
        if each.before is not None and found.outcome(each) == outcome
    ]
    if not moved:
        return
    moved.sort(key=lambda one: -abs(one[0].difference or 0))
    rows = tuple(
        (
            each.program.name,
            _verdict_then(before),
            f"{verdict.name} ({day(each.day)})",
            difference_words(before.difference),
        )
        for before, each, verdict in moved[:_MOST_NAMED]
    )
    yield Heading(title, 3)
    head = ("Program", "A year before", "Latest visit", "Total")
    name = f"Programs that {outcome} on {found.scale.short_name}"
    yield Table(name, head, rows, (2.4, 2, 2, 0.7))
    if len(moved) > _MOST_NAMED:
        more = counted(len(moved) - _MOST_NAMED, "more program")
        yield Paragraph(f"And {more}; the workbook of this report names all.")


def _verdict_then(before: YearBefore) -> str:
    was = before.change.verdict_before
    return f"{was.name if was else '–'} ({day(before.day)})"


def difference_words(difference: Fraction | None) -> str:
    """Write how far a mean moved, with its sign."""
    if difference is None:
        return "–"
    sign = "+" if difference > 0 else "−" if difference < 0 else ""
    return sign + told_apart(abs(difference), Fraction(0))


def _agreement(found: StateScale) -> Iterator[Block]:
    """How often raters gave the same level, and the items they read differently most often."""
    yield Paragraph(agreement_sentence(found))
    if found.agreement is None:
        return
    apart = sorted(
        (share, place, item)
        for place, item in enumerate(found.scale.item_ids)
        if (share := found.agreement.items[item].exact.value) is not None
    )
    rows = []
    for _share, _place, item in apart[:_MOST_ITEMS]:
        counts = found.agreement.items[item].counts
        same = percent(counts.pairs_alike, counts.pairs)
        rows.append(
            (
                item_label(found.scale, item),
                f"{counts.pairs_alike} of {counts.pairs} ({same})",
                str(counts.compared),
            )
        )
    yield Paragraph("Read differently most often:" if rows else "")
    head = ("Item", "Pairs of ratings that are the same", "Visits (n)")
    name = f"Items of {found.scale.short_name} that raters read differently most often"
    yield Table(name, head, tuple(rows), (3.4, 2, 0.9))
