"""Sets of answers to any scale, made up at random, and a small one that is written out."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from exchange.fhir.bundle import as_file
from exchange.fhir.response import write_response
from exchange.incoming import IncomingAnswer, IncomingSet, State
from scales.item import Item
from scales.model import Scale
from tests.shipped_scales import shipped_scales

SCALES = {entry.scale.id: entry.scale for entry in shipped_scales().entries}
GOI = SCALES["goi"]
STAMP = "a" * 64
MOMENT = dt.datetime(2026, 4, 14, 16, 0, tzinfo=dt.UTC)

# FHIR takes neither other control characters nor a text of nothing but spaces.
texts = st.just("") | st.text(
    st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\t\n\r"), max_size=20
).filter(str.strip)
counts = st.none() | st.integers(0, 1_000_000_000)


def small_set() -> IncomingSet:
    """A 4 with evidence, an item that nobody could tell, and a note beside one not rated."""
    return IncomingSet(
        place="",
        scale=GOI,
        program="Harbor House",
        date=dt.date(2026, 4, 14),
        kind="site_visit",
        visit=5,
        rater="Invented reviewer A",
        answers={
            "G1": IncomingAnswer(
                "", "rated", 4, numerator=8, denominator=10, note="Seen", grade="A"
            ),
            "G2": IncomingAnswer("", "not_enough_information", sources=("Charts", "Minutes")),
            "G3": IncomingAnswer("", "unanswered", note="Ask again"),
        },
        counts={"eligible_clients": 0},
    )


def written(given: IncomingSet) -> dict[str, Any]:
    """The set as a response."""
    return write_response(given, given.scale.version, STAMP, MOMENT, finished=True)


def file_of(*given: IncomingSet) -> bytes:
    """The first set as a file; of several, one in each line."""
    if len(given) == 1:
        return as_file(written(given[0]))
    return b"\n".join(as_file(written(each)).replace(b"\n", b" ") for each in given)


@st.composite
def sets(draw: st.DrawFn) -> IncomingSet:
    """Any set that a rater could have filled in."""
    scale = draw(st.sampled_from(list(SCALES.values())))
    chosen = draw(st.lists(st.sampled_from(scale.items), unique_by=lambda i: i.id, max_size=6))
    answers = {item.id: draw(answer(scale, item)) for item in chosen}
    facts = {fact.id: draw(st.sampled_from(fact.choices)).id for fact in scale.choice_facts}
    order = [item for item in scale.item_ids if item in answers]
    return IncomingSet(
        place="",
        scale=scale,
        program=draw(texts).strip(),
        date=draw(st.none() | st.dates()),
        kind=draw(st.sampled_from(["", "self_audit", "site_visit", "follow_up"])),
        visit=draw(st.none() | st.integers(1, 1_000_000)),
        rater=draw(texts).strip(),
        answers={item: answers[item] for item in order if not_blank(answers[item])},
        choices=draw(st.sampled_from([{}, facts])),
        counts={fact.id: draw(st.integers(0, 500)) for fact in scale.count_facts},
    )


@st.composite
def answer(draw: st.DrawFn, scale: Scale, item: Item) -> IncomingAnswer:
    states: list[State] = ["unanswered", "rated", "not_enough_information"]
    permitted = item.not_applicable.permitted
    state: State = draw(st.sampled_from([*states, "not_applicable"] if permitted else states))
    numerator, denominator = sorted((draw(counts), draw(counts)), key=lambda n: n or 0)
    return IncomingAnswer(
        place="",
        state=state,
        level=draw(st.integers(scale.levels.low, scale.levels.high)) if state == "rated" else None,
        reason=draw(texts) if state == "not_applicable" else "",
        numerator=numerator,
        denominator=denominator,
        note=draw(texts),
        grade=draw(st.sampled_from([None, "A", "B", "C", "D"])),
        sources=tuple(draw(st.lists(texts.filter(bool), max_size=2))),
        because=draw(texts),
    )


def not_blank(given: IncomingAnswer) -> bool:
    """Whether anything is said; what is not is left out of a response."""
    return given != IncomingAnswer("", "unanswered")


def without_places(given: IncomingSet) -> IncomingSet:
    """The set as it is wherever it stands."""
    answers = {item: replace(answer, place="") for item, answer in given.answers.items()}
    return replace(given, place="", answers=answers)
