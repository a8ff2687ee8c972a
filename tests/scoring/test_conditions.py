"""Each kind of condition, at the values where it changes its mind."""
# ruff: noqa: E501 - one case a line reads as a table

import pytest
from pydantic import TypeAdapter

from scales.condition import Condition
from scales.model import Scale
from scoring import Row, State, ratings_from_rows
from scoring.conditions import holds
from scoring.reasons import reasons
from scoring.scores import columns_of

NA, NOT_RATED, NEI = State.NOT_APPLICABLE, State.NOT_RATED, State.NOT_ENOUGH
READER = TypeAdapter(Condition)
FOURS = {"A1": 4, "A2": 4, "B1": 4, "B2": 4, "B3": 4}


def columns(scale: Scale, levels: dict, choices: dict | None = None):
    row = Row("visit", FOURS | levels, choices or {})
    return columns_of(ratings_from_rows(scale, [row]))


def condition(**data) -> Condition:
    return READER.validate_python(data)


CASES = [
    ({"test": "item", "item": "A1", "at_least": 3}, {"A1": 3}, True),
    ({"test": "item", "item": "A1", "at_least": 3}, {"A1": 2}, False),
    ({"test": "item", "item": "A1", "at_most": 3}, {"A1": 3}, True),
    ({"test": "item", "item": "A1", "at_most": 3}, {"A1": 4}, False),
    ({"test": "item", "item": "A1", "at_most": 3}, {"A1": NOT_RATED}, False),
    ({"test": "item", "item": "A1", "equals": 3}, {"A1": 3}, True),
    ({"test": "item", "item": "A1", "equals": 3}, {"A1": 4}, False),
    ({"test": "item", "item": "A1", "equals": 3}, {"A1": 2}, False),
    ({"test": "item", "item": "A1", "equals": 3}, {"A1": NOT_RATED}, False),
    ({"test": "every", "of": "key", "at_least": 4}, {}, True),
    ({"test": "every", "of": "key", "at_least": 4}, {"B1": 3}, False),
    ({"test": "every", "of": "key", "at_least": 4}, {"B1": NEI}, False),
    ({"test": "every", "of": "a", "at_least": 4}, {"A2": NA}, True),
    ({"test": "count", "of": "b", "level_is": 5, "at_least": 2}, {"B1": 5, "B3": 5}, True),
    ({"test": "count", "of": "b", "level_is": 5, "at_least": 2}, {"B1": 5}, False),
    ({"test": "count", "of": "b", "level_at_least": 3, "at_most": 2}, {"B1": 2}, True),
    ({"test": "count", "of": "b", "level_at_least": 3, "at_most": 2}, {}, False),
    ({"test": "count", "of": "b", "level_at_most": 2, "at_most": 0}, {"B1": NOT_RATED}, True),
    ({"test": "count", "of": "b", "level_at_most": 2, "at_most": 0}, {"B1": 2}, False),
    ({"test": "share", "of": "b", "level_at_least": 4, "at_least_percent": "66.6"}, {"B1": 1}, True),
    ({"test": "share", "of": "b", "level_at_least": 4, "at_least_percent": "66.7"}, {"B1": 1}, False),
    ({"test": "share", "of": "a", "level_at_least": 4, "at_least_percent": "50"}, {"A1": 1}, True),
    ({"test": "share", "of": "a", "level_at_least": 4, "at_least_percent": "1"}, {"A1": -1, "A2": NA}, False),
    ({"test": "mean", "of": "total", "at_least": "3.8"}, {"A1": 3}, True),
    ({"test": "mean", "of": "total", "at_least": "3.81"}, {"A1": 3}, False),
    ({"test": "mean", "of": "total", "below": "3.81"}, {"A1": 3}, True),
    ({"test": "mean", "of": "total", "below": "3.8"}, {"A1": 3}, False),
    ({"test": "mean", "of": "b", "below": "5"}, {"B1": NOT_RATED, "B2": NOT_RATED}, False),
    ({"test": "lowest_mean", "of": "total", "at_least": "3.5"}, {"A1": 3}, True),
    ({"test": "lowest_mean", "of": "total", "at_least": "3.5"}, {"A1": 3, "B1": 1}, False),
    ({"test": "no_mean", "of": "b"}, {"B1": NOT_RATED}, False),
    ({"test": "no_mean", "of": "b"}, {"B1": NOT_RATED, "B2": NEI}, True),
    ({"test": "unrated", "of": "a"}, {"A1": NOT_RATED}, True),
    ({"test": "unrated", "of": "a"}, {"A1": NEI}, True),
    ({"test": "unrated", "of": "a"}, {"A2": NA}, False),
    ({"test": "rated", "of": "all", "at_most": 4}, {"A2": NA}, True),
    ({"test": "rated", "of": "all", "at_most": 4}, {}, False),
    ({"test": "rated", "of": "all", "at_least": 5}, {}, True),
    ({"test": "below_mean", "item": "A1", "of": "b", "by_at_least": "2"}, {"A1": 2}, True),
    ({"test": "below_mean", "item": "A1", "of": "b", "by_at_least": "2"}, {"A1": 2, "B1": 3}, False),
    ({"test": "below_mean", "item": "A1", "of": "b", "by_at_least": "2"}, {"A1": NOT_RATED}, False),
    ({"test": "below_mean", "item": "A1", "of": "b", "by_at_least": "2"}, {"A1": 1, "B1": NEI, "B2": NEI}, False),
]  # fmt: skip


