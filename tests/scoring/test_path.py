"""Shortest paths whose every number can be done by hand, and what is said where there is none."""
# ruff: noqa: E501 - one case a line reads as a table

from fractions import Fraction

import pytest
from pydantic import TypeAdapter

from scales.condition import Condition
from scales.model import Scale
from scoring import Row, State, ratings_from_rows, score
from scoring.path import NotProvenError, PathError, Request, VerdictGoal, find_paths, named_goal
from scoring.path.formula import at_least, at_most, one_of
from scoring.path.linear import Linear
from scoring.path.program import Program
from scoring.path.shortest import confirm
from scoring.ratings import RatingsError

READER = TypeAdapter(Condition)
NA, NOT_RATED, NEI = State.NOT_APPLICABLE, State.NOT_RATED, State.NOT_ENOUGH
FOURS = {"A1": 4, "A2": 4, "B1": 4, "B2": 4, "B3": 4}


def goal(scale: Scale, verdict: str, *, exactly: bool = False) -> VerdictGoal:
    return VerdictGoal(next(v for v in scale.verdicts if v.id == verdict), exactly)


def condition(**data) -> Condition:
    return READER.validate_python(data)


def ask(scale: Scale, levels: dict, wanted, *, choices: dict | None = None, most=20, **more):
    request = Request(scale, Row("visit", levels, choices or {}), wanted, **more)
    return find_paths(request, most)


def ways(answer) -> list[dict[str, int]]:
    return [{each.item.id: each.to for each in path.raises} for path in answer.paths]


def with_verdicts(data: dict, *rules: dict) -> Scale:
    """The tiny scale with other rules, worst to best tier in the order of `tier`."""
    verdicts = [
        {"id": f"v{n}", "name": f"Verdict {n}", "rule": f"V{n}", "meaning": "So.", **rule}
        for n, rule in enumerate(rules)
    ]
    return Scale.model_validate(data | {"verdicts": verdicts})


# Means


def test_a_mean_of_55_of_56_points_needs_one_raise_of_any_item(iddt):
    """Fourteen fours are 56 points; T13 at 3 leaves 55, and 55 / 14 is below 4.0."""
    levels = dict.fromkeys(iddt.members("treatment"), 4) | {"T13": 3}
    answer = ask(iddt, levels, goal(iddt, "high"))
    assert len(answer.paths) == 14
    assert {(path.steps, path.scored.total.value) for path in answer.paths} == {(1, Fraction(4))}
    assert not answer.more


def test_of_ways_that_cost_the_same_as_many_are_listed_as_asked_for_and_the_rest_is_told(iddt):
    levels = dict.fromkeys(iddt.members("treatment"), 4) | {"T13": 3}
    answer = ask(iddt, levels, goal(iddt, "high"), most=2)
    assert len(answer.paths) == 2
    assert answer.more


def test_an_item_that_is_not_rated_stays_so_and_leaves_the_mean(iddt):
    """T1a is open: 13 items, 50 points; 52 make a mean of 4.0. Nothing is done about T1a."""
    levels = dict.fromkeys(iddt.members("treatment"), 4) | {"T1a": NEI, "T2": 3, "T3": 3}
    answer = ask(iddt, levels, goal(iddt, "high"))
    assert {path.steps for path in answer.paths} == {2}
    assert not any("T1a" in way for way in ways(answer))


def test_an_item_that_counts_in_no_rule_is_never_raised(iddt):
    """RP is rated beside the fourteen and does not count in their mean."""
    levels = dict.fromkeys(iddt.members("treatment"), 4) | {"T13": 3, "RP": 1}
    assert not any("RP" in way for way in ways(ask(iddt, levels, goal(iddt, "high"))))


def test_a_mean_that_cannot_be_formed_is_out_of_reach(iddt):
    levels = dict.fromkeys(iddt.members("treatment")[:11], 4)
    answer = ask(iddt, levels, goal(iddt, "high"))
    assert answer.paths == ()
    texts = [reason.text for obstacle in answer.obstacles for reason in obstacle.found]
    assert texts == [
        "Treatment mean cannot be formed: Treatment mean has 11 rated, needed are at least 12.",
        "Treatment mean is – (asked: at least 4.0).",
    ]


