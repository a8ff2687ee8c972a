"""What was counted, against the level. The small scale's items are 1 below 50 %, else 5."""

from __future__ import annotations

from reporting.facts import AnswerFacts
from scoring.states import State


def counted(numerator: int | None, denominator: int | None, note: str = "") -> AnswerFacts:
    sources = ("Charts", "Interviews")
    return AnswerFacts(note, sources, "A", numerator, denominator)


def test_counts_that_cannot_be_are_named(scale_of, visit_of, found):
    visit = visit_of(scale_of(answers={"A1": counted(12, 10)}))
    assert found(visit, "P30") == ["A1 Name of A1: counts of 12 out of 10 cannot be."]
    nobody = visit_of(scale_of(answers={"A1": counted(0, 0)}))
    assert found(nobody, "P30") == ["A1 Name of A1: counts of 0 out of 0 cannot be."]
    assert found(visit_of(scale_of(answers={"A1": counted(10, 10)})), "P30") == []


def test_a_count_above_its_highest_value_cannot_be(shipped, scale_of, visit_of, found):
    def visit(number: int):
        return visit_of(
            scale_of({"T3": 5}, scale=shipped["iddt"], answers={"T3": counted(number, None)})
        )

    name = shipped["iddt"].item("T3").name
    assert found(visit(6), "P30") == [f"T3 {name}: counts of 6 out of 5 cannot be."]
    assert found(visit(5), "P30") == []


def test_counts_of_an_item_that_is_not_rated_are_nobody_s_concern(scale_of, visit_of, found):
    of = scale_of({"A1": State.NOT_ENOUGH}, answers={"A1": counted(12, 10)})
    assert found(visit_of(of), "P30") == []


TALLY = {"clients_active_treatment": 12, "clients_relapse_prevention": 8}


def test_more_clients_than_the_tally_has_is_an_error(shipped, scale_of, visit_of, found):
    def visit(denominator: int):
        answers = {"T7": counted(10, denominator)}
        return visit_of(scale_of({"T7": 3}, scale=shipped["iddt"], answers=answers, counts=TALLY))

    name = shipped["iddt"].item("T7").name
    assert found(visit(25), "P31") == [
        f"T7 {name}: counted out of 25; by the counts asked before the items there are only 20."
    ]
    assert found(visit(20), "P31") == []
    assert found(visit(25), "P37") == []


def test_fewer_clients_than_the_tally_has_need_a_note(shipped, scale_of, visit_of, found):
    def visit(denominator: int, note: str = ""):
        answers = {"T7": counted(6, denominator, note)}
        return visit_of(scale_of({"T7": 3}, scale=shipped["iddt"], answers=answers, counts=TALLY))

    name = shipped["iddt"].item("T7").name
    assert found(visit(10), "P37") == [
        f"T7 {name}: counted out of 10; by the counts asked before the items there are 20, and no "
        "note says why."
    ]
    assert found(visit(10, "Ten charts drawn at random."), "P37") == []
    assert found(visit(20), "P37") == []
    assert found(visit(10), "P31") == []


def test_an_estimate_does_not_contradict_what_the_program_tracks(
    shipped, scale_of, visit_of, found
):
    of = scale_of(
        {"G3": 5},
        scale=shipped["goi"],
        answers={"G3": counted(40, 45)},
        counts={"target_population": 100},
    )
    assert found(visit_of(of), "P31") + found(visit_of(of), "P37") == []


def test_a_percent_item_without_counts_is_named(scale_of, visit_of, found):
    visit = visit_of(scale_of({"A1": 4}, answers={"A1": counted(None, None)}))
    assert found(visit, "P32") == ["A1 Name of A1: rated 4, and it is not counted out."]
    half = visit_of(scale_of({"A1": 4}, answers={"A1": counted(12, None)}))
    assert found(half, "P32") == ["A1 Name of A1: rated 4, and it is not counted out."]
    other_half = visit_of(scale_of({"A1": 4}, answers={"A1": counted(None, 20)}))
    assert found(other_half, "P32") == ["A1 Name of A1: rated 4, and it is not counted out."]
    assert found(half, "P30") + found(other_half, "P30") == []
    assert found(visit_of(scale_of({"A1": 4})), "P32") == []


