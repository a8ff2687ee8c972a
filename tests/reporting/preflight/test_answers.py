"""Every item has an answer that counts."""

from __future__ import annotations

from dataclasses import replace

from reporting.facts import AnswerFacts
from reporting.preflight.finding import Place
from reporting.preflight.visit import RaterLevels, StoredAnswer
from scoring.states import State


def test_an_item_that_nobody_touched_is_named(scale_of, visit_of, found):
    visit = visit_of(scale_of({"A2": State.NOT_RATED}))
    assert found(visit, "P10") == ["A2 Name of A2: nothing is chosen."]
    assert found(visit_of(scale_of({"A2": State.NOT_ENOUGH})), "P10") == []


def test_an_item_without_anything_stored_is_named(scale_of, visit_of, found):
    of = replace(scale_of({"A2": State.NOT_RATED}), stored={})
    assert found(visit_of(of), "P10") == ["A2 Name of A2: nothing is chosen."]


def test_an_answer_that_does_not_count_for_another_reason_is_not_let_through(
    scale_of, visit_of, found
):
    of = scale_of({"A2": State.NOT_RATED}, stored={"A2": StoredAnswer("rated", 3)})
    assert found(visit_of(of), "P10") == ["A2 Name of A2: nothing is chosen."]


def test_not_applicable_needs_its_reason(scale_of, visit_of, found):
    na = {"A3": StoredAnswer("not_applicable")}
    blank = {"A3": AnswerFacts(reason=" ")}
    of = scale_of({"A3": State.NOT_RATED}, stored=na, answers=blank)
    assert found(visit_of(of), "P11") == [
        "A3 Name of A3: marked not applicable, and no reason is given."
    ]
    assert found(visit_of(of), "P10") == []
    given = {"A3": AnswerFacts(reason="There are no groups.")}
    of = scale_of({"A3": State.NOT_APPLICABLE}, answers=given)
    assert found(visit_of(of), "P11") == []


def test_not_applicable_is_refused_where_the_scale_does_not_permit_it(scale_of, visit_of, found):
    na = {"A1": StoredAnswer("not_applicable")}
    given = {"A1": AnswerFacts(reason="No clients.")}
    of = scale_of({"A1": State.NOT_RATED}, stored=na, answers=given)
    assert found(visit_of(of), "P12") == [
        "A1 Name of A1: marked not applicable, which the scale does not permit here. "
        "Where there are no groups."
    ]
    assert found(visit_of(of), "P10") == []
    permitted = scale_of({"A3": State.NOT_APPLICABLE}, answers={"A3": AnswerFacts(reason="None.")})
    assert found(visit_of(permitted), "P12") == []


def test_a_level_that_the_scale_no_longer_has_is_named(scale_of, visit_of, found):
    of = scale_of({"A1": State.NOT_RATED}, stored={"A1": StoredAnswer("rated", 6)})
    assert found(visit_of(of), "P13") == [
        "A1 Name of A1: 6 is stored, which is not a level of this scale."
    ]
    assert found(visit_of(of), "P10") == []
    assert found(visit_of(scale_of()), "P13") == []


def test_a_copied_rating_waits_for_somebody_to_look(scale_of, visit_of, found):
    copied = {"A1": AnswerFacts(confirmed=False)}
    of = scale_of({"A1": State.NOT_RATED}, stored={"A1": StoredAnswer("rated", 4)}, answers=copied)
    assert found(visit_of(of), "P14") == [
        "A1 Name of A1: copied from the visit before, and nobody has confirmed it."
    ]
    assert found(visit_of(of), "P10") == []
    assert found(visit_of(scale_of({"A1": 4})), "P14") == []


def test_a_copied_note_without_a_level_leaves_the_item_open(scale_of, visit_of, found):
    copied = {"A1": AnswerFacts(note="As last year.", confirmed=False)}
    visit = visit_of(scale_of({"A1": State.NOT_RATED}, answers=copied))
    assert found(visit, "P14") == []
    assert found(visit, "P10") == ["A1 Name of A1: nothing is chosen."]


def test_an_open_item_on_which_the_verdict_hangs_is_pointed_out(scale_of, visit_of, found):
    visit = visit_of(scale_of({"A1": State.NOT_ENOUGH, "A2": State.NOT_ENOUGH}))
    assert found(visit, "P15") == [
        "A1 Name of A1: not enough information, and the verdict hangs on this item."
    ]
    assert found(visit_of(scale_of({"A1": 1})), "P15") == []


def test_not_enough_information_should_say_what_was_missing(scale_of, visit_of, found):
    visit = visit_of(scale_of({"A2": State.NOT_ENOUGH}))
    assert found(visit, "P16") == [
        "A2 Name of A2: not enough information, and nothing says what was missing."
    ]
    for words in (AnswerFacts(reason="The log was not there."), AnswerFacts(note="No log.")):
        visit = visit_of(scale_of({"A2": State.NOT_ENOUGH}, answers={"A2": words}))
        assert found(visit, "P16") == []


def test_a_rater_s_note_on_what_was_missing_is_enough(scale_of, visit_of, found):
    ann = RaterLevels("Ann", {"A2": State.NOT_ENOUGH}, {"A2": "No log."})
    assert found(visit_of(scale_of({"A2": State.NOT_ENOUGH}, raters=(ann,))), "P16") == []


def test_an_item_is_mended_where_the_official_answer_is_given(scale_of, visit_of, findings):
    of = scale_of({"A2": State.NOT_RATED})
    consensus = findings(visit_of(of), "P10")[0].place
    assert consensus == Place("consensus", "house", "care", "A2")
    own = findings(visit_of(of, official="Ann"), "P10")[0].place
    assert own == Place("assess", "house", "care", "A2")
