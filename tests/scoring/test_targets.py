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
