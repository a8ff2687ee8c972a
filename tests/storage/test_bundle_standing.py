"""A bundle beside a database that holds data: what conflicts is told, and nothing is half done."""

from __future__ import annotations

import threading
from dataclasses import replace
from io import BytesIO
from itertools import count

import pytest

from storage.acting import NotAllowed, Operator
from storage.answers import Answer, list_answers, save_answer
from storage.backup import backup, restore
from storage.bundle import Bundle, BundleFault, open_bundle
from storage.bundle_compare import preview_bundle
from storage.bundle_preview import BundlePreview
from storage.bundle_writing import import_bundle
from storage.numbering import set_last_number
from storage.people import act, add_first_person, add_person, change_person
from storage.plans import PlanAction, add_action, remove_action
from storage.programs import add_program, change_program, list_programs
from storage.store import Store
from storage.team import alone
from storage.verifying import verify
from storage.visits import add_visit, get_assessments
from tests.storage.bundles import LATER, brought_in, looked_at, taken_out
from tests.storage.calls import rows
from tests.storage.site_visit import DAY, NOW, SCALE

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
FIX = "Leave this program out, or bring the two together where both can be seen. [K75]"


def begin(store: Store, name: str, person: str = "Kim", now=NOW) -> None:
    """Let one person add a program with a self-audit."""
    kim = act(store, add_first_person(store, person, now).id)
    program = add_program(kim, name=name, now=now).id
    add_visit(kim, program, DAY, "self_audit", alone(person, kim.person.id), [SCALE], now)


def begin_at(store: Store, number: int, *tables: str) -> None:
    """Let some tables go on from a number."""
    with store.write() as connection:
        for table in tables:
            set_last_number(connection, table, number - 1)


def refusal(store: Store, file: bytes) -> list[str]:
    """Try to bring a file in; return what is said against it."""
    before = rows(store)
    with pytest.raises(BundleFault) as raised:
        brought_in(store, file)
    assert rows(store) == before
    headline, *faults = str(raised.value).split("\n")
    assert headline == "programs.fidelity.zip: nothing was brought in."
    return [fault.removeprefix("  - ") for fault in faults]


def whys(preview: BundlePreview) -> list[str]:
    return [part.why for p in preview.programs for part in (p, *p.visits) if part.why]


@on_sqlite
def test_a_number_that_another_program_has_here_is_told_with_its_name(store, other):
    begin(store, "Ours")
    begin_at(other, 1, "program", "visit")
    begin(other, "Theirs")
    assert refusal(store, taken_out(other)) == [
        f"program 1: number 1 is another program here, 'Ours'. {FIX}",
        f"visit 1: number 1 is another visit here. {FIX}",
    ]


@on_sqlite
def test_what_conflicts_is_left_out_when_asked_and_the_rest_comes(store, other, now):
    begin(store, "Ours")
    begin_at(other, 1, "program", "visit")
    begin(other, "Theirs")
    kim = act(other, 70_001)
    begin_at(other, 70_001, "program")
    add_program(kim, name="Free", now=now)
    preview = brought_in(store, taken_out(other), skip_conflicts=True)
    assert [p.name for p in preview.conflicting] == ["Theirs"]
    assert [p.name for p in list_programs(act(store, 1))] == ["Free", "Ours"]
    assert verify(store) == ()


@on_sqlite
def test_what_went_on_in_two_places_conflicts_and_says_since_when(store, other, tmp_path):
    begin(store, "Ours")
    backup(store, tmp_path / "copy.zip")
    sibling = Store.open(f"sqlite:///{tmp_path / 'sibling.sqlite'}")
    restore(sibling, tmp_path / "copy.zip")
    for where, regions in ((store, ["North"]), (sibling, ["South", "West"])):
        for region in regions:
            kim = act(where, 1)
            (program,) = list_programs(kim)
            change_program(kim, replace(program, region=region), program.revision, NOW)
    file = taken_out(sibling)
    sibling.close()
    assert refusal(store, file) == [
        f"program 1: after change 2 it went on differently: 1 here, 2 in the file. {FIX}"
    ]
    assert brought_in(store, file, skip_conflicts=True).brought == ()


@on_sqlite
def test_a_number_that_a_record_here_has_or_had_is_told(store, other):
    begin(store, "Ours")
    kim = act(store, 1)
    gone = add_action(kim, PlanAction(1, "Train staff"), NOW)
    remove_action(kim, gone, gone.revision, NOW)
    begin_at(other, 1, "plan_action")
    begin(other, "Theirs")
    add_action(act(other, 70_001), PlanAction(70_001, "Train others"), NOW)
    assert refusal(store, taken_out(other)) == [
        f"visit 70001: plan_action 1 of it is the number of another one here. {FIX}"
    ]


