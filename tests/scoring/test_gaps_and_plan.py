"""Gaps lead to actions; one to three come first and each says why."""

from dataclasses import replace

import pytest

from scoring import Row, draft_plan, find_gaps, ratings_from_rows
from scoring.explanation import explain_ratings
from scoring.gaps import next_verdict
from scoring.plan import EFFORT, first_steps


def scored(scale, levels, choices=None):
    return explain_ratings(ratings_from_rows(scale, [Row("visit", levels, choices or {})]))


def test_gaps_are_listed_widest_first_and_unrated_items_have_none(tiny):
    gaps = find_gaps(scored(tiny, {"A1": 5, "A2": 3, "B1": 1, "B2": 2}), target_level=4)
    assert [(g.item.id, g.level, g.target, g.size) for g in gaps] == [
        ("B1", 1, 5, 4),
        ("B2", 2, 4, 2),
        ("A2", 3, 4, 1),
    ]


def test_the_target_is_never_below_what_the_next_verdict_needs(tiny):
    gaps = {g.item.id: g for g in find_gaps(scored(tiny, {"A1": 3, "A2": 3, "B1": 3, "B2": 3}), 4)}
    assert (gaps["A1"].target, gaps["A1"].needed) == (5, 5)
    assert (gaps["A2"].target, gaps["A2"].needed) == (4, None)


def test_at_the_top_gaps_go_by_the_target_alone(tiny):
    best = scored(tiny, {"A1": 5, "A2": 5, "B1": 5, "B2": 3})
    assert next_verdict(best) is None
    assert [(g.item.id, g.needed, g.holds_back) for g in find_gaps(best)] == [("B2", None, False)]


def test_an_item_that_caps_the_verdict_comes_first_however_small_its_gap(trauma):
    levels = dict.fromkeys(trauma.item_ids, 5)
    result = scored(trauma, levels | {"TIC-SAF4": 3, "TIC-SAF1": 1})
    draft = draft_plan(find_gaps(result))
    assert draft.first[0].gap.item.id == "TIC-SAF4"
    assert "it caps the verdict below what the mean would allow" in draft.first[0].reason
    assert [s.gap.item.id for s in draft.first] == ["TIC-SAF4", "TIC-SAF1"]
    assert draft.first[1].reason.startswith("3 points below target (rated 1, target 4)")


def test_a_plan_begins_with_at_most_three_items_and_keeps_the_rest(iddt):
    draft = draft_plan(find_gaps(scored(iddt, dict.fromkeys(iddt.item_ids, 1))))
    first = [s.gap.item.id for s in draft.first]
    assert len(first) == len(set(first)) == 3
    assert not {s.key for s in draft.first} & {s.key for s in draft.rest}
    priorities = [s.priority for s in draft.rest]
    assert priorities == sorted(priorities, reverse=True)


def test_actions_suit_the_level_an_item_has(tiny):
    low = draft_plan(find_gaps(scored(tiny, {"A2": 1})))
    high = draft_plan(find_gaps(scored(tiny, {"A2": 3})))
    assert [s.key for s in low.first + low.rest] == ["tiny/A2/a1", "tiny/A2/a2"]
    assert [s.key for s in high.first + high.rest] == ["tiny/A2/a2"]


def test_where_no_action_suits_the_level_all_are_offered(tiny):
    only_low = tuple(a.model_copy(update={"at_most": 1}) for a in tiny.item("A2").actions)
    gap = find_gaps(scored(tiny, {"A2": 3}))[0]
    item = gap.item.model_copy(update={"actions": only_low})
    draft = draft_plan([replace(gap, item=item)])
    assert [s.action.id for s in draft.first + draft.rest] == ["a1", "a2"]


def test_a_priority_can_be_done_by_hand(tiny):
    """Gap 2 x importance 2 / effort 1 = 4; with large effort it is 4/3. No rule names the item."""
    draft = draft_plan(find_gaps(scored(tiny, {"A2": 2})))
    assert [(s.action.effort, s.priority) for s in draft.first + draft.rest] == [
        ("small", 4),
        ("large", pytest.approx(4 / 3)),
    ]


def test_an_item_that_a_rule_names_weighs_twice(integration):
    """V7: only the plan is named. Gap 1 x importance 3 x leverage 2 / effort 1, 2 or 3."""
    levels = dict.fromkeys(integration.item_ids, 4) | {"INT01": 3, "INT05": 3}
    result = scored(integration, levels, {"delivery": "in_house_one_team"})
    draft = draft_plan(find_gaps(result))
    assert draft.first[0].gap.item.id == "INT01"
    by_item = {
        s.gap.item.id: (s.gap.holds_back, s.priority * EFFORT[s.action.effort]) for s in draft.first
    }
    assert by_item == {"INT01": (True, 6), "INT05": (False, 2)}


def test_a_step_to_the_next_verdict_says_so_where_no_cap_is_lifted(integration):
    """Sequential at 2 throughout: Bundled asks one more of INT03 alone, and sets no mean to cap."""
    levels = dict.fromkeys(integration.item_ids, 2)
    draft = draft_plan(find_gaps(scored(integration, levels, {"delivery": "in_house_one_team"})))
    held = [s for s in draft.first if s.gap.holds_back]
    assert [(s.gap.item.id, s.gap.caps) for s in held] == [("INT03", False)]
    assert held[0].reason == (
        "2 points below target (rated 2, target 4); it stands in the way of the next verdict; "
        "the verdict hangs on it; small effort."
    )


def test_no_gaps_no_plan():
    draft = draft_plan([])
    assert (draft.first, draft.rest) == ((), ())


def test_the_first_step_of_an_item_is_the_one_for_its_level_not_the_cheapest(trauma):
    """Nobody gives peers a standing place in the team meeting before there are peers."""
    gaps = find_gaps(scored(trauma, dict.fromkeys(trauma.item_ids, 5) | {"TIC-PEE2": 1}))
    draft = draft_plan(gaps)
    lowest = min(a.at_most or 5 for a in trauma.item("TIC-PEE2").actions)
    assert draft.first[0].action.at_most == lowest
    assert {s.action.id for s in draft.first + draft.rest} == {
        a.id for a in trauma.item("TIC-PEE2").actions
    }


def test_the_first_steps_are_one_an_item_the_chosen_ones_first(tiny):
    draft = draft_plan(find_gaps(scored(tiny, {"A1": 1, "A2": 2, "B1": 2, "B2": 3})))
    steps = first_steps(draft)
    assert steps[:3] == draft.first
    assert sorted(s.gap.item.id for s in steps) == ["A1", "A2", "B1", "B2"]
    assert first_steps(draft_plan([])) == ()
