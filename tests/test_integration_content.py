"""What the integrated versus bundled care scale promises its raters, read from its file."""

from __future__ import annotations

from pathlib import Path

import pytest

import scales
from scales.loading import load_scale
from scales.model import Scale

LIBRARY = Path(scales.__file__).parent / "library"


@pytest.fixture(scope="module")
def integration() -> Scale:
    return load_scale(LIBRARY / "integration.yaml")


def test_twenty_five_items_stand_in_six_subscales(integration: Scale) -> None:
    sizes = {s.id: len(integration.members(s.id)) for s in integration.subscales}

    assert integration.item_ids == tuple(f"INT{n:02}" for n in range(1, 26))
    assert sizes == {
        "plan_team_timing": 5,
        "entry_assessment": 4,
        "treatment_content": 6,
        "monitoring": 3,
        "continuity": 3,
        "family_experience_organization": 4,
    }


def test_the_nine_core_items_are_four_of_structure_and_five_of_service(integration: Scale) -> None:
    core = ("INT01", "INT02", "INT03", "INT04", "INT06", "INT08", "INT10", "INT16", "INT17")

    assert integration.members("core") == core
    assert integration.members("structural") + integration.members("service") == core
    assert tuple(i.id for i in integration.items if i.importance == 3) == core


def test_the_rules_are_tried_in_their_published_order(integration: Scale) -> None:
    assert [(v.rule, v.id, v.tier) for v in integration.verdicts] == [
        ("R0", "not_classifiable", None),
        ("R1", "single", 0),
        ("R2", "sequential", 1),
        ("R3", "integrated", 4),
        ("R4", "partial", 3),
        ("R5", "parallel", 1),
        ("R6", "bundled", 2),
    ]


def test_each_label_a_program_may_claim_amounts_to_one_class(integration: Scale) -> None:
    delivery, claimed = integration.choice_facts

    assert [c.id for c in delivery.choices] == [
        "other_none",
        "referred_passive",
        "referred_active",
        "partial_in_house",
        "in_house_separate",
        "in_house_one_team",
        "cross_org_one_team",
    ]
    assert {c.id: c.verdict for c in claimed.choices} == {
        "integrated_claim": "integrated",
        "capable_claim": "partial",
        "side_by_side_claim": "bundled",
        "referral_claim": "parallel",
        "one_after_other_claim": "sequential",
        "single_claim": "single",
        "no_claim": None,
    }
    assert (delivery.claim, claimed.claim) == (False, True)


def test_only_five_items_may_be_left_out_and_none_of_them_is_core(integration: Scale) -> None:
    permitted = [i.id for i in integration.items if i.not_applicable.permitted]

    assert permitted == ["INT11", "INT13", "INT20", "INT21", "INT22"]


def test_every_anchor_is_marked_as_our_own_wording(integration: Scale) -> None:
    assert {a.verified for i in integration.items for a in i.anchors} == {"own_wording"}


def test_every_item_but_the_one_on_licenses_has_a_percentage(integration: Scale) -> None:
    assert [i.id for i in integration.items if i.measure is None] == ["INT25"]
    for item in integration.items:
        if item.measure is not None:
            assert item.measure.cuts[-1].up_to == 100, item.id


def test_access_without_prerequisites_counts_those_served_without_delay(integration: Scale) -> None:
    measure = integration.item("INT08").measure

    # A quarter delayed is level 2, a tenth level 3, and only nobody at all is level 5.
    assert measure is not None
    assert [(c.level, c.up_to, c.below) for c in measure.cuts] == [
        (2, 75, None),
        (3, 90, None),
        (4, None, 100),
        (5, 100, None),
    ]


def test_a_count_that_only_proves_level_four_never_suggests_level_five(integration: Scale) -> None:
    # Here level 5 asks for a shorter time or another count than level 4.
    for item_id in ("INT03", "INT10", "INT15", "INT17", "INT21"):
        measure = integration.item(item_id).measure
        assert measure is not None
        assert measure.cuts[-1].level == 4, item_id
        assert measure.note is not None and "level 5" in measure.note, item_id


def test_every_item_has_questions_to_ask_and_steps_to_take(integration: Scale) -> None:
    for item in integration.items:
        assert len(item.probes) >= 2, item.id
        assert len(item.actions) >= 2, item.id
        assert any(a.at_most is None for a in item.actions), item.id


def test_no_two_improvement_steps_read_the_same(integration: Scale) -> None:
    steps = [a.do for i in integration.items for a in i.actions]

    assert len(steps) == len(set(steps))


def test_the_five_questions_to_clients_stay_one_source_of_evidence(integration: Scale) -> None:
    (survey,) = integration.item("INT23").evidence

    assert survey.count(";") == 4


def test_all_questions_of_the_founding_inventory_are_asked_somewhere(integration: Scale) -> None:
    # Questions 306 to 330. Those on reasons given and on what happened to the client may stand in
    # the trauma-informed scale alone.
    trauma = load_scale(LIBRARY / "trauma_informed.yaml")
    here = {p.criterion for i in integration.items for p in i.probes}
    there = {p.criterion for i in trauma.items for p in i.probes}

    assert set(range(306, 331)) - here <= {311, 318, 328}
    assert set(range(306, 331)) <= here | there
