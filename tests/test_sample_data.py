"""The invented programs are plausible and consistent, and say that they are invented."""

import pytest

from exchange.filed import Detail, FiledAssessment
from exchange.ratings_file import read_content, read_ratings
from exchange.scored_file import score_file
from sample_data import FOLDER, SampleVisit, load_samples
from scales.barrier import load_barriers
from scales.catalog import load_catalog
from scales.item import Measure
from scoring.measurement import find_denominator, suggest

SCALES = {entry.scale.id: entry.scale for entry in load_catalog().entries}
PROGRAMS = load_samples()
VISITS = [visit for program in PROGRAMS for visit in program.visits]


def filed(visit: SampleVisit) -> tuple[FiledAssessment, ...]:
    return read_ratings(read_content(visit.ratings), visit.ratings.name, SCALES).assessments


def counted(visit: SampleVisit) -> list[tuple[FiledAssessment, str, Detail, Measure]]:
    return [
        (each, item, detail, measure)
        for each in filed(visit)
        for item, detail in each.details.items()
        if detail.numerator is not None and (measure := each.scale.item(item).measure)
    ]


def test_every_program_was_visited_twice_with_all_four_scales():
    assert len(PROGRAMS) == 4
    for program in PROGRAMS:
        first, second = program.visits
        assert first.date < second.date
        for visit in program.visits:
            assert {each.scale.id for each in filed(visit)} == set(visit.scales) == set(SCALES)


def test_everything_says_that_it_is_invented():
    for program in PROGRAMS:
        assert program.invented
        assert program.agency.startswith("Invented")
    for visit in VISITS:
        assert visit.rater == "Invented reviewer"
        for each in filed(visit):
            assert "(invented)" in each.row.assessment
            assert each.rater == "Invented reviewer"
    assert "Everything here is invented" in (FOLDER / "programs.json").read_text(encoding="utf-8")
    assert "Everything in this folder is invented" in (FOLDER / "README.md").read_text(
        encoding="utf-8"
    )


def test_no_ratings_file_lies_about_unused():
    assert {visit.ratings for visit in VISITS} == set(FOLDER.glob("*.csv"))


@pytest.mark.parametrize("visit", VISITS, ids=lambda visit: visit.ratings.stem)
def test_the_counts_point_to_the_level_or_the_note_says_why_not(visit: SampleVisit):
    for each, item, detail, measure in counted(visit):
        found = suggest(measure, detail.numerator or 0, detail.denominator, 1)
        assert found is not None, item
        level = each.row.levels[item]
        agrees = level == found.level or (found.or_lower and level < found.level)
        assert agrees or f"Counts alone say {found.level}" in detail.note, item


def test_denominators_that_follow_from_counts_of_clients_are_those_counts():
    checked = 0
    for visit in VISITS:
        for each, item, detail, measure in counted(visit):
            expected, _ = find_denominator(measure, each.counts)
            if expected is not None:
                assert detail.denominator == expected, (each.row.assessment, item)
                checked += 1
    assert checked == 8 * 3  # T7 and T10 from the tally of stages, G3 from the eligible clients


def test_an_item_that_is_left_out_has_its_reason():
    for visit in VISITS:
        for each in filed(visit):
            for item, level in each.row.levels.items():
                if level in (-2, -3):
                    assert each.details[item].note, (each.row.assessment, item)


def test_the_programs_tell_their_stories():
    stories = {
        visit.ratings.stem: {
            scored.scored.scale.id: (
                scored.scored.verdict.id,
                scored.scored.sublabel.id if scored.scored.sublabel else None,
                scored.verified.verdict.id if scored.verified else None,
            )
            for scored in score_file(
                read_ratings(read_content(visit.ratings), visit.ratings.name, SCALES)
            )
        }
        for visit in VISITS
    }
    assert {name: story["integration"] for name, story in stories.items()} == {
        "harbor_street_2025_03": ("bundled", "separate_lanes", "bundled"),
        "harbor_street_2025_09": ("partial", None, "bundled"),
        "cedar_ridge_2025_04": ("sequential", None, "sequential"),
        "cedar_ridge_2025_10": ("bundled", "conditional_access", "bundled"),
        "lakeside_act_2025_01": ("partial", None, "partial"),
        "lakeside_act_2025_07": ("integrated", None, "integrated"),
        "pine_county_2025_05": ("not_classifiable", None, "not_classifiable"),
        "pine_county_2025_11": ("parallel", None, "parallel"),
    }
    assert {name: story["trauma_informed"][0] for name, story in stories.items()} == {
        "harbor_street_2025_03": "aware",
        "harbor_street_2025_09": "sensitive",
        "cedar_ridge_2025_04": "sensitive",
        "cedar_ridge_2025_10": "responsive",
        "lakeside_act_2025_01": "responsive",
        "lakeside_act_2025_07": "informed",
        "pine_county_2025_05": "not_scorable",
        "pine_county_2025_11": "sensitive",
    }
    assert {name: story["iddt"][0] for name, story in stories.items()} == {
        "harbor_street_2025_03": "low",
        "harbor_street_2025_09": "moderate",
        "cedar_ridge_2025_04": "moderate",
        "cedar_ridge_2025_10": "high",
        "lakeside_act_2025_01": "high",
        "lakeside_act_2025_07": "high",
        "pine_county_2025_05": "not_scorable",
        "pine_county_2025_11": "low",
    }


def test_the_state_review_shows_contradictions_and_a_cap():
    review = next(visit for visit in VISITS if visit.ratings.stem == "cedar_ridge_2025_04")
    scores = {
        scored.scored.scale.id: scored
        for scored in score_file(read_ratings(read_content(review.ratings), "review", SCALES))
    }
    assert len(scores["integration"].warnings) == 2
    capped = scores["trauma_informed"].scored.capped_by
    assert capped is not None
    assert (capped.verdict.id, capped.items) == ("responsive", ("TIC-SAF4",))


def test_planned_actions_are_the_scales_own_and_suit_the_level():
    barriers = {barrier.id for barrier in load_barriers()}
    planned = [(visit, action) for visit in VISITS for action in visit.plan]
    assert len(planned) == 5
    for visit, action in planned:
        levels = {each.scale.id: each.row.levels for each in filed(visit)}
        item = SCALES[action.scale].item(action.item)
        meant = next(a for a in item.actions if a.id == action.action)
        assert meant.at_most is None or levels[action.scale][action.item] <= meant.at_most
        assert action.barrier in {"", *barriers}
        assert visit.date < action.start < action.due
