"""A projected plan as it is told to a director."""

from __future__ import annotations

from reporting.what_if_words import projection_words
from scoring import Row, State
from scoring.what_if import PlannedAction, project
from tests.shipped_scales import shipped_scales

IDDT = shipped_scales().get("iddt").scale
FOURS = dict.fromkeys(IDDT.members("treatment"), 4)


def told(levels: dict, *plan: PlannedAction):
    return projection_words(project(IDDT, Row("visit", FOURS | levels, {}), plan))


def test_each_quarter_says_verdict_means_and_what_is_raised_by_what():
    words = told(
        {"T8": 2, "T13": 3},
        PlannedAction("Second group", ("T8",), 4, phase=2, effort="medium"),
        PlannedAction("Count outcomes", ("T13",), 4, phase=3, effort="small"),
    )
    assert words.headline == (
        "Now: Moderate fidelity. If all goes as planned: High fidelity after quarter 3."
    )
    assert [(phase.name, phase.verdict, phase.total) for phase in words.phases] == [
        ("Now", "Moderate fidelity", ("Treatment mean", "3.79")),
        ("Quarter 1", "Moderate fidelity", ("Treatment mean", "3.79")),
        ("Quarter 2", "Moderate fidelity", ("Treatment mean", "3.93")),
        ("Quarter 3", "High fidelity", ("Treatment mean", "4.00")),
    ]
    assert words.phases[2].subscales == (("Treatment items", "3.93"), ("Supplementary item", "–"))
    assert [phase.raises for phase in words.phases] == [
        (),
        (),
        ("T8 Group dual-disorder treatment from 2 to 4, by Second group.",),
        ("T13 Secondary interventions for non-responders from 3 to 4, by Count outcomes.",),
    ]
    assert [phase.effort for phase in words.phases] == [0, 0, 2, 1]
    assert words.notes == ()
    assert words.assumed == (
        "Every action is done in its quarter and brings its items to the target.",
        "Nothing else changes: no rating falls, and facts stay as answered.",
        "It is what the scale's rules make of these levels, not a forecast of the next visit.",
    )


def test_a_verdict_that_does_not_change_is_said_once():
    words = told({"T8": 2}, PlannedAction("Half a group", ("T8",), 3, effort="small"))
    assert words.headline == "Now and throughout: Moderate fidelity."


def test_what_changes_nothing_overlaps_or_was_planned_from_elsewhere_is_noted():
    words = told(
        {"T8": 3, "T9": State.NOT_ENOUGH},
        PlannedAction("A", ("T8",), 4, baseline=2),
        PlannedAction("B", ("T8",), 5),
        PlannedAction("C", ("T8", "T9"), 5, phase=2, baseline=3),
        PlannedAction("D", ("T1a",), 3, effort="small", baseline=4),
    )
    assert words.notes == (
        "A: T8 is raised to 5 in the same quarter, by B; this aims for less.",
        "A: T8 was 2 when this was planned and is 3 now.",
        "C: T8 is at 5 before, by B; this aims for 5.",
        "C: T9 is not enough information and stays so.",
        "D: T1a is at 4 before; this aims for 3.",
    )
    assert words.assumed[2] == "The effort leaves out 3 actions for which none was chosen."


def test_two_actions_that_bring_the_same_are_told_as_one_raise():
    words = told({"T8": 3}, PlannedAction("B", ("T8",), 4), PlannedAction("A", ("T8",), 4))
    assert words.phases[1].raises == ("T8 Group dual-disorder treatment from 3 to 4, by A or B.",)
    assert words.notes == ()
