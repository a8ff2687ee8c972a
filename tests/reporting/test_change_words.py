"""What moved is told in sentences; what raters differ by anyway is never called progress."""

import datetime as dt

import pytest

from reporting.change_words import change_words, item_words
from scales.model import Scale
from scoring.chance import Chance, chance_of
from scoring.change import Change, ItemChange, Rated, change_between
from scoring.ratings import Row
from scoring.states import State
from tests.shipped_scales import shipped_scales

GOI = shipped_scales().get("goi").scale
THREES = dict.fromkeys(GOI.item_ids, 3)


def rated(year: int, levels: dict[str, int], version: str = "1.0.0") -> Rated:
    return Rated(dt.date(year, 3, 1), version, Row(str(year), levels, {}))


def moved(later: dict[str, int], *, scale: Scale = GOI, version: str = "1.0.0") -> Change:
    return change_between(
        scale, rated(2025, THREES, version), rated(2026, THREES | later, scale.version)
    )


def chance(double: int) -> Chance:
    """In so many visits one item of twelve differs by one level, another one each time."""
    visits = [
        {
            "One": Row("One", THREES, {}),
            "Other": Row("Other", THREES | {GOI.item_ids[k % 12]: 4}, {}),
        }
        for k in range(double)
    ]
    return chance_of(GOI, visits)


def test_a_small_rise_is_not_sold_as_progress():
    """One item by one level: 1/12 = 0.083, and chance makes √(1/288) x 2.77 = 0.163."""
    assert change_words(moved({"G7": 4}), chance(24)) == (
        "The verdict is the same: Moderate fidelity.",
        "Organizational mean: 0.08 higher (3.00 to 3.08). That can be chance alone, which makes "
        "up to 0.16 in 95 of 100 (24 visits rated by two); it shows neither progress nor its "
        "absence.",
        "Of 12 items rated both times 1 went up and 0 down. By chance alone 1.0 of so many would "
        "have moved, one way or the other.",
    )


def test_a_large_fall_is_told_as_more_than_chance():
    told = change_words(moved({"G7": 1, "G8": 1}), chance(24))
    assert told[0] == "The verdict went from Moderate fidelity to Low fidelity."
    assert told[1] == (
        "Organizational mean: 0.33 lower (3.00 to 2.67). That is more than chance explains: it "
        "makes up to 0.16 in 95 of 100 (24 visits rated by two)."
    )


def test_each_of_several_subscales_is_told():
    scale = shipped_scales().get("trauma_informed").scale
    threes = dict.fromkeys(scale.item_ids, 3)
    found = change_between(scale, rated(2025, threes), rated(2026, threes | {"TIC-SAF1": 5}))
    assert [sentence.split(":")[0] for sentence in change_words(found, None)] == [
        "The verdict is the same",
        "Total (mean of six principle scores)",
        *(part.name for part in scale.subscales),
        "Of 28 items rated both times 1 went up and 0 down. How many would by chance cannot be "
        "told",
    ]


def test_a_verdict_that_hangs_on_chance_says_so():
    assert change_words(moved({"G7": 2}), chance(24))[0] == (
        "The verdict went from Moderate fidelity to Low fidelity. The total moved no more than "
        "raters of one visit differ by, so two raters might have given the same program these two "
        "verdicts on one day."
    )


def test_of_too_few_double_ratings_nothing_is_claimed():
    told = change_words(moved(dict.fromkeys(GOI.item_ids, 5)), chance(3))
    assert told[1] == (
        "Organizational mean: 2.00 higher (3.00 to 5.00). Whether that is more than chance "
        "cannot be told. Not estimable: only 3 visits were rated by two raters, and it takes 10."
    )
    assert told[-1] == (
        "Of 12 items rated both times 12 went up and 0 down. How many would by chance cannot be "
        "told: too few visits were rated by two."
    )
    assert not any("more than chance explains" in sentence for sentence in told)


def test_without_any_estimate_nothing_is_claimed_either():
    told = change_words(moved({"G7": 5}), None)
    assert told[1].endswith("Whether that is more than chance cannot be told.")


def test_no_change_needs_no_word_of_chance():
    assert change_words(moved({}), chance(24))[1] == "Organizational mean: the same (3.00)."


def test_a_mean_over_other_items_is_told_beside_the_comparable_one():
    """Only the item that was left out the second time had been above 3."""
    earlier = rated(2025, THREES | {"G1": 5})
    later = rated(2026, THREES | {"G1": State.NOT_ENOUGH})
    assert change_words(change_between(GOI, earlier, later), chance(24))[1] == (
        "Organizational mean: the same (3.00), over the 11 items rated both times; as reported "
        "it was 3.17 and 3.00."
    )


def test_a_mean_that_cannot_be_compared_says_why():
    few = dict.fromkeys(GOI.item_ids[:5], State.NOT_RATED)
    assert change_words(moved(few), chance(24))[1] == (
        "Organizational mean: not compared, as 7 items rated both times are too few."
    )


def test_where_nothing_was_rated_both_times_that_is_said():
    nothing = dict.fromkeys(GOI.item_ids, State.NOT_RATED)
    assert change_words(moved(nothing), chance(24))[-1] == "No item was rated both times."


@pytest.mark.parametrize(
    ("follows", "first", "sentences"),
    [
        (
            (),
            "These visits were rated with versions 1.0.0 and 2.0.0 of the scale, and version 2.0.0 "
            "does not say how their items map. They are not compared.",
            1,
        ),
        (
            ({"version": "1.0.0", "note": "G9 is new.", "added": ["G9"]},),
            "Rated with version 1.0.0: items are compared as version 2.0.0 maps them; the scores "
            "of the two versions are not comparable.",
            2,
        ),
        (
            ({"version": "1.0.0", "note": "Slips of the pen.", "scores": True},),
            "Rated with version 1.0.0 and scored anew by the rules of version 2.0.0; the visit's "
            "own report may say another number.",
            4,
        ),
    ],
)
def test_another_version_is_shown_as_such(follows, first, sentences):
    newer = {"version": "2.0.0", "follows": follows}
    second = Scale.model_validate(GOI.model_dump(mode="json") | newer)
    told = change_words(moved({"G7": 4}, scale=second), chance(24))
    assert (told[0], len(told)) == (first, sentences)


@pytest.mark.parametrize(
    ("item", "double", "words"),
    [
        (ItemChange("same", "G7", "G7", 2, 4), 24, "2 to 4: more than chance explains"),
        (ItemChange("same", "G7", "G7", 3, 2), 24, "3 to 2: can be chance alone"),
        (
            ItemChange("same", "G7", "G7", 3, 2),
            2,
            "3 to 2: cannot be told from chance, as too few visits were rated by two",
        ),
        (ItemChange("same", "G7", "G7", 3, 3), 24, "3 both times"),
        (ItemChange("renamed", "X7", "G7", 3, 3), 24, "3 both times, then called X7"),
        (ItemChange("same", "G7", "G7", 3, -1), 24, "3 to not rated: not compared"),
        (ItemChange("added", None, "G7", -1, 4), 24, "new, 4"),
        (ItemChange("dropped", "X9", None, 4, -1), 24, "no longer asked, was 4"),
    ],
)
def test_each_item_says_whether_its_step_is_more_than_chance(item, double, words):
    assert item_words(item, chance(double).item("G7")) == words