def test_a_mean_of_a_subscale_is_a_goal_of_its_own(trauma):
    """Safety has 4 items at 3: a mean of 3.5 takes two raises."""
    levels = dict.fromkeys(trauma.item_ids, 3)
    wanted = condition(test="mean", of="safety", at_least="3.5")
    answer = ask(trauma, levels, wanted)
    assert {path.steps for path in answer.paths} == {2}
    assert {number.value for path in answer.paths for number in path.scored.subscales[:1]} == {
        Fraction(7, 2)
    }
    assert answer.paths[0].because[0].text == "Safety is 3.50 (asked: at least 3.5)."
    assert answer.paths[0].raises[0].otherwise[0].text == "Safety is 3.25 (asked: at least 3.5)."


def test_a_mean_of_subscales_weighs_the_items_of_a_short_subscale_more(trauma):
    """One safety item is open: each of the other three then counts a third, not a quarter."""
    levels = dict.fromkeys(trauma.item_ids, 3) | {"TIC-SAF1": NOT_RATED}
    wanted = condition(test="mean", of="total", at_least="3.055")  # 3 + 1 / 18 is 3.0555...
    answer = ask(trauma, levels, wanted)
    assert ways(answer) == [{"TIC-SAF3": 4}, {"TIC-SAF4": 4}, {"TIC-SAF2": 4}]


# Every kind of condition: what the ways are where it has to hold, and where it may not


TWOS = dict.fromkeys(FOURS, 2)
KINDS = [
    ({"test": "item", "item": "A1", "at_least": 4}, {"A1": 2}, [{"A1": 4}]),
    ({"test": "item", "item": "A1", "equals": 4}, {"A1": 2}, [{"A1": 4}]),
    ({"test": "item", "item": "A1", "equals": 1}, {}, []),
    ({"test": "item", "item": "A1", "at_most": 1}, {}, []),
    ({"test": "item", "item": "A1", "at_most": 4}, {}, [{}]),
    ({"test": "item", "item": "A1", "at_most": 4}, {"A1": NEI}, []),
    ({"test": "every", "of": "key", "at_least": 3}, {}, [{"A1": 3, "B1": 3}]),
    ({"test": "every", "of": "key", "at_least": 3}, {"B1": NEI}, []),
    ({"test": "count", "of": "b", "level_is": 3, "at_least": 2}, {"B3": 4}, [{"B1": 3, "B2": 3}]),
    ({"test": "count", "of": "b", "level_at_most": 2, "at_most": 0}, {"B1": NEI}, [{"B2": 3, "B3": 3}]),
    ({"test": "count", "of": "a", "level_at_least": 3, "at_most": 1}, {}, [{}]),
    ({"test": "share", "of": "b", "level_at_least": 3, "at_least_percent": "66.7"}, {"B1": 3}, [{"B2": 3, "B3": 3}]),
    ({"test": "share", "of": "b", "level_at_least": 3, "at_least_percent": "50"}, {"B1": NEI}, [{"B2": 3}, {"B3": 3}]),
    ({"test": "share", "of": "a", "level_at_least": 3, "at_least_percent": "0"}, {"A1": NEI, "A2": NA}, []),
    ({"test": "mean", "of": "a", "at_least": "2.5"}, {}, [{"A1": 3}, {"A2": 3}]),
    ({"test": "mean", "of": "a", "at_least": "2.5001"}, {"A1": 5}, [{}]),
    ({"test": "mean", "of": "a", "below": "2.5"}, {}, [{}]),
    ({"test": "mean", "of": "a", "below": "2"}, {}, []),
    ({"test": "mean", "of": "b", "below": "5"}, {"B1": NEI, "B2": NEI}, []),
    ({"test": "lowest_mean", "of": "total", "at_least": "2.3"}, {"A1": 4}, [{"B1": 3}, {"B2": 3}, {"B3": 3}]),
    ({"test": "below_mean", "item": "A1", "of": "b", "by_at_least": "0.3333"}, {}, [{"B1": 3}, {"B2": 3}, {"B3": 3}]),
    ({"test": "below_mean", "item": "A1", "of": "b", "by_at_least": "0.3334"}, {"B1": 3, "B2": NEI}, [{}]),
    ({"test": "below_mean", "item": "A1", "of": "b", "by_at_least": "1"}, {"A1": NEI}, []),
    ({"test": "below_mean", "item": "B1", "of": "b", "by_at_least": "1"}, {"B2": NEI}, [{"B3": 4}]),
    ({"test": "no_mean", "of": "b"}, {"B1": NEI, "B2": NEI}, [{}]),
    ({"test": "unrated", "of": "b"}, {}, []),
    ({"test": "rated", "of": "b", "at_least": 3}, {"B1": NEI}, []),
    ({"test": "fact_missing", "fact": "place"}, {}, [{}]),
]  # fmt: skip


