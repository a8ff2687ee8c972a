"""The trauma-informed scale says what its rules and anchors require."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

import scales
from scales.condition import AllTest, EveryTest, LowestMeanTest, MeanTest
from scales.loading import load_scale
from scales.model import Scale

LIBRARY = Path(scales.__file__).parent / "library"


@pytest.fixture(scope="module")
def trauma() -> Scale:
    return load_scale(LIBRARY / "trauma_informed.yaml")


def test_each_principle_has_four_items_and_needs_three_of_them(trauma: Scale) -> None:
    counted = {s.id: (len(trauma.members(s.id)), s.minimum_rated) for s in trauma.subscales}
    assert counted == {
        "safety": (4, 3),
        "trustworthiness": (4, 3),
        "peer_support": (4, 3),
        "collaboration": (4, 3),
        "empowerment": (4, 3),
        "culture": (4, 3),
        "foundations": (4, 1),
    }


def test_the_foundations_never_enter_the_total_or_a_verdict_need(trauma: Scale) -> None:
    foundations = {"TIC-ORG1", "TIC-ORG2", "TIC-ORG3", "TIC-ORG4"}
    assert set(trauma.members("foundations")) == foundations
    assert trauma.members("total") == trauma.members("principles")
    needed = {i for v in trauma.verdicts for n in v.needs for i in trauma.members(n.of)}
    assert not foundations & (needed | set(trauma.members("total")))


def test_every_anchor_is_own_wording(trauma: Scale) -> None:
    assert {a.verified for item in trauma.items for a in item.anchors} == {"own_wording"}


def test_the_four_critical_items_alone_are_of_the_highest_importance(trauma: Scale) -> None:
    critical = ("TIC-SAF3", "TIC-SAF4", "TIC-TRU2", "TIC-EMP3")
    assert trauma.members("critical") == critical
    assert tuple(item.id for item in trauma.items if item.importance == 3) == critical


def test_three_items_may_be_not_applicable_each_in_one_case(trauma: Scale) -> None:
    cases = {
        "TIC-PEE1": "individual-only outpatient practice",
        "TIC-EMP3": "no positive PTSD screens in 12 months",
        "TIC-CUL1": "no language or communication need recorded after it was asked of at least 90%",
    }
    permitted = {i.id: i.not_applicable.rule for i in trauma.items if i.not_applicable.permitted}
    assert permitted.keys() == cases.keys()
    for item_id, case in cases.items():
        assert case in permitted[item_id]


def test_every_other_item_says_what_to_do_when_it_cannot_be_seen(trauma: Scale) -> None:
    for item in trauma.items:
        if not item.not_applicable.permitted:
            assert item.not_applicable.rule.startswith("Not permitted"), item.id
            assert "not enough information" in item.not_applicable.rule, item.id


def test_the_bands_are_tried_from_the_best_down(trauma: Scale) -> None:
    assert [(v.id, v.rule, v.tier) for v in trauma.verdicts] == [
        ("not_scorable", "P0", None),
        ("informed", "P1", 4),
        ("responsive", "P2", 3),
        ("sensitive", "P3", 2),
        ("aware", "P4", 1),
        ("not_yet", "P5", 0),
    ]


def _bounds(trauma: Scale, verdict: str) -> dict[str, Decimal | int | None]:
    when = next(v.when for v in trauma.verdicts if v.id == verdict)
    bounds: dict[str, Decimal | int | None] = {}
    for test in when.conditions if isinstance(when, AllTest) else (when,):
        assert isinstance(test, MeanTest | LowestMeanTest | EveryTest)
        bounds[f"{test.test} {test.of}"] = test.at_least
    return bounds


def test_each_band_asks_for_the_published_cut_points(trauma: Scale) -> None:
    assert _bounds(trauma, "informed") == {
        "mean total": Decimal("4.25"),
        "lowest_mean total": Decimal("3.50"),
        "every critical": 4,
    }
    assert _bounds(trauma, "responsive") == {
        "mean total": Decimal("3.50"),
        "lowest_mean total": Decimal("2.75"),
        "every critical": 3,
    }
    assert _bounds(trauma, "sensitive") == {"mean total": Decimal("2.75"), "every critical": 2}
    assert _bounds(trauma, "aware") == {"mean total": Decimal("1.75")}


def _suggested(trauma: Scale, item_id: str, value: str) -> int:
    measure = trauma.item(item_id).measure
    assert measure is not None
    for cut in measure.cuts:
        if cut.up_to is not None and Decimal(value) <= cut.up_to:
            return cut.level
        if cut.below is not None and Decimal(value) < cut.below:
            return cut.level
    raise AssertionError(f"{item_id} has no level for {value}")


@pytest.mark.parametrize(
    ("item_id", "value", "level"),
    [
        ("TIC-SAF1", "39.9", 2),
        ("TIC-SAF1", "40", 3),
        ("TIC-SAF1", "89.9", 4),
        ("TIC-SAF1", "90", 5),
        ("TIC-SAF3", "79.9", 3),
        # Screening alone earns no 5: positives need a plan within 7 days as well.
        ("TIC-SAF3", "100", 4),
        # 50-59% stands in no anchor, so the lower one counts.
        ("TIC-SAF4", "55", 3),
        ("TIC-SAF4", "60", 4),
        ("TIC-TRU2", "70", 4),
        # The anchors count cancellations: 20% canceled is 80% held, 5% is 95%.
        ("TIC-TRU3", "79.9", 2),
        ("TIC-TRU3", "80", 3),
        ("TIC-TRU3", "90", 4),
        ("TIC-TRU3", "95", 5),
        ("TIC-PEE1", "60", 4),
        ("TIC-PEE2", "39.9", 3),
        ("TIC-COL4", "1", 3),
        ("TIC-COL4", "2", 4),
        ("TIC-COL4", "4", 5),
        ("TIC-EMP3", "60", 4),
        ("TIC-EMP4", "20", 4),
        ("TIC-CUL1", "94.9", 4),
        ("TIC-CUL1", "95", 5),
        # 60-69% stands in no anchor, so the lower one counts.
        ("TIC-CUL3", "65", 3),
        ("TIC-ORG2", "25", 3),
        ("TIC-ORG3", "0", 1),
        ("TIC-ORG3", "1", 2),
        ("TIC-ORG4", "3", 4),
    ],
)
def test_a_count_suggests_the_level_its_anchor_names(
    trauma: Scale, item_id: str, value: str, level: int
) -> None:
    assert _suggested(trauma, item_id, value) == level


def test_every_percent_up_to_one_hundred_has_a_level(trauma: Scale) -> None:
    for item in trauma.items:
        if item.measure and item.measure.kind == "percent":
            assert item.measure.cuts[-1].up_to == 100, item.id


def test_the_founding_questions_stand_under_the_items_they_belong_to(trauma: Scale) -> None:
    asked = {i.id: {p.criterion for p in i.probes} - {None} for i in trauma.items}
    assert asked["TIC-TRU1"] >= {311, 318}
    assert asked["TIC-SAF3"] >= {328}
    assert asked["TIC-TRU4"] >= {328}


def test_every_item_gives_advice_at_the_lowest_level_and_just_below_the_highest(
    trauma: Scale,
) -> None:
    for item in trauma.items:
        for rating in (1, 4):
            fitting = [a for a in item.actions if a.at_most is None or rating <= a.at_most]
            assert fitting, f"{item.id} has no step for a program at {rating}"


def test_no_step_of_improvement_is_repeated_across_items(trauma: Scale) -> None:
    steps = [action.do for item in trauma.items for action in item.actions]
    assert len(steps) == len(set(steps))


def test_each_of_the_ten_samhsa_domains_is_carried_by_an_item(trauma: Scale) -> None:
    found = {
        entry.entry
        for item in trauma.items
        for entry in item.crosswalk
        if entry.framework == "SAMHSA ten domains"
    }
    assert found == {
        "Governance and leadership",
        "Policy",
        "Physical environment",
        "Engagement and involvement",
        "Cross-sector collaboration",
        "Screening, assessment, treatment",
        "Training and workforce",
        "Progress monitoring and quality assurance",
        "Financing",
        "Evaluation",
    }
