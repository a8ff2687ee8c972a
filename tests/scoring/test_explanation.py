"""A score shows its working: the rule, what caps it, what is near, what is still open."""

from fractions import Fraction

from scales.model import Scale
from scoring import Row, State, explain, ratings_from_rows, score
from scoring.claim import find_claim
from scoring.combined import combine
from scoring.evidence import verified_row, weak_items
from scoring.explanation import LeftOut, explain_ratings


def scored(scale, levels, choices=None):
    return explain_ratings(ratings_from_rows(scale, [Row("visit", levels, choices or {})]))


def test_a_total_above_the_cut_is_capped_by_one_critical_item(trauma):
    result = scored(trauma, dict.fromkeys(trauma.item_ids, 5) | {"TIC-SAF4": 3})
    assert result.verdict.id == "responsive"
    assert result.capped_by is not None
    assert result.capped_by.verdict.id == "informed"
    assert result.capped_by.items == ("TIC-SAF4",)
    assert result.capped_by.reasons[0].text.startswith("TIC-SAF4 is 3 (asked: every one of")


def test_a_low_mean_is_not_called_a_cap(iddt):
    result = scored(iddt, dict.fromkeys(iddt.members("treatment"), 3))
    assert result.capped_by is None
    assert [held.verdict.id for held in result.held_back] == ["high"]


def test_the_rule_that_takes_precedence_is_named(integration):
    """V13: everything at 5, and a written sobriety rule."""
    levels = dict.fromkeys(integration.item_ids, 5) | {"INT08": 1}
    result = scored(integration, levels, {"delivery": "in_house_one_team"})
    assert (result.verdict.id, result.verdict.rule) == ("sequential", "R2")
    assert len(result.because) == 1
    assert result.because[0].startswith("INT08 No sobriety or stability prerequisites is 1")
    nearest = result.held_back[0]
    assert nearest.verdict.id == "bundled"
    assert nearest.items == ("INT08",)


def test_an_otherwise_verdict_says_what_the_next_one_lacks(integration):
    """V7: a daily huddle but two plans."""
    levels = dict.fromkeys(integration.item_ids, 3)
    levels |= dict.fromkeys(integration.members("core"), 4) | {"INT01": 3}
    result = scored(integration, levels, {"delivery": "in_house_one_team"})
    assert result.verdict.id == "bundled"
    assert result.sublabel is not None and result.sublabel.id == "on_paper"
    assert result.because == (
        "No earlier rule applies. Partially integrated is not reached: "
        "INT01 One treatment plan for both conditions is 3 (asked: at least 4).",
    )
    assert [(b.item, b.change, b.verdict.id) for b in result.borderline] == [
        ("INT01", 1, "partial")
    ]


def test_a_highest_verdict_without_a_condition_says_that_no_earlier_rule_applies(tiny_data):
    """A scale may name its defects first and call the rest good: nothing stands above the rest."""
    high, low = tiny_data["verdicts"]
    low = low | {"when": {"test": "mean", "of": "total", "below": "4.0"}}
    scale = Scale.model_validate(tiny_data | {"verdicts": [low, high | {"when": None}]})
    result = scored(scale, dict.fromkeys(scale.item_ids, 4))
    assert result.verdict.id == "high"
    assert result.because == ("No earlier rule applies.",)


def test_what_is_left_out_is_named_with_its_state(tiny):
    result = scored(tiny, {"A1": 4, "A2": State.NOT_APPLICABLE, "B1": 4, "B2": State.NOT_ENOUGH})
    assert result.left_out == (
        LeftOut("A2", State.NOT_APPLICABLE),
        LeftOut("B2", State.NOT_ENOUGH),
        LeftOut("B3", State.NOT_RATED),
    )
    assert [s.words for s in State] == ["not rated", "not applicable", "not enough information"]
    assert (result.total.value, result.total.rated, result.total.of) == (4, 2, 4)


