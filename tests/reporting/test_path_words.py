"""A shortest path as it is told to a director."""

from __future__ import annotations

from decimal import Decimal

from reporting.path_words import AnswerWords, goal_words, path_words
from scales.condition import EveryTest, MeanTest
from scales.model import Scale
from scoring import Row, State
from scoring.path import Request, VerdictGoal, find_paths
from tests.shipped_scales import shipped_scales

TEAM = {"delivery": "in_house_one_team"}


def scale(scale_id: str) -> Scale:
    return shipped_scales().get(scale_id).scale


def goal(of: Scale, verdict: str, *, exactly: bool = False) -> VerdictGoal:
    return VerdictGoal(next(v for v in of.verdicts if v.id == verdict), exactly)


def told(of: Scale, levels: dict, wanted, most: int = 2, **more) -> AnswerWords:
    choices = TEAM if of.id == "integration" else {}
    return path_words(find_paths(Request(of, Row("visit", levels, choices), wanted, **more), most))


def test_each_raise_says_from_where_to_where_what_to_do_and_what_it_is_needed_for():
    integration = scale("integration")
    levels = dict.fromkeys(integration.item_ids, 4) | {"INT08": 2}
    words = told(integration, levels, goal(integration, "partial"))
    assert words.headline == (
        "Partially integrated or better: takes 1 one-level raise at the least (effort 1). "
        "Now: Bundled or co-located."
    )
    (path,) = words.paths
    assert path.cost == "1 one-level raise, effort 1"
    (only,) = path.raises
    assert only.text == "Raise INT08 No sobriety or stability prerequisites from 2 to 3."
    assert only.otherwise == (
        "If it stays: INT08 No sobriety or stability prerequisites is 2 (asked: at least 3)."
    )
    assert only.actions[0].startswith("Strike abstinence")
    assert only.actions[0].endswith(". (Small effort.)")
    assert path.reached.startswith("Then: Partially integrated, by rule R4. INT01 ")
    assert (words.more, words.obstacles) == ("", ())


def test_the_least_effort_is_told_as_effort():
    iddt = scale("iddt")
    levels = dict.fromkeys(iddt.members("treatment"), 4) | {"T13": 3}
    words = told(iddt, levels, goal(iddt, "high"), least="effort")
    assert words.headline == (
        "High fidelity: takes an effort of 1 at the least (1 one-level raise). "
        "Now: Moderate fidelity."
    )
    assert words.more == "There are more ways of the same cost."
    assert [path.raises[0].text for path in words.paths] == [
        "Raise T2 Stage-wise interventions from 4 to 5.",
        "Raise T5 Outreach from 4 to 5.",
    ]
    assert words.assumed == (
        "That no other way of raising ratings costs less is proven. Whether a raise is real, "
        "the next visit must find.",
        "Effort: small 1, medium 2 and large 3, for each level by the action suggested first "
        "at it.",
        "Not rated, and left so: RP.",
    )


def test_a_goal_that_is_reached_needs_no_path_and_no_proof():
    iddt = scale("iddt")
    words = told(iddt, dict.fromkeys(iddt.item_ids, 4), goal(iddt, "moderate"))
    assert (
        words.headline
        == "Moderate fidelity or better: reached as things stand. Now: High fidelity."
    )
    assert (words.paths, words.assumed) == ((), ())


def test_a_goal_out_of_reach_says_what_stands_in_the_way_and_what_would_help():
    trauma = scale("trauma_informed")
    levels = dict.fromkeys(trauma.item_ids, 5) | {"TIC-SAF4": 3}
    words = told(trauma, levels, goal(trauma, "informed"), fixed=frozenset({"TIC-SAF4"}))
    assert words.headline == (
        "Trauma-informed: cannot be reached by raising ratings. Now: Trauma-responsive."
    )
    assert words.obstacles == (
        "Asked: each of the 4 critical items is at least 4. With all else at its highest: "
        "TIC-SAF4 is 3 (asked: every one of the critical items at least 4). "
        "Kept as you asked: TIC-SAF4.",
        "If no item had to stay as it is, there would be a way.",
    )
    assert words.assumed == ("Kept as they are, as you asked: TIC-SAF4.",)


def test_an_earlier_rule_that_no_raise_leaves_is_named():
    integration = scale("integration")
    levels = dict.fromkeys(integration.item_ids, 4) | {"INT03": State.NOT_ENOUGH}
    words = told(integration, levels, goal(integration, "bundled"))
    assert words.obstacles == (
        "Rule R0 (Not classifiable) comes before and has to be left, which holds where any of the "
        "9 core items is not rated. With all else at its highest: Core items: not rated: INT03.",
    )
    assert words.assumed == (
        "Not enough information, and left so: INT03.",
        "Left as answered: Who treats the other condition, the one the program was not first set "
        "up for? Same organization, one team.",
    )


def test_demands_that_exclude_each_other_are_said_to():
    """All at 5 but for INT01: with INT01 at 4 it is integrated at once, never just partially."""
    integration = scale("integration")
    levels = dict.fromkeys(integration.item_ids, 5) | {"INT01": 3}
    words = told(integration, levels, goal(integration, "partial", exactly=True))
    first, second, third = words.obstacles
    assert first.startswith("Rule R3 (Integrated) comes before and has to be left, which holds")
    assert second == "Asked: INT01 One treatment plan for both conditions is at least 4."
    assert third == "Each of these can be met by itself, but not all of them together."


def test_a_mean_is_a_goal_with_a_name():
    trauma = scale("trauma_informed")
    wanted = MeanTest(test="mean", of="safety", at_least=Decimal("3.5"))
    words = told(trauma, dict.fromkeys(trauma.item_ids, 3), wanted)
    assert words.headline == (
        "Safety of at least 3.5: takes 2 one-level raises at the least (effort 3). "
        "Now: Trauma-sensitive."
    )
    assert words.paths[0].reached == (
        "Then: Safety is 3.50 (asked: at least 3.5). Verdict: Trauma-sensitive."
    )
    every = EveryTest(test="every", of="critical", at_least=4)
    assert goal_words(every, trauma) == "Each of the 4 critical items is at least 4"


def test_what_is_assumed_of_an_open_item_is_said():
    integration = scale("integration")
    levels = dict.fromkeys(integration.item_ids, 4) | {"INT17": State.NOT_ENOUGH}
    words = told(integration, levels, goal(integration, "partial"), assumed={"INT17": 2})
    assert words.assumed[0] == "Taken as if rated, as you asked: INT17 at 2."
