"""A pick of charts is random, and anyone can make it again."""

import itertools
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.chart_sample import draw, drawn_again, recommended_size

CHARTS = ["2204", "1187", "0031", "A-17", "A-18", "5540"]


@pytest.mark.parametrize(
    ("available", "review", "least", "most"),
    [
        (0, "full", 0, 0),
        (7, "full", 7, 7),
        (19, "full", 19, 19),
        (20, "full", 20, 20),
        (21, "full", 20, 21),
        (29, "full", 20, 29),
        (30, "full", 20, 30),
        (500, "full", 20, 30),
        (9, "quick", 9, 9),
        (10, "quick", 10, 10),
        (500, "quick", 10, 10),
    ],
)
def test_twenty_to_thirty_charts_are_read_ten_in_a_quick_review_all_if_fewer(
    available, review, least, most
):
    """Rater protocol, part 7 of the facts."""
    size = recommended_size(available, review)
    assert (size.least, size.most) == (least, most)


def test_the_recommendation_says_where_it_comes_from():
    assert recommended_size(100).why == (
        "The rater protocol asks for 20 to 30 charts in a full review."
    )
    assert recommended_size(5, "quick").why == (
        "The rater protocol asks for 10 charts in a quick review, and for all if there are fewer."
    )


def test_a_pick_is_the_same_on_every_machine_and_for_ever():
    """The sums by `printf 2026-05-04:a-17 | sha256sum` and so on, put in order by hand."""
    assert draw(CHARTS, 3, "2026-05-04").picked == ("A-17", "2204", "1187")


def test_a_pick_can_be_checked_with_any_program_that_knows_sha_256():
    sums = {c: sha256(f"harbor house:{c.lower()}".encode()).hexdigest() for c in CHARTS}
    by_hand = sorted(CHARTS, key=lambda chart: sums[chart])
    assert list(draw(CHARTS, 6, "harbor house").picked) == by_hand


def test_a_pick_says_how_it_was_made():
    assert draw(CHARTS, 3, "2026-05-04").how == (
        '3 of 6 charts, in the order of the SHA-256 of "2026-05-04:" followed by the chart number '
        "in small letters."
    )


def test_the_order_of_the_list_does_not_matter():
    picks = {draw(order, 3, "x").picked for order in itertools.permutations(CHARTS)}
    prints = {draw(order, 3, "x").fingerprint for order in itertools.permutations(CHARTS)}
    assert (len(picks), len(prints)) == (1, 1)


def test_another_seed_makes_another_pick():
    assert draw(CHARTS, 3, "1").picked != draw(CHARTS, 3, "2").picked


def test_one_chart_more_leaves_those_drawn_as_they_are():
    """So a chart that cannot be found is replaced by the next, and not by one of choice."""
    for size in range(1, 6):
        assert draw(CHARTS, size + 1, "x").picked[:size] == draw(CHARTS, size, "x").picked


def test_all_are_picked_where_there_are_fewer():
    found = draw(CHARTS, 30, "x")
    assert sorted(found.picked) == sorted(CHARTS)
    assert found.listed == 6
    assert draw([], 30, "x").picked == ()


def test_blank_lines_and_repeated_charts_are_told_with_their_lines():
    found = draw(["11", "", " 12 ", "11", "  ", "a-1", "A-1", "12\u00a0", "012"], 9, "x")
    assert found.listed == 4
    assert sorted(found.picked) == ["012", "11", "12", "a-1"]
    assert [problem.text for problem in found.problems] == [
        "Line 2 is blank.",
        "Line 4: chart 11 stands already on line 1.",
        "Line 5 is blank.",
        "Line 7: chart A-1 stands already on line 6.",
        "Line 8: chart 12 stands already on line 3.",
    ]


def test_a_chart_listed_twice_has_no_better_chance():
    once, twice = draw(CHARTS, 3, "x"), draw([*CHARTS, *CHARTS, "a-17"], 3, "x")
    assert (once.picked, once.fingerprint) == (twice.picked, twice.fingerprint)


def test_spaces_and_ways_of_writing_an_accent_make_no_other_chart():
    assert draw(["E\u0301 1"], 1, "x").fingerprint == draw(["\u00c9  1 "], 1, "x").fingerprint


def test_the_fingerprint_is_the_hash_of_the_sorted_list():
    assert draw(["b2", "A1"], 1, "x").fingerprint == sha256(b"a1\nb2").hexdigest()


def test_a_recorded_pick_is_checked_against_the_list():
    recorded = draw(CHARTS, 3, "x")
    assert drawn_again(CHARTS[::-1], recorded)
    assert drawn_again([chart.lower() for chart in CHARTS], recorded)
    assert not drawn_again([*CHARTS, "9999"], recorded)
    assert not drawn_again(CHARTS[1:], recorded)
    changed = type(recorded)(
        ("1187", "2204", "5540"), recorded.seed, recorded.listed, recorded.fingerprint, ()
    )
    assert not drawn_again(CHARTS, changed)
    assert drawn_again([], draw([], 5, "x"))


@pytest.mark.parametrize(("size", "seed"), [(0, "x"), (-3, "x"), (3, ""), (3, "  ")])
def test_a_pick_of_nothing_or_without_a_seed_is_refused(size: int, seed: str):
    with pytest.raises(ValueError, match=r"at least one chart|a seed is needed"):
        draw(CHARTS, size, seed)


@given(st.lists(st.text(max_size=8), max_size=40), st.integers(1, 40), st.text(min_size=1))
def test_any_list_and_any_seed_give_a_pick_of_its_own_charts(charts, size, seed):
    if not seed.strip():
        return
    found = draw(charts, size, seed)
    assert len(found.picked) == min(size, found.listed)
    assert len(set(found.picked)) == len(found.picked)
    assert found.listed + len(found.problems) == len(charts)
    assert drawn_again(charts, found)


def test_a_lone_half_of_a_character_pair_does_not_stop_the_draw():
    assert draw(["\ud800"], 1, "x").picked == ("\ud800",)


def test_every_chart_has_the_same_chance():
    """Chi-square over 3,000 seeds, 10 of 40 charts each: 750 picks of each chart are expected.

    Drawn without replacement the variance is that of a multinomial times (1 - 10/40), hence the
    factor. With 39 degrees of freedom 72.05 is passed once in a thousand, and 17.26 undershot once
    in a thousand: picks too even would not be random either. Both from printed tables.
    """
    charts = [f"{number:04}" for number in range(40)]
    seen = dict.fromkeys(charts, 0)
    for seed in range(3000):
        for chart in draw(charts, 10, str(seed)).picked:
            seen[chart] += 1
    chi_square = sum((n - 750) ** 2 for n in seen.values()) / 750 / (1 - 10 / 40) * 39 / 40
    assert 17.26 < chi_square < 72.05


def test_charts_are_picked_independently_of_their_neighbors():
    """Of 10 charts 2 are picked: each of the 45 pairs should come up 100 times in 4,500 seeds.

    With 44 degrees of freedom 78.75 is passed once in a thousand (printed table).
    """
    charts = [str(number) for number in range(100, 110)]
    seen = dict.fromkeys(itertools.combinations(charts, 2), 0)
    for seed in range(4500):
        pair = sorted(draw(charts, 2, f"seed {seed}").picked)
        seen[pair[0], pair[1]] += 1
    assert sum((n - 100) ** 2 for n in seen.values()) / 100 < 78.75