@pytest.mark.parametrize(("data", "levels", "expected"), CASES)
def test_a_condition_holds_exactly_where_it_should(tiny, data, levels, expected):
    found = holds(condition(**data), columns(tiny, levels))
    assert found.tolist() == [expected]


@pytest.mark.parametrize(("data", "levels", "expected"), CASES)
def test_the_reason_given_agrees_with_the_condition_and_names_the_place(
    tiny, data, levels, expected
):
    (reason,) = reasons(condition(**data), columns(tiny, levels))
    assert reason.holds is expected
    assert reason.text.endswith(".")
    assert set(reason.items) <= set(tiny.item_ids)


def test_a_fact_is_one_of_its_choices_or_missing(tiny):
    here = {"test": "fact", "fact": "place", "one_of": ["here"]}
    missing = {"test": "fact_missing", "fact": "place"}
    answered, open_ = columns(tiny, {}, {"place": "here"}), columns(tiny, {})
    elsewhere = columns(tiny, {}, {"place": "there"})
    assert [holds(condition(**here), c)[0] for c in (answered, elsewhere, open_)] == [1, 0, 0]
    assert [holds(condition(**missing), c)[0] for c in (answered, open_)] == [0, 1]
    assert reasons(condition(**here), answered)[0].text == "Where? Here."
    assert reasons(condition(**missing), open_)[0].text == "Where? Not answered."


def test_all_and_any_join_conditions(tiny):
    high = {"test": "item", "item": "A1", "at_least": 4}
    low = {"test": "item", "item": "B1", "at_most": 1}
    cells = columns(tiny, {})
    assert holds(condition(test="all", conditions=[high, low]), cells).tolist() == [False]
    assert holds(condition(test="any", conditions=[high, low]), cells).tolist() == [True]
    assert [r.holds for r in reasons(condition(test="any", conditions=[high, low]), cells)] == [
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("data", "levels", "text"),
    [
        (
            {"test": "item", "item": "A1", "at_least": 3},
            {"A1": NEI},
            "A1 Item A1 is not enough information (asked: at least 3).",
        ),
        (
            {"test": "item", "item": "A1", "equals": 3},
            {},
            "A1 Item A1 is 4 (the rule looks for 3).",
        ),
        (
            {"test": "every", "of": "key", "at_least": 5},
            {"A1": 5},
            "B1 is 4 (asked: every one of the key items at least 5).",
        ),
        (
            {"test": "count", "of": "b", "level_is": 5, "at_least": 2},
            {"B1": 5},
            "1 of the Part B is at 5 (asked: at least 2).",
        ),
        (
            {"test": "share", "of": "b", "level_at_least": 4, "at_least_percent": "80"},
            {"B1": 1},
            "66.7 % of the rated Part B at 4 or more (asked: at least 80 %).",
        ),
        (
            {"test": "count", "of": "b", "level_at_most": 2, "at_most": 0},
            {"B1": 1, "B2": 2},
            "2 of the Part B are at 2 or less (allowed: at most 0).",
        ),
        ({"test": "mean", "of": "total", "below": "4"}, {}, "Total is 4.00 (asked: below 4)."),
        (
            {"test": "lowest_mean", "of": "total", "at_least": "4"},
            {"B1": 3},
            "Part B is 3.67 (asked: every subscale mean at least 4).",
        ),
        (
            {"test": "no_mean", "of": "b"},
            {"B1": NOT_RATED, "B2": NOT_RATED},
            "Part B cannot be formed: Part B has 1 rated, needed are at least 2.",
        ),
        (
            {"test": "rated", "of": "all", "at_most": 4},
            {"A1": NOT_RATED},
            "4 of 5 items rated (the rule looks for at most 4).",
        ),
        ({"test": "unrated", "of": "b"}, {"B2": NEI}, "Part B: not rated: B2."),
        (
            {"test": "below_mean", "item": "A1", "of": "b", "by_at_least": "2"},
            {"A1": 1},
            "A1 is 1; the mean of the Part B is 4.00.",
        ),
    ],
)
def test_a_reason_says_what_was_found_and_what_was_asked(tiny, data, levels, text):
    assert reasons(condition(**data), columns(tiny, levels))[0].text == text


@pytest.mark.parametrize(
    ("count", "levels", "items"),
    [
        ({"level_at_least": 5, "at_least": 2}, {"B1": 5}, ("B2", "B3")),
        ({"level_at_least": 5, "at_most": 1}, {"B1": 5, "B2": 5}, ("B1", "B2")),
        ({"level_at_most": 2, "at_most": 0}, {"B1": NOT_RATED, "B2": 2}, ("B2",)),
    ],
)
def test_a_count_that_fails_names_the_items_that_would_have_to_move(tiny, count, levels, items):
    """Too few: those that are not there yet. Too many: those that are."""
    (reason,) = reasons(condition(test="count", of="b", **count), columns(tiny, levels))
    assert not reason.holds
    assert reason.items == items
