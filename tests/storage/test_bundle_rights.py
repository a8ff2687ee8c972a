"""Who may take programs out: only who may read everything that was ever noted about them."""

from __future__ import annotations

from io import BytesIO

import pytest

from storage.acting import Acting
from storage.bundle import BundleFault
from storage.bundle_export import export_bundle, list_exportable
from storage.problem import NotFound
from storage.team import alone
from storage.visit_deletion import delete_visit
from storage.visits import add_visit
from storage.worksheets import ChartSample, add_sample
from tests.storage.bundles import members_of, taken_out
from tests.storage.cast import carry_to_program, hand_in, rate
from tests.storage.site_visit import DAY, SCALE

MAY_NOT = (
    "Wait until you may, leave the program out, or let whoever runs the toolkit do it: the command "
    "line takes out everything. [K70]"
)
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def refusal(who: Acting, program: int) -> list[str]:
    """Try to take a program out; return what is said against it."""
    raw = BytesIO()
    with pytest.raises(BundleFault) as raised:
        export_bundle(who, raw, [program])
    assert raw.getvalue() == b""
    assert program not in list_exportable(who)
    headline, *faults = str(raised.value).split("\n")
    assert headline == "No bundle was made."
    return [fault.removeprefix("  - ") for fault in faults]


@pytest.mark.parametrize(
    ("who", "others"),
    [
        ("one", "the ratings of 'Reviewer two'"),
        ("two", "the ratings of 'Reviewer one'"),
        ("office", "the ratings of 'Reviewer one', the ratings of 'Reviewer two'"),
        ("lead", "the ratings of 'Reviewer one', the ratings of 'Reviewer two'"),
    ],
)
def test_nobody_takes_out_what_others_rate_blindly(cast, who, others):
    rate(cast)
    visit = f"program {cast.program.id}, visit {cast.visit.id} of 2026-03-02"
    assert refusal(getattr(cast, who), cast.program.id) == [
        f"{visit}: you may not read {others}. {MAY_NOT}"
    ]


@pytest.mark.parametrize("who", ["one", "two", "office", "lead"])
def test_once_all_have_handed_in_the_reviewers_and_the_office_may(cast, store, who):
    rate(cast)
    hand_in(cast)
    person: Acting = getattr(cast, who)
    assert list_exportable(person)[0] == cast.program.id
    assert taken_out(person, [cast.program.id]) == taken_out(store, [cast.program.id])


def test_the_program_does_not_take_out_what_each_reviewer_rated(cast):
    carry_to_program(cast)
    (said,) = refusal(cast.member, cast.program.id)
    assert "the ratings of 'Reviewer one', the ratings of 'Reviewer two'" in said
    assert "'consensus'" in said  # how it came about, before the report was sent


def test_charts_are_taken_out_by_who_reviews_them_alone(cast, now):
    rate(cast)
    sample = ChartSample(cast.visit.id, 40, "b" * 64, "seed", (("iddt", "T7"),))
    add_sample(cast.one, sample, ["4"], now)
    hand_in(cast)
    assert list_exportable(cast.one) == (cast.program.id,)
    (said,) = refusal(cast.office, cast.program.id)
    assert "you may not read its chart reviews" in said


def test_a_visit_that_somebody_does_not_see_is_not_named(cast, now):
    rate(cast)
    hand_in(cast)
    team = alone("The member", cast.member.person.id)
    add_visit(cast.office, cast.program.id, DAY, "self_audit", team, [SCALE], now)
    assert refusal(cast.one, cast.program.id) == [
        f"program {cast.program.id}: you do not see all of it. {MAY_NOT}"
    ]


def test_what_is_left_of_a_deleted_visit_goes_with_the_toolkit_alone(cast, store, now):
    rate(cast)
    delete_visit(cast.lead, cast.visit.id, now, with_entries=True)
    book = f'"book":"visit {cast.visit.id}"'.encode()
    assert book in members_of(taken_out(store))["tables/audit_book.jsonl"]
    assert book not in members_of(taken_out(cast.office))["tables/audit_book.jsonl"]


def test_a_program_that_somebody_does_not_see_is_not_found(cast):
    with pytest.raises(NotFound, match=f"There is no program {cast.program.id}"):
        taken_out(cast.outsider, [cast.program.id])
    assert list_exportable(cast.outsider) == (cast.other_program.id,)


def test_there_must_be_a_program_to_take_out(store, acting):
    with pytest.raises(BundleFault, match=r"programs: there is none to take out.*\[K70\]"):
        taken_out(store)
