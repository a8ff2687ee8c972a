"""What a file brings is laid beside what is stored, and taken in all or not at all."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from exchange.incoming import Incoming, IncomingAnswer, IncomingError, IncomingSet
from exchange.ratings_sets import read_rating_sets
from handover.incoming import ChangedSince, Choice, Preview, accept, preview
from handover.places import Direction
from storage.acting import Acting
from storage.answers import Answer, copy_answers, list_answers, save_answer
from storage.facts import FactAnswer, save_fact
from storage.location import default_url
from storage.people import act, add_first_person, add_person
from storage.programs import add_program, list_programs
from storage.store import Store
from storage.taking_in import Taken
from storage.team import Member, alone
from storage.verifying import verify
from storage.visit_index import index_programs, index_visits
from storage.visit_record import Visit
from storage.visit_states import submit_ratings
from storage.visits import add_visit, get_assessments, list_team, take_scale
from tests.shipped_scales import shipped_scales
from tests.storage.calls import rows

NOW = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC)
DAY = dt.date(2026, 3, 2)
CATALOG = shipped_scales()
SCALES = {entry.scale.id: entry.scale for entry in CATALOG.entries}
HEAD = "assessment,program,date,kind,visit,scale,item,rating,rater,numerator,denominator,note,"
HEAD += "evidence,sources,reason\n"


@pytest.fixture
def store(tmp_path: Path, migrated: Path) -> Iterator[Store]:
    """An empty database with the newest tables."""
    shutil.copy(migrated, tmp_path)
    with closing(Store.open(default_url(tmp_path))) as store:
        yield store


@pytest.fixture
def acting(store: Store) -> Acting:
    """The database in the hands of Ann, the first person, who sees everything."""
    return act(store, add_first_person(store, "Ann", NOW).id)


@pytest.fixture
def begin(acting: Acting) -> Callable[..., Visit]:
    """Begin a visit to a program that is there or is added; Ann rates it alone unless told."""

    def begin(
        program: str = "Harbor House",
        *scales: str,
        date: dt.date = DAY,
        team: tuple[Member, ...] = (),
        by: Acting = acting,
    ) -> Visit:
        there = {p.name: p.id for p in list_programs(by)}
        place = there.get(program) or add_program(by, name=program, now=NOW).id
        entries = [shipped_scales().get(scale) for scale in scales or ("iddt",)]
        pins = [(e.scale.id, e.scale.version, e.stamp, 4) for e in entries]
        who = team or alone(by.person.name, by.person.id)
        return add_visit(by, place, date, "site_visit" if team else "self_audit", who, pins, NOW)

    return begin


def file(*lines: str) -> Incoming:
    width = HEAD.count(",")
    padded = [line + "," * (width - line.count(",")) for line in lines]
    return read_rating_sets((HEAD + "\n".join(padded)).encode(), "visit.csv", SCALES)


def look(acting, incoming: Incoming, **direction) -> Preview:
    return preview(acting, incoming, CATALOG, Direction(**direction))


def findings(seen: Preview) -> dict[str, tuple[str, str, str]]:
    items = [item for one in seen.sets for item in one.items]
    return {item.id: (item.finding, item.stored, item.brought) for item in items}


def place_of(acting, visit, scale: str = "iddt") -> int:
    return next(a.id for a in get_assessments(acting, visit.id) if a.scale_id == scale)


def rate(acting, visit, item: str, level: int, revision: int = 0, **more) -> Answer:
    answer = Answer(place_of(acting, visit), "Ann", item, "rated", level, **more)
    return save_answer(acting, answer, revision, NOW)


def test_each_item_is_new_the_same_or_conflicting(acting, begin):
    visit = begin()
    rate(acting, visit, "T2", 4, note="Seen twice")
    rate(acting, visit, "T3", 2, note="Weak", grade="A")
    rate(acting, visit, "T4", 5)
    incoming = file(
        "A,,,,,iddt,T1a,3",
        "A,,,,,iddt,T2,4",
        "A,,,,,iddt,T3,4,,9,20,,B",
        "A,,,,,iddt,T4,,,,,Read the log",
        "A,,,,,iddt,T5,",
    )
    seen = look(acting, incoming, visit_id=visit.id)
    assert findings(seen) == {
        "T1a": ("new", "", "3"),
        "T2": ("same", "4; note: Seen twice", "4; note: Seen twice"),
        "T3": (
            "conflicting",
            "2; evidence A; note: Weak",
            "4; 9 of 20; evidence B; note: Weak",
        ),
        "T4": ("new", "5", "5; note: Read the log"),
    }
    assert seen.counts == {"new": 2, "same": 1, "conflicting": 1}


def test_a_conflict_is_left_alone_unless_the_file_is_chosen(acting, store, begin):
    visit = begin()
    rate(acting, visit, "T3", 2, note="Weak")
    seen = look(acting, file("A,,,,,iddt,T1a,3", "A,,,,,iddt,T3,4"), visit_id=visit.id)
    assert accept(acting, seen, Choice(), CATALOG, NOW) == Taken(0, 0, 1, 0)
    stored = list_answers(acting, place_of(acting, visit), "Ann")
    assert {item: a.level for item, a in stored.items()} == {"T1a": 3, "T3": 2}
    again = look(acting, file("A,,,,,iddt,T1a,3", "A,,,,,iddt,T3,4"), visit_id=visit.id)
    assert accept(acting, again, Choice(of_set={0: "file"}), CATALOG, NOW).answers == 1
    kept = list_answers(acting, place_of(acting, visit), "Ann")["T3"]
    assert (kept.level, kept.note, kept.revision) == (4, "Weak", 2)
    assert verify(store) == ()


def test_equal_rows_are_not_written(acting, store, begin):
    visit = begin()
    save_fact(
        acting, FactAnswer(place_of(acting, visit), "Ann", "clients_engagement", None, 4), 0, NOW
    )
    rate(acting, visit, "T3", 2)
    before = rows(store)
    incoming = file("A,,,,,iddt,T3,2", "A,,,,,iddt,clients_engagement,4")
    seen = look(acting, incoming, visit_id=visit.id)
    assert seen.counts == {"same": 2}
    assert accept(acting, seen, Choice("file"), CATALOG, NOW) == Taken(0, 0, 0, 0)
    assert rows(store) == before


def test_a_copy_that_nobody_confirmed_is_confirmed_by_the_file(acting, begin):
    old, new = begin(date=dt.date(2025, 3, 2)), begin()
    rate(acting, old, "T3", 2)
    copy_answers(acting, place_of(acting, old), "Ann", place_of(acting, new), "Ann", NOW)
    seen = look(acting, file("A,,,,,iddt,T3,2"), visit_id=new.id)
    assert findings(seen)["T3"] == ("new", "2 (copied, not confirmed)", "2")
    accept(acting, seen, Choice(), CATALOG, NOW)
    assert list_answers(acting, place_of(acting, new), "Ann")["T3"].confirmed


def test_what_was_changed_since_it_was_seen_keeps_out_everything(acting, store, begin):
    visit = begin()
    rate(acting, visit, "T3", 2)
    seen = look(acting, file("A,,,,,iddt,T1a,3", "A,,,,,iddt,T3,4"), visit_id=visit.id)
    rate(acting, visit, "T3", 5, 1)
    before = rows(store)
    with pytest.raises(ChangedSince, match=r'"T3" of "Ann" was changed by Ann since.*\[T14\]'):
        accept(acting, seen, Choice("file"), CATALOG, NOW)
    assert rows(store) == before


def test_a_set_finds_its_visit_by_program_and_date_or_by_number(acting, begin):
    first, second = begin(date=dt.date(2025, 3, 2)), begin()
    other = begin("Pine County")
    incoming = file(
        "A, harbor  HOUSE,2025-03-02,,,iddt,T2,3",
        "B,Harbor House,2026-03-02,Self-audit,,iddt,T2,3",
        f"C,,,,{other.id},iddt,T2,3",
        "D,Harbor House,,,,iddt,T3,3",
    )
    seen = look(acting, incoming, visit_id=second.id)
    visits = [one.place.visit.visit.id for one in seen.sets if one.place and one.place.visit]
    assert visits == [first.id, second.id, other.id]
    assert str(seen.sets[3].obstacle) == (
        'line 5, assessment "D": it is of the same visit, rater and scale as line 3, assessment '
        '"B". Keep one of the two, or say in the file which visit each is of. [T15]'
    )


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        (
            "A,Harbour House,2026-03-02,,,iddt,T2,3",
            'you see no program named "Harbour House". Did you mean "Harbor House"? '
            "Or let it be added. [T01]",
        ),
        (
            "A,Harbor House,2026-03-03,,,iddt,T2,3",
            '"Harbor House" has no visit of 2026-03-03 that you see. '
            "Correct the date, or let the visit be added. [T01]",
        ),
        (
            "A,Twice,2026-03-02,,,iddt,T2,3",
            '2 programs are named "Twice". Say which visit by its number. [T02]',
        ),
        (
            "A,,,,,iddt,T2,3",
            "it does not say which visit it is of. "
            "Choose the visit, or give the file program and date of each. [T03]",
        ),
        (
            "A,Harbor House,,,,iddt,T2,3",
            "it names no date, so its visit is not known. "
            "Choose the visit, or give the file program and date of each. [T03]",
        ),
        (
            "A,Pine County,,,1,iddt,T2,3",
            'the file says "Pine County", and visit 1 is "Harbor House" of 2026-03-02. '
            "Correct the one that is wrong. [T04]",
        ),
        (
            "A,,,,99,iddt,T2,3",
            "there is no visit 99 that you see. Look at the number, or leave it out. [T06]",
        ),
        (
            "A,,,,1,goi,G1,3",
            "the GOI scale is not rated at this visit. "
            "Leave it out, or choose another visit. [T07]",
        ),
        (
            "A,,,,1,iddt,T2,3,Zoe",
            'nobody named "Zoe" rates this visit; "Ann" does. Choose whose ratings they are. [T10]',
        ),
        (
            "A,,,,1,iddt,T2,3,Consensus",
            "the consensus is settled by the reviewers, not brought in. "
            "Leave it out; bring in what each rater gave. [T10]",
        ),
    ],
)
def test_what_has_no_place_says_why(acting, begin, line, wanted):
    begin()
    for _ in range(2):
        add_program(acting, name="Twice", now=NOW)
    begin("Pine County")
    (one,) = look(acting, file(line)).sets
    assert (str(one.obstacle).split(": ", 1)[1], one.place) == (wanted, None)


def test_another_scale_file_than_the_visits_is_not_mixed_with_it(acting, begin):
    visit = begin()
    take_scale(acting, place_of(acting, visit), "0.9.0", "b" * 64, "A trial", NOW)
    (one,) = look(acting, file("A,,,,,iddt,T2,3"), visit_id=visit.id).sets
    assert "another file of the IDDT scale (version 0.9.0). Let its lead" in str(one.obstacle)


def test_what_is_handed_in_is_past(acting, begin):
    visit = begin()
    submit_ratings(acting, visit.id, "Ann", NOW)
    (one,) = look(acting, file("A,,,,,iddt,T2,3"), visit_id=visit.id).sets
    assert "it is now: handed in. Its lead can open it again, with a reason. [T12]" in str(
        one.obstacle
    )


def two_raters(acting, store, begin):
    ben = act(store, add_person(acting, "Ben", NOW).id)
    team = (
        Member("Ann", "lead", acting.person.id, rates=True),
        Member("Ben", "reviewer", ben.person.id, rates=True),
    )
    return ben, begin(team=team)


def test_nobody_is_shown_the_ratings_of_another(acting, store, begin):
    ben, visit = two_raters(acting, store, begin)
    save_answer(ben, Answer(place_of(acting, visit), "Ben", "T2", "rated", 5, note="Ben"), 0, NOW)
    incoming = file("A,,,,,iddt,T2,3,Ann", "A,,,,,iddt,T2,4,Ben")
    ann, other = look(acting, incoming, visit_id=visit.id).sets
    assert (ann.count("new"), other.items) == (1, ())
    assert str(other.obstacle).endswith(
        'the ratings of "Ben" are not yours to enter. '
        "Everybody rates alone: let them bring these in. [T11]"
    )
    stranger = act(store, add_person(acting, "Stranger", NOW).id)
    (unseen,) = look(stranger, file(f"A,,,,{visit.id},iddt,T2,3")).sets
    assert "there is no visit" in str(unseen.obstacle)


def test_a_set_that_cannot_be_taken_in_keeps_out_the_file_unless_it_is_left_out(
    acting, store, begin
):
    _ben, visit = two_raters(acting, store, begin)
    incoming = file("A,,,,,iddt,T2,3,Ann", "A,,,,,iddt,T2,4,Ben")
    seen = look(acting, incoming, visit_id=visit.id)
    before = rows(store)
    with pytest.raises(IncomingError, match=r"nothing was taken from this file(.|\n)*\[T11\]"):
        accept(acting, seen, Choice(), CATALOG, NOW)
    assert rows(store) == before
    assert accept(acting, seen, Choice(leaving_out=True), CATALOG, NOW).answers == 1


def test_the_person_says_whose_ratings_a_name_in_the_file_means(acting, begin):
    visit = begin()
    incoming = file("A,,,,,iddt,T2,3,A. Reviewer")
    assert look(acting, incoming, visit_id=visit.id).faults[0].code == "T10"
    seen = look(acting, incoming, visit_id=visit.id, raters={"A. Reviewer": "ann"})
    assert [one.place.rater for one in seen.sets if one.place] == ["Ann"]


def test_programs_and_visits_are_added_where_that_is_asked_for(acting, store, begin):
    begin("Harbor House")
    incoming = file(
        "A,Harbor House,2027-03-02,site_visit,,iddt,T2,3,Ann",
        "A,Harbor House,2027-03-02,site_visit,,iddt,T2,4,By mail",
        "B,New  Program,2026-03-02,,,iddt,T2,2",
        "C,new program,2026-03-02,,,goi,G1,2",
    )
    seen = look(acting, incoming, adding=True)
    assert (len(seen.new_visits), seen.new_programs) == (2, ("New Program",))
    taken = accept(acting, seen, Choice(), CATALOG, NOW)
    assert taken == Taken(programs=1, visits=2, answers=4, facts=0)
    assert [p.name for p in index_programs(acting)] == ["Harbor House", "New Program"]
    site, audit = index_visits(acting)[1:]
    assert [(m.name, m.role, m.person_id, m.rates) for m in site.team] == [
        ("Ann", "lead", acting.person.id, True),
        ("By mail", "reviewer", None, True),
    ]
    assert (site.visit.kind, audit.visit.kind) == ("site_visit", "self_audit")
    assert list(audit.assessments) == ["iddt", "goi"]
    assert [m.name for m in list_team(acting, audit.visit.id)] == ["Ann"]
    assert look(acting, incoming).counts == {"same": 4}
    assert verify(store) == ()


def test_only_who_belongs_to_a_program_begins_a_visit_to_it(acting, store, begin):
    ben, _visit = two_raters(acting, store, begin)
    (one,) = look(ben, file("A,Harbor House,2027-03-02,,,iddt,T2,3"), adding=True).sets
    assert 'only who belongs to "Harbor House" may begin a visit to it' in str(one.obstacle)


def test_what_looks_like_a_clients_data_is_told_with_its_place(acting, store, begin):
    visit = begin()
    incoming = file("A,,,,,iddt,T2,3,,,,Client's SSN is 219-09-9999")
    seen = look(acting, incoming, visit_id=visit.id)
    (told,) = seen.clients
    assert str(told).startswith('line 2, item "T2", note: ')
    assert told.code == "K40"
    before = rows(store)
    with pytest.raises(IncomingError, match="K40"):
        accept(acting, seen, Choice(), CATALOG, NOW)
    assert rows(store) == before
    assert accept(acting, seen, Choice(accept_identifiers=True), CATALOG, NOW).answers == 1


def test_what_a_reader_lets_through_is_checked_against_the_scale(acting, begin):
    visit = begin()
    scale = SCALES["iddt"]
    answers = {
        "T2": IncomingAnswer("cell B2", "rated", 7),
        "T3": IncomingAnswer("cell B3", "not_applicable", reason="Never"),
        "G1": IncomingAnswer("cell B4", "rated", 3),
        "T4": IncomingAnswer("cell B5", "rated", 3, note="x" * 20_001),
    }
    brought = IncomingSet("sheet 1", scale, answers=answers, choices={"delivery": "elsewhere"})
    incoming = Incoming("visit.xlsx", (brought,))
    seen = look(acting, incoming, visit_id=visit.id)
    assert [(f.place.partition(",")[0], f.code) for f in seen.faults] == [
        ("cell B2", "T13"),
        ("cell B3", "T13"),
        ("cell B5", "K02"),
        ("cell B4", "T13"),
        ("sheet 1", "T13"),
    ]
    assert seen.possible == ()


def test_an_empty_set_is_nothing_to_take_in(acting, store, begin):
    visit = begin()
    before = rows(store)
    seen = look(acting, file("A,,,,,iddt,T2,"), visit_id=visit.id)
    assert (seen.counts, seen.faults) == ({}, ())
    assert accept(acting, seen, Choice(), CATALOG, NOW) == Taken(0, 0, 0, 0)
    assert rows(store) == before


def test_a_name_too_long_to_be_kept_is_told_before(acting):
    incoming = file(f"A,{'x' * 201},2026-03-02,,,iddt,T2,3")
    (fault,) = look(acting, incoming, adding=True).faults
    assert (fault.code, fault.found) == ("K02", "program: 201 characters are more than 200.")


def test_progress_is_told_set_by_set(acting, begin):
    begin()
    told: list[tuple[int, int]] = []
    incoming = file("A,,,,1,iddt,T2,3", "B,,,,2,iddt,T2,3")
    seen = preview(acting, incoming, CATALOG, Direction(), lambda *at: told.append(at))
    assert told == [(1, 2), (2, 2)]
    assert replace(seen, sets=()).counts == {}
    assert index_visits(acting)[0].visit.date == DAY