def test_the_range_of_what_is_still_possible_has_both_ends(tiny):
    result = scored(tiny, {"A1": 5, "A2": 5, "B1": 5, "B2": 5})
    assert (result.bounds.lowest, result.bounds.highest) == (Fraction(21, 5), 5)
    assert (result.bounds.worst.id, result.bounds.best.id) == ("high", "high")
    open_ = scored(tiny, {})
    assert (open_.bounds.lowest, open_.bounds.highest) == (1, 5)
    assert (open_.bounds.worst.id, open_.bounds.best.id) == ("low", "high")


def test_not_enough_information_is_open_and_not_applicable_is_not(tiny):
    unsure = scored(tiny, {"A1": 5, "A2": 5, "B1": 5, "B2": 5, "B3": State.NOT_ENOUGH})
    assert (unsure.bounds.lowest, unsure.bounds.highest) == (Fraction(21, 5), 5)
    left_out = scored(tiny, {"A1": 5, "A2": State.NOT_APPLICABLE, "B1": 5, "B2": 5})
    assert (left_out.bounds.lowest, left_out.bounds.highest) == (4, 5)


def test_only_items_that_the_scale_watches_are_called_borderline(tiny_data):
    """All at 4 is just high, so any item one point down would change it."""
    groups = {"groups": {"key": ["A1", "B1"], "rest": ["B2"]}, "borderline": ["key"]}
    scale = Scale.model_validate(tiny_data | groups)
    result = scored(scale, dict.fromkeys(scale.item_ids, 4))
    assert [(b.item, b.change, b.verdict.id) for b in result.borderline] == [
        ("A1", -1, "low"),
        ("B1", -1, "low"),
    ]


def test_an_open_fact_is_tried_with_each_of_its_choices(integration):
    result = scored(integration, dict.fromkeys(integration.item_ids, 4))
    assert result.verdict.id == "not_classifiable"
    assert result.borderline == () and result.held_back == ()
    assert (result.bounds.worst.id, result.bounds.best.id) == ("single", "partial")


def test_the_index_runs_from_0_to_100(integration, iddt):
    choices = {"delivery": "in_house_one_team"}
    assert scored(integration, dict.fromkeys(integration.item_ids, 2), choices).index == 25
    assert scored(integration, {}, choices).index is None
    assert scored(iddt, dict.fromkeys(iddt.item_ids, 2)).index is None


def test_the_supplementary_item_counts_in_the_pillars_and_never_in_the_total(iddt):
    result = scored(iddt, dict.fromkeys(iddt.item_ids, 5) | {"RP": 1})
    assert (result.total.value, result.total.of) == (5, 14)
    pillars = {part.id: part.value for part in result.profiles["nine_pillars"]}
    assert len(pillars) == 9
    assert pillars["relapse_prevention"] == 1


def test_another_verdict_in_the_same_tier_is_borderline_too(integration):
    """Parallel with INT08 at 2: one point down and a written rule makes it sequential."""
    levels = dict.fromkeys(integration.item_ids, 3) | {"INT08": 2}
    result = scored(integration, levels, {"delivery": "referred_active"})
    assert (result.verdict.id, result.verdict.tier) == ("parallel", 1)
    found = {(b.item, b.change): b.verdict for b in result.borderline}
    assert (found["INT08", -1].id, found["INT08", -1].tier) == ("sequential", 1)


def test_a_part_of_a_profile_is_the_mean_of_all_its_items(integration):
    """Structure 1 and three times 5 is 4; service stays 3; all nine are (1 + 15 + 15) / 9."""
    levels = dict.fromkeys(integration.item_ids, 3)
    levels |= dict.fromkeys(integration.members("structural"), 5) | {"INT01": 1}
    parts = scored(integration, levels).profiles["core"]
    assert {part.id: part.value for part in parts} == {
        "structural": 4,
        "service": 3,
        "core": Fraction(31, 9),
    }


def test_foundations_are_reported_apart(trauma):
    levels = dict.fromkeys(trauma.item_ids, 4) | dict.fromkeys(trauma.members("foundations"), 1)
    result = scored(trauma, levels)
    assert result.total.value == 4
    assert {s.id: s.value for s in result.subscales}["foundations"] == 1


