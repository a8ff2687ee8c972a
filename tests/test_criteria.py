"""The founding criteria, the items that carry them, and the barriers drawn from them."""

import re
from collections import Counter
from pathlib import Path

import pytest

import scales
from scales.barrier import load_barriers
from scales.criteria import load_criteria
from scales.loading import load_scale
from scales.model import Item

LIBRARY = Path(scales.__file__).with_name("library")
LETTERS = {"a": ("iddt", "goi"), "b": ("trauma_informed",), "c": ("integration",)}


@pytest.fixture(scope="module")
def items_by_scale() -> dict[str, dict[str, Item]]:
    names = ("iddt", "goi", "trauma_informed", "integration")
    loaded = {name: load_scale(LIBRARY / f"{name}.yaml") for name in names}
    return {name: {i.id: i for i in scale.items} for name, scale in loaded.items()}


@pytest.fixture(scope="module")
def items(items_by_scale: dict[str, dict[str, Item]]) -> dict[str, Item]:
    return {key: item for of_scale in items_by_scale.values() for key, item in of_scale.items()}


def test_the_382_criteria_are_numbered_once_each_and_in_order():
    assert [criterion.number for criterion in load_criteria()] == list(range(1, 383))


def test_each_group_holds_as_many_criteria_as_the_founding_documents_name():
    assert Counter(criterion.group for criterion in load_criteria()) == {
        "A": 29, "B": 13, "C": 32, "D": 16, "E": 26, "F": 26, "G": 17, "H": 24, "I": 16, "J": 25,
        "K": 13, "L": 13, "M": 15, "N": 20, "O": 9, "P": 11, "Q": 25, "R": 10, "S": 27, "T": 15,
    }  # fmt: skip


def test_every_criterion_says_how_it_is_rated_and_where_it_was_read():
    for criterion in load_criteria():
        words = (criterion.text, criterion.formulation, criterion.group_name)
        assert all(words), criterion.number
        assert all((criterion.level_1, criterion.level_3, criterion.level_5)), criterion.number
        assert set(criterion.founding_documents) <= {"S0", "S1", "S2", "S3", "S4"}
        assert criterion.founding_documents, criterion.number


def test_every_criterion_is_carried_by_an_item_of_a_scale(items: dict[str, Item]):
    nowhere = [c.number for c in load_criteria() if not c.items]
    unknown = [(c.number, i) for c in load_criteria() for i in c.items if i not in items]
    assert nowhere == [], "these criteria name no item"
    assert unknown == [], "these criteria name an item that no scale has"


def test_no_criterion_names_an_item_twice():
    assert [c.number for c in load_criteria() if len(set(c.items)) != len(c.items)] == []


@pytest.mark.parametrize(
    ("letter", "carried_elsewhere"),
    [
        ("a", []),
        ("b", []),
        # Trauma-informed items carry these although integration is touched as well.
        ("c", [52, 82, 157, 173, 288, 291, 294, 303, 382]),
    ],
)
def test_a_criterion_is_carried_by_the_scales_it_is_marked_for(
    items_by_scale: dict[str, dict[str, Item]], letter: str, carried_elsewhere: list[int]
):
    own = {item for scale in LETTERS[letter] for item in items_by_scale[scale]}
    marked = [c for c in load_criteria() if letter in c.scales]
    assert [c.number for c in marked if not own & set(c.items)] == carried_elsewhere


def test_every_question_to_ask_is_a_probe_of_an_item_that_carries_it(items: dict[str, Item]):
    questions = [c for c in load_criteria() if c.group == "Q"]
    missing = [
        (c.number, c.text)
        for c in questions
        if not any(p.criterion == c.number for i in c.items for p in items[i].probes)
    ]
    assert len(questions) == 25
    assert missing == []


def test_a_probe_cites_only_questions_of_the_founding_documents(items: dict[str, Item]):
    questions = {c.number for c in load_criteria() if c.group == "Q"}
    cited = {p.criterion for item in items.values() for p in item.probes} - {None}
    assert cited == questions


def test_only_items_taken_from_published_measures_carry_no_criterion(items: dict[str, Item]):
    carrying = {i for criterion in load_criteria() for i in criterion.items}
    assert set(items) - carrying == {
        "T5", "G3", "G8", "G9", "G11", "TIC-TRU3", "TIC-PEE4", "TIC-COL4", "TIC-CUL3", "TIC-ORG4",
    }  # fmt: skip


def test_every_barrier_of_the_founding_documents_can_be_picked_once():
    barriers = load_barriers()
    assert [b.criterion for b in barriers] == [c.number for c in load_criteria() if c.group == "T"]
    assert len({b.id for b in barriers}) == len({b.name for b in barriers}) == 15
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", b.id) for b in barriers)


def test_a_barrier_holds_back_the_items_of_its_criterion():
    payment = load_barriers()[0]
    assert (payment.id, payment.name) == (
        "payment_rules",
        "Payment rules do not cover the service",
    )
    assert (payment.criterion, payment.items) == (368, ("INT25",))


def test_criteria_and_barriers_are_spelled_as_reviewers_in_the_us_write():
    british = re.compile(
        r"\b\w*(isation|ising|ised|ourable|ogramme|ounsell|ehaviour|centre|apnoea|abelled)\w*\b",
        re.IGNORECASE,
    )
    not_british = {"raised", "advised", "supervised", "promised", "arising", "advertising"}
    text = " ".join(
        [barrier.name for barrier in load_barriers()]
        + [
            f"{c.group_name} {c.text} {c.formulation} {c.level_1} {c.level_3} {c.level_5}"
            for c in load_criteria()
        ]
    )
    found = {match.group().lower() for match in british.finditer(text)}
    assert found - not_british == set()
