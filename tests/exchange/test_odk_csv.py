"""Submissions of phone forms: what ODK Central and KoboToolbox export comes back as given."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from exchange.incoming import Incoming, IncomingError
from exchange.odk_csv import is_odk_csv, read_odk_csv
from tests.exchange.filled_in import answered, read_back
from tests.exchange.submissions import as_csv, paths_of, submitted
from tests.reporting.offline_pack import DAY
from tests.shipped_scales import shipped_scales

SCALES = {entry.scale.id: entry.scale for entry in shipped_scales().entries}
T1 = "group__goi-group__goi__1-goi__{0}__item-goi__{0}"
"""The head of an item's column at ODK Central."""


def read(content: bytes) -> Incoming:
    return read_odk_csv(content, "submissions.csv", SCALES)


def faults_of(content: bytes) -> list[str]:
    with pytest.raises(IncomingError) as raised:
        read(content)
    return [str(fault) for fault in raised.value.faults]


def goi(**cells: str) -> dict[str, str]:
    """A submission on the organizational index with cells by item and part: `G1__note`."""
    row = submitted(answered("goi", 0))
    heads = [head for head in row if head.rpartition("-")[2].startswith("goi__")]
    row |= dict.fromkeys(heads, "")
    typed = {f"goi__{name}": value for name, value in cells.items()}
    own = {head: typed.pop(head.rpartition("-")[2], "") for head in heads}
    assert typed == {}
    return row | own


@pytest.mark.parametrize("seed", range(3))
def test_what_odk_central_exports_comes_back(seed: int):
    given = [answered(scale, 20 + seed) for scale in SCALES]
    came_back = read(as_csv(submitted(*given, ReviewState="approved")))
    assert [read_back(one) for one in came_back.sets] == given
    first = came_back.sets[0]
    assert (first.program, first.date, first.kind) == ("Cedar Ridge", DAY, "site_visit")
    assert (first.visit, first.rater, first.place) == (12, "Ann", "line 2")


def test_what_kobotoolbox_exports_comes_back():
    given = answered("integration", 4)
    row = submitted(given, separator="/", _id="7", _uuid="0b", _validation_status="")
    assert [read_back(one) for one in read(as_csv(row, delimiter=";", bom=True)).sets] == [given]


@pytest.mark.parametrize("yes", ["1", "1.0", "True"])
def test_sources_may_have_a_column_for_each(yes: str):
    given = answered("integration", 5)
    row = submitted(given, separator="/")
    for head in [head for head in row if head.endswith("__sources")]:
        seen = row.pop(head).split()
        for code in [f"s{number}" for number in range(1, 7)]:
            row[f"{head}/{code}"] = yes if code in seen else "0"
    assert [read_back(one) for one in read(as_csv(row)).sets] == [given]


def test_groups_may_be_left_out_of_the_heads():
    given = answered("goi", 6)
    row = {head.rpartition("-")[2]: cell for head, cell in submitted(given).items()}
    assert [read_back(one) for one in read(as_csv(row)).sets] == [given]


def test_each_rater_and_each_scale_is_a_set():
    one, two = answered("iddt", 7), answered("goi", 8)
    rows = [submitted(one, two), submitted(one, two, rater="Ben")]
    sets = read(as_csv(*rows)).sets
    assert [(s.rater, s.scale.id) for s in sets] == [
        ("Ann", "iddt"),
        ("Ann", "goi"),
        ("Ben", "iddt"),
        ("Ben", "goi"),
    ]


def test_a_submission_that_was_rejected_is_passed_over():
    rows = [goi(G1="2") | {"ReviewState": "rejected"}, goi(G1="4") | {"ReviewState": ""}]
    (one,) = read(as_csv(*rows)).sets
    assert {item: answer.level for item, answer in one.answers.items()} == {"G1": 4}


def test_two_submissions_of_one_rater_are_not_chosen_between():
    assert faults_of(as_csv(goi(G1="2"), goi(G1="4"))) == [
        'line 3: "Ann" rated this visit on goi at line 2 too. Keep one of the two lines, or reject '
        "the other on the server. [O08]"
    ]


def test_an_item_without_an_entry_is_left_out():
    (one,) = read(as_csv(goi(G3="NEI", G4__note="a note"))).sets
    assert {item: answer.state for item, answer in one.answers.items()} == {
        "G3": "not_enough_information",
        "G4": "unanswered",
    }


def test_every_fault_is_told_with_its_line_and_column_at_once():
    content = as_csv(
        goi(
            G1="6",
            G2__numerator="9",
            G2__denominator="8",
            G3="NA",
            G4__sources="s1 s9",
            G5__grade="E",
            G6__numerator="some",
            eligible_clients="-4",
        )
    )
    assert faults_of(content) == [
        'line 2, column "goi__G1": "6" is not a level of "G1". Choose 1 to 5, NEI, or leave it '
        "empty. [O12]",
        'line 2, column "goi__G3": not applicable is not permitted for "G3". Never: a program that '
        "the item does not fit scores 1. [O13]",
        'line 2, column "goi__eligible_clients": "-4" is not a whole number from 0 to '
        "1,000,000,000. Correct the eligible_clients, or leave it empty. [O14]",
        'line 2, column "goi__G6__numerator": "some" is not a whole number from 0 to 1,000,000,000.'
        " Correct the numerator, or leave it empty. [O14]",
        'line 2, column "goi__G2__numerator": the numerator 9 is larger than the denominator 8. '
        "Correct one of the two. [O15]",
        'line 2, column "goi__G5__grade": "E" is not an evidence grade. Choose A, B, C or D, or '
        "leave it empty. [O16]",
        'line 2, column "goi__G4__sources": "s9" is not one of the sources of "G4". Write its '
        "number (1 to 3), or put it in the note. [O17]",
    ]


