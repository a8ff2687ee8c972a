"""What a rating rests on."""

from __future__ import annotations

import re
from dataclasses import replace

from reporting.facts import AnswerFacts
from reporting.preflight.run import preflight
from reporting.preflight.visit import RaterLevels, StoredAnswer
from scoring.states import State

BOTH = ("Charts", "Interviews")


def test_a_rating_without_a_source_is_named(scale_of, visit_of, found):
    visit = visit_of(scale_of({"A1": 4}, answers={"A1": AnswerFacts(grade="A")}))
    assert found(visit, "P20") == ["A1 Name of A1: rated 4, and no source of evidence is ticked."]
    open_item = scale_of({"A1": State.NOT_ENOUGH}, answers={"A1": AnswerFacts()})
    assert found(visit_of(open_item), "P20") == []


def test_a_rating_without_a_grade_is_named(scale_of, visit_of, found):
    visit = visit_of(scale_of({"A1": 4}, answers={"A1": AnswerFacts(sources=BOTH)}))
    assert found(visit, "P21") == ["A1 Name of A1: rated 4, and its evidence has no grade."]
    graded = AnswerFacts(sources=BOTH, grade="D")
    assert found(visit_of(scale_of({"A1": 4}, answers={"A1": graded})), "P21") == []
    open_item = scale_of({"A1": State.NOT_ENOUGH}, answers={"A1": AnswerFacts()})
    assert found(visit_of(open_item), "P21") == []


def test_the_highest_level_needs_a_second_kind_of_source(scale_of, visit_of, found):
    one = AnswerFacts(sources=("Charts",), grade="A")
    assert found(visit_of(scale_of({"A1": 5}, answers={"A1": one})), "P22") == [
        "A1 Name of A1: rated 5 from one kind of source: Charts."
    ]
    assert found(visit_of(scale_of({"A1": 4}, answers={"A1": one})), "P22") == []
    two = AnswerFacts(sources=BOTH, grade="A")
    assert found(visit_of(scale_of({"A1": 5}, answers={"A1": two})), "P22") == []


def test_the_same_source_ticked_twice_is_one_kind(scale_of, visit_of, found):
    twice = AnswerFacts(sources=("Charts", "Charts"), grade="A")
    assert len(found(visit_of(scale_of({"A1": 5}, answers={"A1": twice})), "P22")) == 1


def test_one_person_s_word_above_the_cap_is_named(scale_of, visit_of, found):
    word = AnswerFacts(sources=BOTH, grade="D")
    assert found(visit_of(scale_of({"A1": 4}, answers={"A1": word})), "P23") == [
        "A1 Name of A1: rated 4 on evidence of grade D, one person's word; it counts 3 in the "
        "verified score."
    ]
    assert found(visit_of(scale_of({"A1": 3}, answers={"A1": word})), "P23") == []
    heard = AnswerFacts(sources=BOTH, grade="C")
    assert found(visit_of(scale_of({"A1": 4}, answers={"A1": heard})), "P23") == []
    ungraded = AnswerFacts(sources=BOTH)
    assert found(visit_of(scale_of({"A1": 4}, answers={"A1": ungraded})), "P23") == []


def identifiers(text: str) -> list[str]:
    return re.findall(r"\d\d\d-\d\d-\d\d\d\d", text)


def said(visit) -> list[str]:
    return [f.sentence for f in preflight(visit, identifiers) if f.code == "P24"]


def test_a_likely_identifier_in_a_note_is_named_and_not_repeated(scale_of, visit_of):
    note = AnswerFacts(note="Chart 000-12-3456 shows it.", sources=BOTH, grade="A")
    visit = visit_of(scale_of({"A1": 4}, answers={"A1": note}))
    assert said(visit) == ["A1 Name of A1: its notes hold 1 likely identifier of a client."]
    clean = replace(note, note="Chart 7 shows it.")
    assert said(visit_of(scale_of({"A1": 4}, answers={"A1": clean}))) == []


def test_reasons_and_raters_notes_are_looked_through_as_well(scale_of, visit_of):
    reason = AnswerFacts(reason="000-12-3456 was missing.")
    because = StoredAnswer("not_enough_information", because="Ann saw 000-12-3457.")
    ben = RaterLevels("Ben", {}, {"A1": "000-12-3458"})
    of = scale_of(
        {"A1": State.NOT_ENOUGH}, answers={"A1": reason}, stored={"A1": because}, raters=(ben,)
    )
    assert said(visit_of(of)) == ["A1 Name of A1: its notes hold 3 likely identifiers of clients."]
