"""A gap is measured to the level chosen, or to what the next verdict needs if that is more."""

from scales.model import Scale
from scoring import Gap, Row, find_gaps, ratings_from_rows
from scoring.explanation import explain_ratings


def gaps(scale: Scale, levels: dict, target: int) -> dict[str, Gap]:
    row = Row("visit", levels, {})
    found = find_gaps(explain_ratings(ratings_from_rows(scale, [row])), target)
    return {gap.item.id: gap for gap in found}


def with_needs(data: dict, needs: list[dict]) -> Scale:
    high, low = data["verdicts"]
    return Scale.model_validate(data | {"verdicts": [high | {"needs": needs}, low]})


def test_a_chosen_target_is_not_lowered_to_what_the_next_verdict_needs(tiny_data):
    scale = with_needs(tiny_data, [{"of": "key", "level": 3}])
    found = gaps(scale, dict.fromkeys(scale.item_ids, 1), target=5)
    assert [gap.target for gap in found.values()] == [5, 5, 5, 5, 5]
    assert (found["A1"].needed, found["A2"].needed) == (3, None)


def test_an_item_that_is_needed_twice_is_needed_at_the_higher_level(tiny_data):
    """A1 is a key item and one of part A."""
    scale = with_needs(tiny_data, [{"of": "key", "level": 5}, {"of": "a", "level": 3}])
    found = gaps(scale, dict.fromkeys(scale.item_ids, 1), target=2)
    assert {item: gap.target for item, gap in found.items()} == {
        "A1": 5,
        "A2": 3,
        "B1": 5,
        "B2": 2,
        "B3": 2,
    }


def test_an_item_that_a_rule_names_is_needed_at_the_level_the_rule_names(trauma):
    """The next band asks 2 of a critical item and nothing of the others."""
    levels = dict.fromkeys(trauma.item_ids, 5) | {"TIC-SAF3": 1, "TIC-PEE2": 2}
    found = gaps(trauma, levels, target=3)
    assert (found["TIC-SAF3"].needed, found["TIC-SAF3"].target) == (2, 3)
    assert found["TIC-PEE2"].needed is None


def test_nothing_is_needed_of_an_item_where_two_of_three_suffice(integration):
    """V7 with thin communication: the plan alone keeps it from partially integrated."""
    levels = dict.fromkeys(integration.item_ids, 4) | {"INT01": 3, "INT04": 3}
    row = Row("visit", levels, {"delivery": "in_house_one_team"})
    found = find_gaps(explain_ratings(ratings_from_rows(integration, [row])))
    needed = {gap.item.id: gap.needed for gap in found}
    assert needed == {"INT01": 4, "INT04": None}


def test_a_program_at_its_target_still_sees_what_the_next_class_asks(integration):
    """All at 4: integrated asks for two structural items at 5."""
    row = Row("visit", dict.fromkeys(integration.item_ids, 4), {"delivery": "in_house_one_team"})
    found = find_gaps(explain_ratings(ratings_from_rows(integration, [row])))
    assert [(gap.item.id, gap.target) for gap in found] == [
        ("INT01", 5),
        ("INT02", 5),
        ("INT03", 5),
        ("INT04", 5),
    ]


def test_an_item_with_a_target_of_its_own_keeps_it_and_the_others_go_by_the_chosen_one(tiny_data):
    """A1 is needed at 3; whoever chose 2 for it, or 4, is not told otherwise."""
    scale = with_needs(tiny_data, [{"of": "key", "level": 3}])
    row = Row("visit", dict.fromkeys(scale.item_ids, 1), {})
    scored = explain_ratings(ratings_from_rows(scale, [row]))
    for own in (2, 4):
        found = {gap.item.id: gap for gap in find_gaps(scored, 2, {"A1": own})}
        assert {item: gap.target for item, gap in found.items()} == {
            "A1": own,
            "A2": 2,
            "B1": 3,
            "B2": 2,
            "B3": 2,
        }
        assert found["A1"].needed == 3
    assert "A2" not in {gap.item.id for gap in find_gaps(scored, 2, {"A2": 1})}