def test_a_contradiction_is_worded_and_changes_no_verdict(integration):
    levels = dict.fromkeys(integration.item_ids, 5) | {"INT05": 2}
    result = scored(integration, levels, {"delivery": "in_house_one_team"})
    assert result.verdict.id == "integrated"
    assert len(result.warnings) == 1
    scores = score(integration, ratings_from_rows(integration, [result.row]))
    assert sum(int(flags[0]) for flags in scores.warnings.values()) == 1
    assert explain(scores, 0) == result


def test_one_persons_word_counts_at_most_three_in_the_verified_score(tiny):
    row = Row("visit", {"A1": 5, "A2": 4, "B1": 2, "B2": 5, "B3": State.NOT_RATED}, {})
    grades = {"A1": "D", "A2": "C", "B1": "D"}
    assert verified_row(tiny, row, grades).levels == {
        "A1": 3,
        "A2": 4,
        "B1": 2,
        "B2": 3,
        "B3": State.NOT_RATED,
    }
    assert weak_items(row, grades) == ("A1", "B1", "B2")


def test_the_mean_of_26_weighs_each_item_the_same(iddt, goi):
    treatment = scored(iddt, dict.fromkeys(iddt.item_ids, 4))
    organization = scored(goi, dict.fromkeys(goi.item_ids, 2))
    both = combine("all_26", "Mean of all 26 items", treatment, organization)
    assert (both.value, both.rated, both.of) == (Fraction(14 * 4 + 12 * 2, 26), 26, 26)
    fewer = dict.fromkeys(iddt.item_ids, 4) | {"T8": State.NOT_RATED}
    both = combine("all_26", "Mean of all 26 items", scored(iddt, fewer), organization)
    assert (both.value, both.rated, both.of) == (Fraction(13 * 4 + 12 * 2, 25), 25, 26)
    nothing = combine("all_26", "Mean of all 26 items", treatment, scored(goi, {}))
    assert (nothing.value, nothing.rated) == (None, 14)


def test_the_claim_is_set_against_what_was_observed(integration):
    levels = dict.fromkeys(integration.item_ids, 3)
    observed = {"delivery": "in_house_separate"}
    ahead = find_claim(scored(integration, levels, observed | {"claimed": "integrated_claim"}))
    assert ahead is not None and (ahead.tiers_above, ahead.same) == (2, False)
    silent = find_claim(scored(integration, levels, observed | {"claimed": "no_claim"}))
    assert silent is not None and silent.tiers_above is None
    assert find_claim(scored(integration, levels, observed)) is None


def test_a_claim_of_another_class_in_the_same_tier_does_not_fit(integration):
    """Sequential and parallel share a tier and are not the same."""
    levels = dict.fromkeys(integration.item_ids, 3) | {"INT08": 1}
    choices = {"delivery": "referred_active", "claimed": "referral_claim"}
    claim = find_claim(scored(integration, levels, choices))
    assert claim is not None and (claim.tiers_above, claim.same) == (0, False)


def test_only_what_makes_a_rule_hold_is_given_as_its_reason(integration):
    """The pair INT06 and INT01 does not hold; nothing is arranged for the other condition."""
    levels = dict.fromkeys(integration.item_ids, 3) | {"INT06": 1}
    result = scored(integration, levels, {"delivery": "other_none"})
    assert result.verdict.id == "single"
    assert len(result.because) == 1
    assert "INT06" not in result.because[0]


def test_the_mean_over_two_scales_counts_items_not_subscales(trauma, iddt):
    """Principles of three and of four items weigh the same in the total, not in this mean."""
    levels = dict.fromkeys(trauma.members("principles"), 5)
    levels |= {"TIC-PEE1": State.NOT_APPLICABLE, "TIC-PEE2": 1}
    both = combine(
        "all", "All", scored(trauma, levels), scored(iddt, dict.fromkeys(iddt.item_ids, 3))
    )
    assert both.value == Fraction(22 * 5 + 1 + 14 * 3, 23 + 14)


def test_open_facts_that_no_verdict_asks_about_are_left_open(integration):
    """The claim changes no verdict; only the delivery question is tried."""
    result = scored(integration, dict.fromkeys(integration.item_ids, 5))
    assert (result.bounds.worst.id, result.bounds.best.id) == ("single", "integrated")