@pytest.mark.parametrize(("data", "levels", "expected"), KINDS)
def test_a_condition_is_met_with_the_fewest_raises(tiny, data, levels, expected):
    """All items are 2, but for those named."""
    assert ways(ask(tiny, TWOS | levels, condition(**data))) == expected


@pytest.mark.parametrize(
    ("data", "levels", "expected"),
    [
        ({"test": "item", "item": "A1", "equals": 2}, {}, [{"A1": 3}]),
        ({"test": "item", "item": "A1", "at_least": 2}, {}, []),
        ({"test": "every", "of": "key", "at_least": 2}, {"A1": 1}, [{}]),
        ({"test": "count", "of": "b", "level_is": 2, "at_least": 2}, {}, [{"B1": 3, "B2": 3}, {"B1": 3, "B3": 3}, {"B2": 3, "B3": 3}]),
        ({"test": "count", "of": "a", "level_at_most": 2, "at_most": 1}, {}, [{}]),
        ({"test": "mean", "of": "a", "below": "2.5"}, {}, [{"A1": 3}, {"A2": 3}]),
        ({"test": "mean", "of": "b", "below": "2.5"}, {"B1": NEI, "B2": NEI}, [{}]),
        ({"test": "below_mean", "item": "A1", "of": "b", "by_at_least": "0"}, {}, [{"A1": 3}]),
        ({"test": "no_mean", "of": "b"}, {"B1": NEI, "B2": NEI}, []),
    ],
)  # fmt: skip
def test_a_rule_that_comes_first_is_escaped_with_the_fewest_raises(
    tiny_data, data, levels, expected
):
    scale = with_verdicts(tiny_data, {"tier": 0, "when": data}, {"tier": 1})
    assert ways(ask(scale, TWOS | levels, goal(scale, "v1"))) == expected


# Rules in an order


def test_integrated_wants_two_structural_fives(integration):
    """All at 4 is partially integrated: two of INT01 to INT04 at 5 are missing, in six ways."""
    levels = dict.fromkeys(integration.item_ids, 4)
    answer = ask(
        integration,
        levels,
        goal(integration, "integrated"),
        choices={"delivery": "in_house_one_team"},
    )
    assert answer.now.verdict.id == "partial"
    assert len(answer.paths) == 6
    assert all(set(way.values()) == {5} and len(way) == 2 for way in ways(answer))
    (first, *_) = answer.paths[0].raises
    assert first.otherwise[0].text == "1 of the structural items is at 5 (asked: at least 2)."


def test_a_rule_that_comes_first_has_to_be_left_behind(integration):
    """A written sobriety rule (INT08 = 1) makes it sequential, whatever else is rated."""
    levels = dict.fromkeys(integration.item_ids, 5) | {"INT08": 1}
    team = {"delivery": "in_house_one_team"}
    assert ways(ask(integration, levels, goal(integration, "bundled"), choices=team)) == [
        {"INT08": 2}
    ]
    assert ways(ask(integration, levels, goal(integration, "integrated"), choices=team)) == [
        {"INT08": 4}
    ]


