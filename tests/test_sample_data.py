"""The invented programs are plausible and consistent, and say that they are invented."""

import pytest

from exchange.filed import Detail, FiledAssessment
from exchange.ratings_file import read_content, read_ratings
from exchange.scored_file import score_file
from sample_data import FOLDER, SampleVisit, load_samples
from scales.barrier import load_barriers
from scales.catalog import load_catalog
from scales.item import Measure
from scoring.agreement import agree
from scoring.measurement import find_denominator, suggest

SCALES = {entry.scale.id: entry.scale for entry in load_catalog().entries}
PROGRAMS = load_samples()
VISITS = [visit for program in PROGRAMS for visit in program.visits if not visit.team]
"""Those that one person rated alone."""
(SITE_VISIT,) = [visit for program in PROGRAMS for visit in program.visits if visit.team]
REVIEWERS = ("Invented reviewer A", "Invented reviewer B")


def filed(visit: SampleVisit, rater: str | None = None) -> tuple[FiledAssessment, ...]:
    content = read_content(visit.ratings)
    return read_ratings(content, visit.ratings.name, SCALES, None, rater).assessments


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
        first, second, *_ = program.visits
        assert first.date < second.date
        for visit in (first, second):
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
    assert {visit.ratings for visit in (*VISITS, SITE_VISIT)} == set(FOLDER.glob("*.csv"))


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


def test_everybody_on_the_team_of_the_site_visit_is_invented():
    assert [(m.name, m.role, m.rates) for m in SITE_VISIT.team] == [
        ("", "lead", False),  # whoever loads the samples
        ("Invented reviewer A", "reviewer", True),
        ("Invented reviewer B", "reviewer", True),
        ("Invented program contact", "contact", False),
    ]


def test_the_site_visit_takes_its_steps_one_after_the_other():
    days = [SITE_VISIT.date, SITE_VISIT.handed_in, SITE_VISIT.settled, SITE_VISIT.sent]
    days += [day for said in SITE_VISIT.corrections for day in (said.said_on, said.answered_on)]
    known = [day for day in days if day is not None]
    assert len(known) == len(days)
    assert known == sorted(known)


def test_how_well_the_reviewers_of_the_site_visit_agree():
    figures, apart = {}, {}
    for one, other in zip(*(filed(SITE_VISIT, rater) for rater in REVIEWERS), strict=True):
        found = agree(one.scale, {"A": one.row, "B": other.row})
        counts = found.overall.counts
        figures[one.scale.id] = (counts.alike, counts.compared, counts.widest)
        apart |= {item.item: item.difference for item in found.items if not item.alike}
    assert figures == {
        "iddt": (11, 15, 2),
        "goi": (9, 12, 1),
        "trauma_informed": (24, 27, 2),
        "integration": (20, 24, 1),
    }
    assert {item for item, difference in apart.items() if difference == -2} == {"T4", "TIC-SAF4"}
    assert set(apart.values()) == {-1, -2}


def test_the_consensus_gives_a_reason_where_it_differs_from_a_reviewer_and_is_theirs_elsewhere():
    reasons = {}
    sets = (filed(SITE_VISIT, rater) for rater in (*REVIEWERS, "consensus"))
    for one, other, settled in zip(*sets, strict=True):
        for item, level in settled.row.levels.items():
            said = {one.row.levels[item], other.row.levels[item]}
            if said != {level}:
                reasons[item] = settled.details[item].note
    assert len(reasons) == 15
    assert all(reason.endswith(".") for reason in reasons.values())
    # The one on which both agreed, and which the program then corrected.
    (corrected,) = SITE_VISIT.corrections
    assert corrected.item in reasons
    assert corrected.outcome == "accepted"


def test_what_is_settled_decides_between_two_verdicts():
    verdicts = {
        rater: {
            each.scored.scale.id: each.scored.verdict.id
            for each in score_file(
                read_ratings(read_content(SITE_VISIT.ratings), "visit", SCALES, None, rater)
            )
        }
        for rater in (*REVIEWERS, "consensus")
    }
    assert [each["integration"] for each in verdicts.values()] == [
        "integrated",
        "partial",
        "partial",
    ]
    assert [each["trauma_informed"] for each in verdicts.values()] == [
        "responsive",
        "sensitive",
        "responsive",
    ]
    assert {each["iddt"] for each in verdicts.values()} == {"high"}
