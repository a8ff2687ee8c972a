"""All checks together: a clean visit, the order of the findings, odd visits, and the page."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reporting.facts import AnswerFacts
from reporting.preflight.finding import SEVERITIES, Finding, Place
from reporting.preflight.reference import checks_page
from reporting.preflight.run import checks, preflight
from reporting.preflight.visit import (
    Correction,
    Document,
    RaterLevels,
    RatingMember,
    SeenAlike,
    StoredAnswer,
    TimelineStep,
)
from scoring.states import State

ROOT = Path(__file__).parents[3]


def nobody(text: str) -> tuple[str, ...]:
    return ()


def test_in_a_clean_visit_there_is_nothing_to_find(visit_of):
    assert preflight(visit_of(), nobody) == ()


def test_a_clean_self_audit_of_one_needs_no_review(visit_of):
    alone = visit_of(
        kind="self_audit",
        members=(RatingMember("Ann"),),
        official="Ann",
        has_lead=False,
        has_contact=False,
        sent_on=None,
    )
    assert preflight(alone, nobody) == ()


def test_a_finding_says_what_where_and_what_to_do(visit_of):
    assert preflight(visit_of(has_lead=False), nobody) == (
        Finding("P03", "error", "The visit has no lead.", "Name the lead.", Place("visit")),
    )


def test_errors_come_first_and_then_the_order_of_scales_and_items(scale_of, visit_of, shipped):
    house = scale_of(
        {"A2": State.NOT_RATED, "B1": State.NOT_RATED}, answers={"A1": AnswerFacts(grade="A")}
    )
    goi = scale_of({"G1": 3}, scale=shipped["goi"], answers={"G1": AnswerFacts()}, same_file=False)
    visit = visit_of(house, goi, has_lead=False, has_contact=False)
    wanted = {"P03", "P04", "P10", "P20", "P21", "P50", "P52"}
    found = [f for f in preflight(visit, nobody) if f.code in wanted]
    named = [(f.code, f.place.item) for f in found if f.place.item not in goi.scale.item_ids[1:]]
    assert named == [
        ("P03", None),
        ("P10", "A2"),
        ("P10", "B1"),
        ("P50", None),
        ("P04", None),
        ("P20", "A1"),
        ("P52", None),
        ("P20", "G1"),
        ("P21", "G1"),
    ]


def test_what_concerns_a_whole_part_stands_before_its_items(scale_of, visit_of, shipped):
    levels = {**dict.fromkeys(("T1a", "T1b", "T2", "T3", "T4"), 4), "RP": 2}
    of = scale_of(levels, scale=shipped["iddt"], answers={"T1a": AnswerFacts()})
    found = [f.code for f in preflight(visit_of(of), nobody) if f.code in ("P20", "P43")]
    assert found == ["P43", "P20"]


levels = st.sampled_from([*range(1, 6), *State])
texts = st.sampled_from(["", " ", "Seen."])
counts = st.none() | st.integers(0, 40)
days = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@st.composite
def scale_parts(draw, scale):
    """Levels and all that lies beside them, in any combination, consistent or not."""
    items = scale.item_ids
    given = {item: draw(levels) for item in items}
    for item, level in given.items():
        if level == State.NOT_APPLICABLE and not scale.item(item).not_applicable.permitted:
            given[item] = State.NOT_RATED
    some = st.sampled_from(items)
    answer = st.builds(
        AnswerFacts,
        texts,
        st.sampled_from([(), ("Charts",), ("Charts", "Interviews")]),
        st.sampled_from([None, "A", "D"]),
        counts,
        counts,
        texts,
        st.booleans(),
    )
    states = st.sampled_from(["rated", "not_applicable", "not_enough_information", "unanswered"])
    stored = st.builds(StoredAnswer, states, st.none() | st.integers(-1, 9), texts)
    own = st.builds(
        RaterLevels,
        st.sampled_from(["Ann", "Ben"]),
        st.dictionaries(some, levels),
        st.dictionaries(some, texts),
        st.dictionaries(st.sampled_from(["team", "delivery"]), st.sampled_from(["yes", "no"])),
    )
    return {
        "levels": given,
        "scale": scale,
        "choices": draw(
            st.fixed_dictionaries(
                {},
                optional={
                    fact.id: st.sampled_from([choice.id for choice in fact.choices])
                    for fact in scale.choice_facts
                },
            )
        ),
        "answers": draw(st.dictionaries(some, answer)),
        "stored": draw(st.dictionaries(some, stored)),
        "counts": {fact.id: draw(st.integers(0, 40)) for fact in scale.count_facts},
        "raters": tuple(draw(st.lists(own, max_size=3))),
        "seen_alike": draw(st.none() | st.builds(SeenAlike, st.just(3), st.integers(0, 9))),
        "previous": draw(st.dictionaries(some, levels)),
        "same_file": draw(st.booleans()),
    }


member = st.builds(
    RatingMember,
    st.sampled_from(["Ann", "Ben"]),
    st.none() | st.booleans(),
    st.booleans(),
    st.none() | days,
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_a_visit_holds_every_finding_is_a_sentence_with_a_place(
    data, shipped, house, scale_of, visit_of
):
    scales = [house, shipped["integration"], shipped["goi"]]
    rated = data.draw(st.lists(st.sampled_from(scales), max_size=2, unique_by=lambda s: s.id))
    sections = [scale_of(**data.draw(scale_parts(scale))) for scale in rated]
    visit = replace(
        visit_of(),
        scales=tuple(sections),
        date=data.draw(days),
        today=data.draw(days),
        last_day=data.draw(st.none() | days),
        sent_on=data.draw(st.none() | days),
        kind=data.draw(st.sampled_from(["self_audit", "site_visit", "follow_up"])),
        has_lead=data.draw(st.booleans()),
        has_contact=data.draw(st.booleans()),
        official=data.draw(st.sampled_from([None, "Ann"])),
        members=tuple(data.draw(st.lists(member, max_size=3))),
        corrections=(Correction("house", data.draw(st.sampled_from(["A1", "Z"])), False),),
        documents=(Document("Roster", data.draw(st.booleans())),),
        timeline=(TimelineStep("Call", date(2026, 2, 1) + timedelta(1), data.draw(st.booleans())),),
    )
    found = preflight(visit, lambda text: ["x"] if text == "Seen." else [])
    assert all(re.fullmatch(r"[^\n]+[.]", f.sentence) for f in found)
    weights = [list(SEVERITIES).index(f.severity) for f in found]
    assert weights == sorted(weights)
    settled = {
        (s.scale.id, i) for s in sections for i, n in s.result.scored.row.levels.items() if n != -1
    }
    stops = {(f.place.scale, f.place.item) for f in found if f.severity == "error"}
    every = {(s.scale.id, i) for s in sections for i in s.scale.item_ids}
    assert every - settled <= stops, "an item that does not count must stop the signing"


ALL = [check for group in checks(nobody).values() for check in group]


def test_codes_are_given_once_and_stand_in_order():
    codes = [check.code for check in ALL]
    assert codes == sorted(set(codes))
    assert all(re.fullmatch(r"P\d\d", code) for code in codes)


def test_every_check_is_explained_in_sentences_that_fit_a_table():
    for check in ALL:
        for words in (check.looks_for, check.why, check.fix):
            assert re.fullmatch(r"[A-Z0-9][^|\n]*[.]", words), (check.code, words)


def test_every_check_is_tried_by_a_test():
    here = Path(__file__).parent.glob("test_*.py")
    tried = set(re.findall(r'"(P\d\d)"', "".join(path.read_text("utf-8") for path in here)))
    assert {check.code for check in ALL} <= tried


def test_the_page_on_disk_is_what_the_checks_make_now():
    on_disk = (ROOT / "docs/reference/checks.md").read_text(encoding="utf-8")
    same = on_disk == checks_page()
    assert same, "checks.md is out of date: run `python -m reporting.preflight.reference`"


def test_the_page_has_a_row_for_each_check():
    rows = re.findall(r"^\| (P\d\d) \| (\w+) \|", checks_page(), flags=re.MULTILINE)
    assert rows == [(check.code, check.severity) for check in ALL]