def test_a_fact_stays_as_it_was_answered(integration):
    levels = dict.fromkeys(integration.item_ids, 5)
    answer = ask(
        integration, levels, goal(integration, "integrated"), choices={"delivery": "other_none"}
    )
    (obstacle,) = answer.obstacles
    assert obstacle.demand.earlier is not None
    assert obstacle.demand.earlier.id == "single"
    assert obstacle.found[0].text.startswith("Who ")
    assert not answer.free


def test_a_better_verdict_will_do_unless_exactly_one_is_wanted(tiny_data):
    """At 2 of 5 nothing is 3: v1 wants exactly one 3, v0 (better) any mean of 2.2."""
    scale = with_verdicts(
        tiny_data,
        {"tier": 2, "when": {"test": "item", "item": "A1", "at_least": 3}},
        {"tier": 1, "when": {"test": "count", "of": "b", "level_is": 4, "at_least": 1}},
        {"tier": 0},
    )
    levels = dict.fromkeys(scale.item_ids, 2)
    better = ask(scale, levels, goal(scale, "v1"))
    assert ways(better) == [{"A1": 3}]
    assert better.paths[0].scored.verdict.id == "v0"
    exactly = ask(scale, levels, goal(scale, "v1", exactly=True))
    assert ways(exactly) == [{"B1": 4}, {"B2": 4}, {"B3": 4}]


def test_a_verdict_that_singles_out_a_defect_is_not_better(tiny_data):
    scale = with_verdicts(
        tiny_data,
        {"tier": 2, "goal": False, "when": {"test": "item", "item": "A1", "at_least": 3}},
        {"tier": 1, "when": {"test": "count", "of": "b", "level_is": 4, "at_least": 1}},
        {"tier": 0},
    )
    answer = ask(scale, dict.fromkeys(scale.item_ids, 2), goal(scale, "v1"))
    assert ways(answer) == [{"B1": 4}, {"B2": 4}, {"B3": 4}]


def test_a_verdict_without_a_tier_has_no_better_one(tiny_data):
    scale = with_verdicts(
        tiny_data,
        {"tier": 2, "when": {"test": "item", "item": "A1", "at_least": 3}},
        {"tier": None, "when": {"test": "item", "item": "B1", "at_least": 5}},
        {"tier": 0},
    )
    answer = ask(scale, dict.fromkeys(scale.item_ids, 2), goal(scale, "v1"))
    assert ways(answer) == [{"B1": 5}]


def test_where_the_goal_is_reached_the_path_is_empty(iddt):
    answer = ask(iddt, dict.fromkeys(iddt.members("treatment"), 4), goal(iddt, "moderate"))
    assert ways(answer) == [{}]
    assert (answer.paths[0].steps, answer.paths[0].effort) == (0, 0)


def test_so_it_is_where_nothing_can_be_raised(tiny):
    fives = dict.fromkeys(tiny.item_ids, 5)
    assert ways(ask(tiny, fives, goal(tiny, "high"))) == [{}]
    answer = ask(tiny, fives, goal(tiny, "low", exactly=True))
    assert [o.found[0].text for o in answer.obstacles] == ["Total is 5.00 (asked: at least 4.0)."]


def test_the_verdict_of_all_other_cases_has_no_condition_to_tell(tiny_data):
    scale = with_verdicts(
        tiny_data,
        {"tier": 1, "when": {"test": "item", "item": "A1", "at_most": 3}},
        {"tier": 2},
    )
    (path,) = ask(scale, FOURS | {"A1": 3}, goal(scale, "v1")).paths
    assert path.because == ()
    assert path.raises[0].otherwise[0].text == "A1 Item A1 is 3 (the rule looks for at most 3)."


# Effort


