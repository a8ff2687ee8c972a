"""How long it takes to take many programs out of one database and bring them into another.

Run: python -m benchmarks.bundle_of_programs --programs 300
"""

from __future__ import annotations

import argparse
import datetime as dt
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from io import BytesIO
from pathlib import Path

from storage.acting import Acting, Operator
from storage.answers import Answer, save_answer
from storage.bundle import open_bundle
from storage.bundle_compare import preview_bundle
from storage.bundle_export import export_bundle
from storage.bundle_writing import import_bundle
from storage.filling import fill_set
from storage.location import default_url
from storage.people import act, add_first_person, add_person
from storage.plans import PlanAction, add_action
from storage.programs import add_program
from storage.signing import sign
from storage.store import Store, upgrade
from storage.team import CONSENSUS, Member, alone
from storage.verifying import verify
from storage.visit_states import send_to_program, settle, start_consensus, submit_ratings
from storage.visits import add_visit, get_assessments

NOW = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC)
DAY = dt.date(2026, 3, 2)
ITEMS = {"iddt": [f"T{n}" for n in range(1, 15)], "goi": [f"G{n}" for n in range(1, 13)]}
SCALES = [(scale, "1.0.0", "a" * 64, 4) for scale in ITEMS]
NOTE = "Eight of ten charts had it; the team lead told of two more. " * 3


def main() -> None:
    """Time each step and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programs", type=int, default=300)
    programs = parser.parse_args().programs
    with tempfile.TemporaryDirectory() as folder, closing(_new(folder, "one")) as one:
        with _timed("made"):
            make_programs(one, programs)
        with closing(_new(folder, "two")) as two:
            carry(one, two)


def carry(one: Store, two: Store) -> None:
    """Take all out of one database and bring it into another, empty one."""
    raw = BytesIO()
    with _timed("exported"):
        made = export_bundle(Operator(one), raw)
    size = len(raw.getvalue())
    print(f"{made.rows:,} rows, {made.tables['audit_event'].rows:,} events, {size:,} bytes")
    with _timed("opened and checked"):
        opened = open_bundle(raw, "bundle")
        bundle = opened.__enter__()
    with _timed("compared"):
        preview = preview_bundle(Operator(two), bundle)
    with _timed("brought in"):
        import_bundle(Operator(two), bundle, preview, NOW)
    opened.__exit__(None, None, None)
    again = BytesIO()
    export_bundle(Operator(two), again)
    assert again.getvalue() == raw.getvalue()
    with _timed("verified"):
        assert verify(two) == ()


def make_programs(store: Store, programs: int) -> None:
    """Fill a database with programs, each with a self-audit and a signed site visit."""
    lead = act(store, add_first_person(store, "Lead", NOW).id)
    ann, ben = (act(store, add_person(lead, name, NOW).id) for name in ("Ann", "Ben"))
    for number in range(1, programs + 1):
        name = f"Invented program {number}"
        program = add_program(lead, name=name, agency="Invented", invented=True, now=NOW).id
        add_audit(lead, program)
        add_site_visit(lead, ann, ben, program)


def add_audit(lead: Acting, program: int) -> None:
    """One person rates the program."""
    visit = add_visit(
        lead, program, DAY, "self_audit", alone("Lead", lead.person.id), SCALES, NOW
    ).id
    for assessment in get_assessments(lead, visit):
        fill_set(lead, assessment.id, "Lead", _answers(assessment.scale_id, 3), [], NOW)
    submit_ratings(lead, visit, "Lead", NOW)


def add_site_visit(lead: Acting, ann: Acting, ben: Acting, program: int) -> None:
    """Two rate it, settle what differs, and plan three actions."""
    team = (
        Member("Lead", "lead", lead.person.id),
        *(Member(who.person.name, "reviewer", who.person.id, rates=True) for who in (ann, ben)),
    )
    visit = add_visit(lead, program, DAY, "site_visit", team, SCALES, NOW).id
    places = {found.scale_id: found.id for found in get_assessments(lead, visit)}
    for who, level in ((ann, 4), (ben, 3)):
        for scale, place in places.items():
            fill_set(who, place, who.person.name, _answers(scale, level), [], NOW)
        submit_ratings(who, visit, who.person.name, NOW)
    start_consensus(lead, visit, NOW)
    for scale, place in places.items():
        settled = Answer(place, CONSENSUS, ITEMS[scale][0], "rated", 3, because="Most charts")
        save_answer(ann, settled, 0, NOW)
    settle(lead, visit, NOW)
    for scale in ITEMS:
        for item in ITEMS[scale][:2]:
            add_action(lead, PlanAction(visit, f"Train for {item}", items=((scale, item),)), NOW)
    send_to_program(lead, visit, NOW)
    sign(lead, visit, NOW)


def _answers(scale: str, level: int) -> list[Answer]:
    """All alike but for the first item."""
    first, *others = ITEMS[scale]
    said = [Answer(0, "", first, "rated", level, note=NOTE, sources=("Charts",), grade="A")]
    return said + [
        Answer(0, "", item, "rated", 4, note=NOTE, sources=("Charts",), grade="A")
        for item in others
    ]


def _new(folder: str, name: str) -> Store:
    store = Store.open(default_url(Path(folder) / name))
    upgrade(store)
    return store


@contextmanager
def _timed(what: str) -> Iterator[None]:
    begun = time.perf_counter()
    yield
    print(f"{what}: {time.perf_counter() - begun:.1f} s")


if __name__ == "__main__":
    main()