def test_the_tally_is_denominator_enough(shipped, scale_of, visit_of, found):
    def visit(counts: dict[str, int]):
        answers = {"T7": counted(10, None)}
        return visit_of(scale_of({"T7": 3}, scale=shipped["iddt"], answers=answers, counts=counts))

    name = shipped["iddt"].item("T7").name
    assert found(visit(TALLY), "P32") == []
    assert found(visit({}), "P32") == [f"T7 {name}: rated 3, and it is not counted out."]


def test_an_item_that_is_no_percentage_needs_no_counts(shipped, scale_of, visit_of, found):
    without = {"T1b": counted(None, None), "T3": counted(None, None)}
    of = scale_of({"T1b": 4, "T3": 4}, scale=shipped["iddt"], answers=without)
    assert found(visit_of(of), "P32") == []


def test_counts_that_point_elsewhere_need_a_note(scale_of, visit_of, found):
    visit = visit_of(scale_of({"A1": 4}, answers={"A1": counted(18, 20)}))
    assert found(visit, "P33") == [
        "A1 Name of A1: 18 of 20 (90.0 %) points to level 5; it is rated 4, and no note says why."
    ]
    said_why = visit_of(scale_of({"A1": 4}, answers={"A1": counted(18, 20, "Two were old.")}))
    assert found(said_why, "P33") == []
    assert found(visit_of(scale_of({"A1": 5}, answers={"A1": counted(18, 20)})), "P33") == []


def test_counts_that_say_this_level_or_lower_bear_any_lower_one(shipped, scale_of, visit_of, found):
    iddt = shipped["iddt"]

    def visit(level: int):
        answers = {"T12": counted(30, 100)}
        return visit_of(scale_of({"T12": level}, scale=iddt, answers=answers))

    name = iddt.item("T12").name
    assert found(visit(2), "P33") == []
    assert found(visit(4), "P33") == [
        f"T12 {name}: 30 of 100 (30.0 %) points to level 3 or lower; it is rated 4, and no note "
        "says why."
    ]


def test_a_percentage_at_the_edge_of_a_level_is_named(scale_of, visit_of, found):
    visit = visit_of(scale_of(answers={"A1": counted(51, 100)}))
    assert found(visit, "P34") == [
        "A1 Name of A1: 51 of 100 (51.0 %) lies within one point of the edge of a level."
    ]
    assert found(visit_of(scale_of(answers={"A1": counted(52, 100)})), "P34") == []


def test_a_sample_too_small_to_tell_two_levels_apart_is_noted(scale_of, visit_of, found):
    visit = visit_of(scale_of(answers={"A1": counted(12, 20)}))
    assert found(visit, "P35") == [
        "A1 Name of A1: 12 of 20 (60.0 %) in the sample; the true share may lie between 39 % and "
        "78 % (95 % Wilson interval), which reaches into another level."
    ]
    assert found(visit_of(scale_of(answers={"A1": counted(16, 20)})), "P35") == []


def test_at_an_edge_the_interval_is_not_told_a_second_time(scale_of, visit_of, found):
    assert found(visit_of(scale_of(answers={"A1": counted(51, 100)})), "P35") == []


def test_fewer_than_ten_charts_are_noted_unless_a_note_explains_it(
    shipped, scale_of, visit_of, found
):
    iddt = shipped["iddt"]

    def visit(charts: int, note: str = ""):
        answers = {"T8": counted(charts, charts, note)}
        return visit_of(scale_of({"T8": 5}, scale=iddt, answers=answers))

    assert found(visit(9), "P36") == [
        f"T8 {iddt.item('T8').name}: counted out of 9; at least 10 charts are recommended."
    ]
    assert found(visit(10), "P36") == []
    assert found(visit(9, "These are all."), "P36") == []


def test_what_charts_do_not_tell_is_no_sample_of_charts(shipped, scale_of, visit_of, found):
    of = scale_of({"T4": 5}, scale=shipped["iddt"], answers={"T4": counted(6, 6)})
    assert found(visit_of(of), "P36") == []