def test_the_least_effort_may_take_more_raises(tiny_data):
    """B1 by one level costs a large action; A1 by two levels costs two small ones."""
    items = [dict(item) for item in tiny_data["items"]]
    for item in items:
        size = "small" if item["id"] == "A1" else "large"
        item["actions"] = [
            {"id": a, "do": "Do.", "effort": size, "lead": "L", "done_when": "D"} for a in "xy"
        ]
    either = {
        "test": "any",
        "conditions": [
            {"test": "item", "item": "A1", "at_least": 4},
            {"test": "item", "item": "B1", "at_least": 3},
        ],
    }
    scale = with_verdicts(tiny_data | {"items": items}, {"tier": 1, "when": either}, {"tier": 0})
    levels = dict.fromkeys(scale.item_ids, 2)
    fewest = ask(scale, levels, goal(scale, "v0"))
    assert (ways(fewest), fewest.paths[0].effort) == ([{"B1": 3}], 3)
    easiest = ask(scale, levels, goal(scale, "v0"), least="effort")
    assert ways(easiest) == [{"A1": 4}]
    assert (easiest.paths[0].steps, easiest.paths[0].effort) == (2, 2)


def test_a_raise_costs_what_the_first_fitting_action_at_its_level_costs(tiny):
    """A step for ratings up to 2 is small; from 3 on there is only a large one."""
    (path,) = ask(tiny, FOURS | {"A1": 2}, condition(test="item", item="A1", at_least=4)).paths
    (only,) = path.raises
    assert (only.level, only.to, only.effort) == (2, 4, 4)
    assert [action.id for action in only.actions] == ["a1", "a2"]
    assert (path.steps, path.effort) == (2, 4)


def test_among_equals_small_steps_come_first_then_important_items_then_the_file(tiny_data):
    """Two points more in Part B, all three items at 3."""
    items = [
        {
            **item,
            "importance": 3 if item["id"] == "B3" else 2,
            "actions": tiny_data["items"][0]["actions"],
        }
        for item in tiny_data["items"]
    ]
    scale = Scale.model_validate(tiny_data | {"items": items})
    wanted = condition(test="mean", of="b", at_least="3.6667")
    levels = dict.fromkeys(scale.item_ids, 3)
    wanted = condition(test="mean", of="b", at_least="3.6")
    assert ways(ask(scale, levels, wanted)) == [
        {"B1": 4, "B3": 4},
        {"B2": 4, "B3": 4},
        {"B3": 5},
        {"B1": 4, "B2": 4},
        {"B1": 5},
        {"B2": 5},
    ]


# What stays


def test_an_item_that_the_user_fixes_is_not_raised(trauma):
    """All at 4 with TIC-SAF4 at 3: only that critical item keeps it from trauma-informed."""
    levels = dict.fromkeys(trauma.item_ids, 5) | {"TIC-SAF4": 3}
    assert ways(ask(trauma, levels, goal(trauma, "informed"))) == [{"TIC-SAF4": 4}]
    answer = ask(trauma, levels, goal(trauma, "informed"), fixed=frozenset({"TIC-SAF4"}))
    (obstacle,) = answer.obstacles
    assert obstacle.fixed == ("TIC-SAF4",)
    assert obstacle.found[0].text == (
        "TIC-SAF4 is 3 (asked: every one of the critical items at least 4)."
    )
    assert answer.free


def test_demands_that_exclude_each_other_are_told_together(tiny_data):
    """B1 at most 2 and a Part B of 4.5 are each possible, but not both: 2 + 5 + 5 is 12 of 13.5."""
    both = {
        "test": "all",
        "conditions": [
            {"test": "item", "item": "A1", "at_least": 5},
            {"test": "item", "item": "B1", "at_most": 2},
            {"test": "mean", "of": "b", "at_least": "4.5"},
        ],
    }
    scale = with_verdicts(tiny_data, {"tier": 1, "when": both}, {"tier": 0})
    answer = ask(scale, dict.fromkeys(scale.item_ids, 2), goal(scale, "v0"))
    assert [o.demand.condition.test for o in answer.obstacles] == ["item", "mean"]
    assert [o.found for o in answer.obstacles] == [(), ()]