def without(row: Mapping[str, str], *ends: str) -> dict[str, str]:
    return {head: cell for head, cell in row.items() if not head.endswith(ends)}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "the file is empty. Export the submissions as CSV once more. [O01]"),
        (
            as_csv(goi(G1="4"))[:-40] + b"\xff\xfe\r\n",
            "line 2: a character here is not written in UTF-8. Export the submissions as CSV once "
            "more. [O01]",
        ),
        (
            as_csv(without(goi(G1="4"), "goi__G1")),
            'line 1: columns are missing: "goi__G1". In KoboToolbox choose "XML values and '
            'headers" and all questions; in ODK Central take the CSV of all submissions. [O02]',
        ),
        (
            as_csv(without(goi(G1="4"), "__note")),
            "line 1: 12 columns are missing, the first of them "
            '"goi__G1__note", "goi__G2__note", "goi__G3__note". In KoboToolbox choose "XML values '
            'and headers" and all questions; in ODK Central take the CSV of all submissions. [O02]',
        ),
        (
            as_csv(goi(G1="4") | {"other-goi__G1": "3"}),
            'line 1: there are 2 columns "goi__G1". Keep one of them. Export the submissions as '
            "CSV once more. [O03]",
        ),
        (
            as_csv(goi(G1="4")) + b"1,2,3\r\n",
            "line 3: 3 cells, where the first line names 90. Export the submissions as CSV once "
            "more. [O04]",
        ),
        (
            as_csv(goi(G1="4"))[:-40] + b'"half',
            "line 2: a quotation mark here is not paired, so nothing below it can be read. Export "
            "the submissions as CSV once more. [O04]",
        ),
        (
            as_csv(goi(G1="4") | {"fidelity_format": "2"}),
            'line 2, column "fidelity_format": format "2"; format 1 can be read. Make the offline '
            "pack anew, and copy the answers into it. [O05]",
        ),
        (
            as_csv(goi(G1="4") | {"fidelity_visit": "twelve"}),
            'line 2, column "fidelity_visit": "twelve" is not the number of a visit. Give it back '
            "the number. [O05]",
        ),
        (
            as_csv(goi(G1="4") | {"fidelity_date": "3/2/2026"}),
            'line 2, column "fidelity_date": "3/2/2026" is not a day written as 2026-03-02. Give '
            "it back the day. [O05]",
        ),
        (
            as_csv(goi(G1="4") | {"fidelity_goi_version": "0.9.0"}),
            'line 2, column "fidelity_goi_version": made for version "0.9.0", and here is "1.0.0". '
            "Make the offline pack anew, and copy the answers into it. [O06]",
        ),
        (
            as_csv({head.replace("_goi_", "_gol_"): cell for head, cell in goi(G1="4").items()}),
            'line 1, column "fidelity_gol_version": it was made for the scale "gol", which is not '
            'here. Did you mean "goi"? [O06]',
        ),
        (
            as_csv(goi(G1="4") | {"fidelity_goi_asked": "G1=4f G2"}),
            'line 2, column "fidelity_goi_asked": what the form asked cannot be read. Give it back '
            "what stood there. [O07]",
        ),
        (
            as_csv(goi(G1="4") | {"fidelity_goi_asked": f"G1={'0' * 12}"}),
            'line 2, column "goi__G1": the wording of "G1" was changed after this form was made. '
            "Empty what is filled in here, and answer it in the app as it asks now. [O19]",
        ),
        (as_csv(goi()), "there is no submission with answers. [O20]"),
    ],
)
def test_a_table_that_was_bent_says_where_and_what_to_do(content: bytes, expected: str):
    assert expected in faults_of(content)


def test_labels_in_place_of_values_are_told():
    row = goi(G1="4: 61-80%")
    assert faults_of(as_csv(row)) == [
        'line 2, column "goi__G1": "4: 61-80%" is not a level of "G1". Choose 1 to 5, NEI, or '
        "leave it empty. [O12]"
    ]


def test_our_submissions_are_told_from_any_other_table():
    ours = as_csv(goi(G1="4"))
    assert is_odk_csv(ours)
    assert is_odk_csv(as_csv(goi(G1="4"), delimiter=";", bom=True))
    others = (b"", b"assessment,item,rating\n", b"PK\x03\x04", b"\xff\xfe", b"a__b,c__d\n")
    assert [is_odk_csv(other) for other in others] == [False] * 5


def test_a_file_that_is_too_large_is_not_read():
    assert faults_of(b"a," * 10_000_001) == [
        "the file has 20,000,002 bytes, and 20,000,000 are the most. Export fewer submissions at a "
        "time. [O01]"
    ]


def test_the_phone_has_a_field_for_each_part_of_each_item():
    names = [path[-1] for path, _value in paths_of("goi") if path[-1].startswith("goi__G2")]
    assert names == [
        "goi__G2",
        "goi__G2__numerator",
        "goi__G2__denominator",
        "goi__G2__sources",
        "goi__G2__grade",
        "goi__G2__note",
        "goi__G2__ask",
    ]
