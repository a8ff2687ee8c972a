"""One comparison as sentences, as a table and as data, for whoever asks without a screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from exchange.change_json import change_data
from exchange.compare_json import (
    agreement_data,
    cut_offs_data,
    heat_data,
    items_data,
    reasons_data,
    self_external_data,
    totals_data,
    visit_data,
)
from handover.compared import compared_visits, line_up, rater_rows, two_visits, why_apart
from handover.scored_pool import ScoredPool
from reporting.agreement_words import headline
from reporting.change_words import CHANCE_MEANS, change_words
from reporting.compare.heat_table import heat_frame, items_frame, weakest_words
from reporting.compare.ranked_words import ranked_words, totals_frame, verdicts_words
from reporting.compare.rater_words import different_words, raters_frame
from reporting.compare.reasons_table import VerdictReasons, reasons_frame, verdict_reasons
from reporting.compare.self_external_words import (
    WHAT_IT_SAYS,
    extremes_words,
    pool_words,
    programs_frame,
)
from reporting.compare.two_words import difference_words, two_frame
from reporting.compare.visit_columns import restated_words, visit_day, visit_words
from reporting.file_words import file_changed_words
from reporting.kind_words import mixed_words
from scoring.agreement import agree
from scoring.chance import Chance
from scoring.compare.across import items_across, weakest_first
from scoring.compare.lineup import Lineup
from scoring.compare.self_external import self_external

What = Literal["heat", "items", "totals", "two-visits", "self-external", "raters", "verdicts"]
_TOO_WIDE = ["Region", "Kind", "Rated with version"]


@dataclass(frozen=True)
class CompareAnswer:
    """What there is to say of a comparison.

    Attributes:
        sentences: In the order to say them.
        table: All numbers, to be taken elsewhere.
        data: The same as docs/reference/command-line.md describes it.
        shown: The table to read below the sentences; None where they say it all.
    """

    sentences: tuple[str, ...]
    table: pd.DataFrame
    data: dict[str, Any]
    shown: pd.DataFrame | None


def compare_lineup(what: What, lineup: Lineup) -> CompareAnswer:
    """Compare visits in their order: heat, items, totals or verdicts."""
    if what == "heat":
        return _heat(lineup)
    if what == "items":
        return _items(lineup)
    if what == "verdicts":
        return _verdicts(lineup)
    return _totals(lineup)


def compare_two(pool: ScoredPool, places: tuple[int, int], chance: Chance) -> CompareAnswer:
    """Compare two visits.

    Args:
        pool: What they are of.
        places: Where they stand in it.
        chance: What raters of one visit differ by; used where both are of one program.
    """
    found = two_visits(pool, *places)
    visits = compared_visits(pool.take(found.places).visits)
    known = chance if found.one_program else None
    if found.one_program:
        ends = (visit_day(visits[0]), visit_day(visits[1]))
        words = (visits[0].name, *change_words(found.change, chance), CHANCE_MEANS)
    else:
        ends = (visits[0].label, visits[1].label)
        words = difference_words(found.change, *ends)
    changed = file_changed_words(sum(visit.file_changed for visit in visits))
    words = _said([*words, changed])
    words = _said((*words, mixed_words(visits[0].kind, visits[1].kind)))
    table = two_frame(found.change, ends, known)
    data = {
        "one_program": found.one_program,
        "visits": [visit_data(visit, pool.scale.version) for visit in visits],
        **change_data(found.change, known),
        "double_rated_visits": known and known.visits,
    }
    return CompareAnswer(words, table, data, table)


def compare_self(pool: ScoredPool, months: int) -> CompareAnswer:
    """Compare self-audits with site visits at most so many months from them."""
    found = self_external(line_up(pool), months)
    words = pool_words(found)
    if found.pairs:
        words = (*words, extremes_words(found), WHAT_IT_SAYS)
    table = programs_frame(found)
    return CompareAnswer(words, table, self_external_data(found), table if found.pairs else None)


def compare_raters(pool: ScoredPool, place: int) -> CompareAnswer:
    """Compare the raters of one visit, as far as the person sees their sets."""
    found = agree(pool.scale, rater_rows(pool.visits[place]))
    (visit,) = compared_visits([pool.visits[place]])
    words = (visit_words(visit), headline(found.overall, "The raters"), different_words(found))
    table = raters_frame(found)
    data = {"visit": visit_data(visit, pool.scale.version), **agreement_data(found)}
    return CompareAnswer(words, table, data, table)


def apart_data(pool: ScoredPool) -> list[dict[str, Any]]:
    """The visits that are not compared, and why."""
    visits = compared_visits(pool.apart)
    return [
        {**visit_data(visit, pool.scale.version), "why": apart.why}
        for visit, apart in zip(visits, why_apart(pool), strict=True)
    ]


def _heat(lineup: Lineup) -> CompareAnswer:
    words = (weakest_words(lineup.scale, items_across(lineup)), restated_words(lineup))
    table = heat_frame(lineup)
    return CompareAnswer(_said(words), table, {"visits": heat_data(lineup)}, _narrow(table))


def _items(lineup: Lineup) -> CompareAnswer:
    across = items_across(lineup)
    words = (weakest_words(lineup.scale, across), restated_words(lineup))
    table = items_frame(lineup.scale, weakest_first(across))
    data = {
        "visits": [visit_data(visit, lineup.scale.version) for visit in lineup.visits],
        "items": items_data(across),
    }
    return CompareAnswer(_said(words), table, data, table)


def _totals(lineup: Lineup) -> CompareAnswer:
    words = (
        verdicts_words(lineup),
        ranked_words(lineup, lineup.scale.total.id),
        restated_words(lineup),
    )
    table = totals_frame(lineup)
    data = {"visits": totals_data(lineup), "cut_offs": cut_offs_data(lineup)}
    return CompareAnswer(_said(words), table, data, _narrow(table))


def _verdicts(lineup: Lineup) -> CompareAnswer:
    reasons = verdict_reasons(lineup)
    data = {
        "visits": [
            {**visit_data(visit, lineup.scale.version), **reasons_data(each.scored)}
            for visit, each in zip(lineup.visits, reasons, strict=True)
        ]
    }
    words = [sentence for each in reasons for sentence in _reasons(each, lineup.scale.total.name)]
    table = reasons_frame(reasons, lineup.scale.total.name)
    return CompareAnswer(_said([*words, restated_words(lineup)]), table, data, None)


def _reasons(each: VerdictReasons, total: str) -> tuple[str, ...]:
    return (
        f"{each.label}: {each.verdict}. {total}: {each.total}. {each.because}",
        each.capped,
        each.missing,
        *each.turning,
        each.open,
    )


def _said(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(sentence for sentence in words if sentence)


def _narrow(table: pd.DataFrame) -> pd.DataFrame:
    return table.drop(columns=_TOO_WIDE)