@pytest.mark.parametrize(
    ("test", "looked_at"),
    [
        ({"test": "below_mean", "item": "A1", "of": "b", "by_at_least": "4"}, ("A1", "B1")),
        ({"test": "every", "of": "b", "at_least": 5}, ("B1",)),
        ({"test": "fact", "fact": "place", "one_of": ["here"]}, ()),
        (
            {
                "test": "any",
                "conditions": [
                    {"test": "item", "item": "A1", "equals": 5},
                    {"test": "item", "item": "A2", "equals": 3},
                ],
            },
            ("A1",),
        ),
    ],
)
def test_an_obstacle_names_the_fixed_items_it_looks_at(tiny, test, looked_at):
    answer = ask(tiny, FOURS, condition(**test), fixed=frozenset({"A1", "B1"}))
    assert [obstacle.fixed for obstacle in answer.obstacles] == [looked_at]


def test_an_open_item_may_be_assumed_and_then_stays_there(integration):
    """INT17 is a core item; while it is open the class cannot be told."""
    levels = dict.fromkeys(integration.item_ids, 4) | {"INT17": NEI}
    team = {"delivery": "in_house_one_team"}
    wanted = goal(integration, "partial")
    answer = ask(integration, levels, wanted, choices=team)
    assert [o.found[0].text for o in answer.obstacles] == [
        "Core items: not rated: INT17.",
        "INT17 is not enough information (asked: every one of the service items at least 2).",
    ]
    assumed = ask(integration, levels, wanted, choices=team, assumed={"INT17": 2})
    assert assumed.now.row.levels["INT17"] == 2
    assert ways(assumed) == [{}]
    integrated = goal(integration, "integrated")
    assert ask(integration, levels, integrated, choices=team, assumed={"INT17": 2}).paths == ()


def test_an_item_that_does_not_apply_is_passed_over(tiny):
    every = condition(test="every", of="a", at_least=5)
    assert ways(ask(tiny, FOURS | {"A2": NA}, every)) == [{"A1": 5}]


# What cannot be asked


def test_everything_amiss_in_a_request_is_told_at_once(tiny, iddt):
    with pytest.raises(PathError) as caught:
        ask(
            tiny,
            FOURS | {"A2": NA, "B1": NOT_RATED},
            goal(iddt, "high"),
            fixed=frozenset({"C7"}),
            assumed={"B33": 3, "A1": 3, "A2": 3, "B1": 6},
        )
    assert caught.value.problems == (
        'item "C7": the Tiny scale has no such item. Choose "A1", "A2", "B1", "B2" or "B3". [Q01]',
        'item "B33": the Tiny scale has no such item. Did you mean "B3"? [Q01]',
        'item "A1": it is rated 4, so no level can be assumed. Leave it out. [Q02]',
        'item "A2": it is not applicable, so no level can be assumed. Leave it out. [Q02]',
        'item "B1": 6 is not a level (it has 1 to 5). Choose one of these. [Q03]',
        'verdict "high": the Tiny scale has none such. [Q04]',
    )


def test_ratings_that_do_not_fit_the_scale_are_told_as_ever(tiny):
    with pytest.raises(RatingsError):
        ask(tiny, {"A1": 9}, goal(tiny, "high"))


# What a goal is called


def test_a_verdict_is_found_by_id_or_name_whatever_its_capitals(trauma):
    for text in ("informed", "Trauma-Informed", " trauma-informed "):
        assert named_goal(trauma, text) == goal(trauma, "informed")
    assert named_goal(trauma, "responsive", exactly=True) == goal(
        trauma, "responsive", exactly=True
    )