@on_sqlite
def test_a_person_whose_number_somebody_else_has_here_is_told(store, other):
    begin(store, "Ours", "Kim")
    begin_at(other, 1, "person")
    begin(other, "Theirs", "Lou", LATER)
    said = f"person 1 is 'Lou' in the file and 'Kim' here. {FIX}"
    assert refusal(store, taken_out(other)) == [f"program 70001: {said}", f"visit 70001: {said}"]


@on_sqlite
def test_a_person_who_is_called_otherwise_here_is_the_same_and_keeps_the_name(store, other):
    begin(store, "Ours")
    file = taken_out(store)
    brought_in(other, file)
    kim = act(other, 1)
    change_person(kim, replace(kim.person, name="Kim Doe"), 1, NOW)
    add_program(kim, name="New", now=NOW)
    (person,) = brought_in(store, taken_out(other)).people
    assert (person.standing, person.name, person.called) == ("same", "Kim Doe", "Kim")
    assert act(store, 1).person.name == "Kim"


def test_what_changed_since_the_preview_is_not_written_over(store, other):
    begin(store, "Ours")
    file = taken_out(store)
    brought_in(other, file)
    kim = act(store, 1)
    add_action(kim, PlanAction(1, "Elsewhere"), NOW)
    newer = taken_out(store)
    here = act(other, 1)
    with open_bundle(BytesIO(newer), "newer") as bundle:
        preview = preview_bundle(here, bundle)
        add_action(here, PlanAction(1, "Here"), NOW)
        before = rows(other)
        with pytest.raises(BundleFault, match=r"changed since somebody looked .*\[K76\]"):
            import_bundle(here, bundle, preview, LATER)
        assert rows(other) == before
        assert whys(preview_bundle(here, bundle)) == [
            "after change 3 it went on differently: 1 here, 1 in the file"
        ]
    said = r"another file than the one .*\[K76\]"
    with open_bundle(BytesIO(file), "file") as bundle, pytest.raises(BundleFault, match=said):
        import_bundle(here, bundle, preview, LATER)


def test_an_import_that_breaks_off_anywhere_leaves_nothing_behind(store, other):
    begin(other, "Theirs")
    place = get_assessments(act(other, 70_001), 70_001)[0].id
    for number in range(30):
        new = Answer(place, "Kim", f"T{number}", "rated", 3)
        save_answer(act(other, 70_001), new, 0, NOW)
    before = rows(store)
    broken_off = 0
    with open_bundle(BytesIO(taken_out(other)), "it") as bundle:
        preview = preview_bundle(Operator(store), bundle)
        while stops(store, bundle, preview, broken_off):
            assert rows(store) == before
            broken_off += 1
    assert broken_off >= 2
    assert verify(store) == ()
    assert list_answers(act(store, 70_001), place, "Kim").keys() == {f"T{n}" for n in range(30)}


def stops(store: Store, bundle: Bundle, preview: BundlePreview, after: int) -> bool:
    """Break an import off when it tells for the n-th time how far it is; whether it came to it."""
    told = count()

    def stop(_done: int, _total: int) -> None:
        if next(told) == after:
            raise KeyboardInterrupt

    try:
        import_bundle(Operator(store), bundle, preview, LATER, progress=stop)
    except KeyboardInterrupt:
        return True
    return False


def test_others_wait_while_a_bundle_comes_in_and_nothing_of_theirs_is_lost(store, other):
    begin(store, "Ours")
    kim = act(store, 1)
    begin(other, "Theirs")
    place = get_assessments(kim, 1)[0].id
    saved: list[Answer] = []
    answer = Answer(place, "Kim", "T1", "rated", 3)
    writer = threading.Thread(target=lambda: saved.append(save_answer(kim, answer, 0, NOW)))

    def begin_to_write(_done: int, _total: int) -> None:
        if not writer.ident:
            writer.start()
            writer.join(0.3)
            assert saved == []

    with open_bundle(BytesIO(taken_out(other)), "it") as bundle:
        preview = preview_bundle(kim, bundle)
        import_bundle(kim, bundle, preview, LATER, progress=begin_to_write)
    writer.join(20)
    assert [a.level for a in saved] == [3]
    assert verify(store) == ()


@on_sqlite
def test_only_who_sees_everything_brings_a_bundle_in(store, other):
    begin(store, "Ours")
    begin(other, "Theirs")
    member = act(store, add_person(act(store, 1), "Member", NOW).id)
    with open_bundle(BytesIO(taken_out(other)), "it") as bundle:
        preview = preview_bundle(act(store, 1), bundle)
        before = rows(store)
        with pytest.raises(NotAllowed, match="Only who sees everything may bring in a bundle"):
            preview_bundle(member, bundle)
        with pytest.raises(NotAllowed, match="Only who sees everything may bring in a bundle"):
            import_bundle(member, bundle, preview, LATER)
        assert rows(store) == before
    assert looked_at(store, taken_out(other)).programs[0].standing == "new"
