"""Checks of the consensus against what each rater saw alone."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from reporting.preflight.answers import missing_in_consensus
from reporting.preflight.check import (
    Check,
    ItemUnderCheck,
    Spot,
    each_item,
    each_scale,
    scale_place,
)
from reporting.preflight.finding import Place
from reporting.preflight.pattern import FAR
from reporting.preflight.visit import ScaleUnderCheck, VisitUnderCheck
from reporting.sentences import listed
from scoring.rounding import as_text
from scoring.states import State

LOW_AGREEMENT = Fraction(7, 10)
"""A share of ratings seen alike below this is pointed out: this project's own choice."""


def _no_consensus(visit: VisitUnderCheck) -> Iterable[Spot]:
    if visit.official is not None and len(visit.members) > 1:
        yield Spot(
            f"{len(visit.members)} people rated, and the official ratings are those of "
            f"{visit.official} alone.",
            Place("consensus"),
        )


def _own(item: ItemUnderCheck) -> list[tuple[str, int]]:
    """Who answered the item and with what: a level, or a state other than not rated."""
    found = ((r.rater, r.levels.get(item.item.id, State.NOT_RATED)) for r in item.of.raters)
    return [(rater, level) for rater, level in found if level != State.NOT_RATED]


def _words(level: int) -> str:
    return str(level) if level >= 0 else f'"{State(level).words}"'


def _said(ratings: list[tuple[str, int]]) -> str:
    return listed(f"{_words(level)} ({rater})" for rater, level in ratings)


def _without_because(item: ItemUnderCheck) -> str | None:
    if item.visit.official is not None or item.level == State.NOT_RATED:
        return None
    others = [(rater, level) for rater, level in _own(item) if level != item.level]
    if not others or item.stored.because.strip():
        return None
    return (
        f"the consensus is {_words(item.level)} and differs from {_said(others)}; no reason is "
        "given."
    )


def _outside_the_range(item: ItemUnderCheck) -> str | None:
    rated = [(rater, level) for rater, level in _own(item) if level >= 0]
    levels = [level for _, level in rated]
    if item.visit.official is not None or not item.rated or not levels:
        return None
    if min(levels) <= item.level <= max(levels):
        return None
    return f"the consensus is {item.level}, which no rater's level reaches: {_said(rated)}."


def _far_apart(item: ItemUnderCheck) -> str | None:
    rated = [(rater, level) for rater, level in _own(item) if level >= 0]
    levels = [level for _, level in rated]
    if not levels or max(levels) - min(levels) < FAR:
        return None
    return f"the raters lie {max(levels) - min(levels)} points apart: {_said(rated)}."


def _low_agreement(visit: VisitUnderCheck, of: ScaleUnderCheck) -> Iterable[Spot]:
    seen = of.seen_alike
    if seen is None or seen.of <= 0 or Fraction(seen.alike, seen.of) >= LOW_AGREEMENT:
        return
    percent = as_text(Fraction(100 * seen.alike, seen.of), 1)
    yield Spot(
        f"{of.scale.short_name}: {seen.alike} of {seen.of} ratings ({percent} %) were seen alike.",
        Place("consensus", of.scale.id),
    )


def _left_open(visit: VisitUnderCheck, of: ScaleUnderCheck) -> Iterable[Spot]:
    for rater in of.raters if visit.official is None else ():
        answered = {item for item, level in rater.levels.items() if level != State.NOT_RATED}
        missing = [item for item in of.scale.item_ids if item not in answered]
        if missing:
            yield Spot(
                f"{of.scale.short_name}: {rater.rater} left {listed(missing)} open.",
                Place("consensus", of.scale.id),
            )


def _facts_differ(visit: VisitUnderCheck, of: ScaleUnderCheck) -> Iterable[Spot]:
    for fact in of.scale.choice_facts:
        # A claim is what the program says of itself, and it may say different things.
        given = [(r.rater, r.choices[fact.id]) for r in of.raters if fact.id in r.choices]
        if fact.claim or len({choice for _, choice in given}) < 2:
            continue
        texts = {choice.id: choice.text for choice in fact.choices}
        said = listed(f'"{texts.get(choice, choice)}" ({rater})' for rater, choice in given)
        yield Spot(
            f'{of.scale.short_name}: the raters answered "{fact.asks}" differently: {said}.',
            scale_place(visit, of),
        )


AGREEMENT_CHECKS = (
    Check(
        "P60",
        "error",
        "Several people rated, and the official ratings are those of one of them.",
        "What the others saw would not count.",
        "Settle the consensus.",
        _no_consensus,
    ),
    Check(
        "P61",
        "error",
        "An item that was rated has no answer in the consensus.",
        "It would be left out of every mean, though it was seen.",
        "Settle the item.",
        each_item(missing_in_consensus),
    ),
    Check(
        "P62",
        "error",
        "The consensus differs from a rater, and no reason is given.",
        "Nobody could say later why one judgment gave way to the other.",
        "Write down what settled it.",
        each_item(_without_because),
    ),
    Check(
        "P63",
        "warning",
        "The consensus lies above or below what every rater gave.",
        "Settling a difference ends between the raters; beyond them there must be new evidence.",
        "Name the new evidence, or choose a level that a rater saw.",
        each_item(_outside_the_range),
    ),
    Check(
        "P64",
        "note",
        f"Two raters lie {FAR} points or more apart on an item.",
        "They read the anchor or the evidence differently; worth a word in the report and in the "
        "training of raters.",
        "Talk through which evidence each of them saw.",
        each_item(_far_apart),
    ),
    Check(
        "P65",
        "note",
        f"Fewer than {as_text(LOW_AGREEMENT * 100, 0)} % of the ratings were seen alike.",
        "The ratings hang on who rates. The limit is this project's own choice.",
        "Look at the items that differ; rate a vignette together before the next visit.",
        each_scale(_low_agreement),
    ),
    Check(
        "P66",
        "note",
        "A rater left items open.",
        "On these items the consensus rests on fewer pairs of eyes.",
        "Nothing, if the rater could not see them. Else re-open the rater's set.",
        each_scale(_left_open),
    ),
    Check(
        "P67",
        "warning",
        "Raters answered a question before the items differently (what the program calls itself "
        "aside).",
        "The verdict may depend on it.",
        "Settle the answer, and say in the report what it rests on.",
        each_scale(_facts_differ),
    ),
)