def test_a_mean_is_found_by_id_or_name_with_its_number(trauma):
    for text in ("safety=3.5", "Safety = 3.50"):
        assert named_goal(trauma, text) == condition(test="mean", of="safety", at_least="3.5")
    total = condition(test="mean", of="total", at_least="4")
    assert named_goal(trauma, "Total (mean of six principle scores)=4") == total
    assert str(named_goal(trauma, "total=4").at_least) == "4"


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("hihg", ['verdict "hihg": the Tiny scale has no such verdict. Did you mean "high"? [Q04]']),
        ("red", ['verdict "red": the Tiny scale has no such verdict. Choose "high" or "low". [Q04]']),
        ("Prat A=3", ['mean "Prat A": the Tiny scale has no such total or subscale. Did you mean "Part A"? [Q08]']),
        ("x=", [
            'mean "x": the Tiny scale has no such total or subscale. Choose "total", "a" or "b". [Q08]',
            'mean "x": "" cannot be reached. Write a number from 1 to 5, with at most 4 decimals. [Q09]',
        ]),
        ("a=5.5", ['mean "a": "5.5" cannot be reached. Write a number from 1 to 5, with at most 4 decimals. [Q09]']),
        ("a=0", ['mean "a": "0" cannot be reached. Write a number from 1 to 5, with at most 4 decimals. [Q09]']),
        ("a=3.33333", ['mean "a": "3.33333" cannot be reached. Write a number from 1 to 5, with at most 4 decimals. [Q09]']),
        ("a=nan", ['mean "a": "nan" cannot be reached. Write a number from 1 to 5, with at most 4 decimals. [Q09]']),
    ],
)  # fmt: skip
def test_a_goal_that_the_scale_does_not_have_is_told_with_what_is_near(tiny, text, problems):
    with pytest.raises(PathError) as caught:
        named_goal(tiny, text)
    assert list(caught.value.problems) == problems


# The solver under the search


def test_a_weight_too_large_to_be_exact_is_refused_not_guessed():
    program = Program(2, 2).requiring(at_least(Linear(0, {0: 10**8, 1: 10**8 + 1}), 10**8))
    with pytest.raises(NotProvenError, match="too large for an exact answer"):
        program.cheapest(Linear(0, {0: 1}))


def test_what_weights_have_in_common_is_taken_out_first():
    """12 a + 8 b >= 5 says the same as 3 a + 2 b >= 2 between whole numbers."""
    formula = at_least(Linear(0, {0: 12, 1: 8}), 5)
    assert formula == at_least(Linear(0, {0: 3, 1: 2}), 2)
    assert Program(2, 2).requiring(formula).cheapest(Linear(0, {0: 2, 1: 1})) == (0, 1)


def test_answers_that_do_not_stand_or_are_not_proven_cheapest_are_never_handed_on():
    program = Program(2, 2).requiring(at_least(Linear(0, {0: 1, 1: 1}), 1))
    cost = Linear(5, {0: 1, 1: 2})
    program.check((1, 0), cost, bound=1.0)
    program.check((0, 1), cost, bound=1.9)  # nothing costs less than 1.9, so nothing less than 2
    with pytest.raises(NotProvenError, match="do not meet"):
        program.check((0, 0), cost, bound=0.0)
    with pytest.raises(NotProvenError, match="do not meet"):
        program.check((2, 0), cost, bound=2.0)
    with pytest.raises(NotProvenError, match="no proof"):
        program.check((0, 1), cost, bound=1.0)


def test_a_search_that_gives_up_says_so():
    """Which of 40 numbers add up to exactly half of them all: branching upon branching."""
    numbers = [1000 + 37 * k * k % 997 for k in range(40)]
    sums = [Linear(0, {k: n * (j * k % 7 + 1) for k, n in enumerate(numbers)}) for j in range(4)]
    program = Program(40, 40, patience=1)
    for each in sums:
        half = each.highest // 2
        program = program.requiring(at_least(each, half)).requiring(at_most(each, half))
    with pytest.raises(NotProvenError, match="HiGHS ended with"):
        program.cheapest(Linear())


def test_a_path_that_the_engine_does_not_confirm_is_never_handed_on(tiny):
    scores = score(tiny, ratings_from_rows(tiny, [Row("visit", FOURS | {"A1": 3}, {})]))
    confirm(goal(tiny, "low"), scores)
    with pytest.raises(NotProvenError, match="by the engine"):
        confirm(goal(tiny, "high"), scores)


def test_one_of_nothing_never_holds():
    program = Program(1, 1).requiring(one_of([]))
    assert program.cheapest(Linear()) is None
