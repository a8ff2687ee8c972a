"""Files that are no sound bundle: each fault is told with its place, and nothing is brought in."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest

from storage import row_reader
from storage.bundle import BundleFault, open_bundle_file
from storage.bundle_check import check_signed_contents
from storage.bundle_export import check_made
from storage.people import act, add_first_person
from storage.programs import add_program
from storage.sealed import canonical
from storage.store import Store
from storage.team import alone
from storage.visits import add_visit
from tests.storage.bundles import Members, brought_in, rewritten, taken_out
from tests.storage.calls import rows
from tests.storage.forged import Forgery, Row
from tests.storage.full_visit import sign_small_visit
from tests.storage.site_visit import DAY, NOW, SCALE

ANSWERS = "tables/answer.jsonl"
AGAIN = "Make the file again where the data is."
Change = Callable[[Forgery], object]


@pytest.fixture(scope="module")
def made(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A bundle of a program with a signed visit, and of one with a visit being rated."""
    return small_bundle(migrated, tmp_path_factory.mktemp("source"))


def small_bundle(migrated: Path, folder: Path) -> bytes:
    """Make a bundle of a signed visit (1) and one being rated (2) of programs 1 and 2."""
    file = folder / "source.sqlite"
    file.write_bytes(migrated.read_bytes())
    with closing(Store.open(f"sqlite:///{file}")) as store:
        rae = sign_small_visit(store).lead
        program = add_program(rae, name="Q", now=NOW).id
        add_visit(rae, program, DAY, "self_audit", alone("R", 1), [SCALE], NOW, note="n")
        return taken_out(store)


@pytest.fixture
def target(other: Store) -> Store:
    """A database that holds something already."""
    kim = act(other, add_first_person(other, "Kim", NOW).id)
    add_program(kim, name="Ours", now=NOW)
    return other


def refusal(store: Store, file: bytes) -> str:
    """Try to bring a file in; return what is said, without the headline."""
    before = rows(store)
    with pytest.raises(BundleFault) as raised:
        brought_in(store, file)
    assert rows(store) == before
    headline, *faults = str(raised.value).split("\n")
    assert headline == "programs.fidelity.zip: nothing was brought in."
    assert faults
    return "\n".join(fault.removeprefix("  - ") for fault in faults)


def test_a_bundle_that_nobody_touched_is_brought_in(made, target):
    assert len(brought_in(target, made).brought) == 2


def test_a_forged_bundle_that_the_toolkit_could_have_made_is_brought_in(made, target):
    forged = Forgery.of(made)
    forged.change("program", 1, region="North")
    assert len(brought_in(target, forged.file()).brought) == 2


def test_a_file_that_is_something_else_is_told(target, tmp_path):
    assert refusal(target, b"My notes") == (
        "programs.fidelity.zip: it does not begin like a bundle. "
        "Name a file that `fidelity export` made. [K41]"
    )
    with (
        pytest.raises(BundleFault, match=r"cannot be read \(No such file or directory\).*\[K41\]"),
        open_bundle_file(tmp_path / "none.fidelity.zip"),
    ):
        pass


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            lambda m: m.update({"meta.json": m["meta.json"].replace(b"ity bundle", b"ity backup")}),
            "meta.json: it cannot be understood (the format is 'program-fidelity backup')",
        ),
        (lambda m: m.pop("tables/answer.jsonl"), "its parts are not those listed (tables/answer"),
        (lambda m: m.update({"../../evil": b""}), "its parts are not those listed (../../evil)"),
        (
            lambda m: m.update(
                {"tables/answer.jsonl": m["tables/answer.jsonl"].replace(b"rated", b"raked")}
            ),
            "tables/answer.jsonl: its checksum is not the one that was noted",
        ),
        (
            lambda m: m.update({"meta.json": m["meta.json"].replace(b'"0006"', b'"9999"')}),
            "its tables are of revision '9999', which this version does not know. "
            "Install the version that made it, or a newer one. [K43]",
        ),
        (
            lambda m: m.update({"meta.json": m["meta.json"].replace(b'"0006"', b'"0002"')}),
            "meta.json: its tables are not those of its revision (action_check",
        ),
    ],
)
def test_what_does_not_agree_with_its_list_of_contents_is_told(made, target, change, said):
    assert said in refusal(target, rewritten(made, change, noted=False))


def test_tables_from_before_the_audit_trail_are_told(made, target):
    def older(members: Members) -> None:
        meta = json.loads(members["meta.json"])
        del meta["tables"]["audit_event"], members["tables/audit_event.jsonl"]
        members["meta.json"] = json.dumps(meta).encode()

    said = refusal(target, rewritten(made, older, noted=False))
    assert said == (
        "meta.json: its tables are from before there was an audit trail, which a bundle needs. "
        f"{AGAIN} [K43]"
    )


def test_a_hundred_megabytes_of_zeros_are_not_taken_in(made, target):
    def zeros(members: Members) -> None:
        members["tables/answer.jsonl"] = bytes(100_000_000)

    said = refusal(target, rewritten(made, zeros))
    assert said.startswith("tables/answer.jsonl, line 1: it is longer than 64,000,000 bytes")


def test_a_file_that_unpacks_to_too_much_is_not_unpacked(made, target, monkeypatch):
    monkeypatch.setattr(row_reader, "LONGEST_ROW", 1_000)
    long = {"tables/audit_book.jsonl": b"x" * 9000}
    said = refusal(target, rewritten(made, lambda m: m.update(long)))
    assert said.startswith("tables/audit_book.jsonl, line 1: it is longer than 1,000 bytes")


def test_half_a_file_is_told(made, target):
    for size in (5, len(made) // 2, len(made) - 1):
        assert "its end is missing or damaged" in refusal(target, made[:size])


def test_a_name_that_stands_twice_is_told(made, target):
    raw = BytesIO(made)
    with zipfile.ZipFile(raw, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("tables/answer.jsonl", b"")
    assert "a name stands twice" in refusal(target, raw.getvalue())


def test_an_encrypted_file_is_told(made, target):
    marked = bytearray(made)
    place = marked.rindex(b"PK\x01\x02", 0, marked.rindex(b"meta.json"))
    marked[place + 8] |= 1
    local = marked.index(b"PK\x03\x04", marked.index(b"tables/"))
    assert local
    assert "is encrypted, password required" in refusal(target, bytes(marked))


def test_a_row_that_was_changed_is_told_beside_its_audit_trail(made, target):
    forged = Forgery.of(made)
    forged.rows["program"][1]["region"] = "South"
    assert refusal(target, forged.file()) == (
        f'program {{"id":2}}: region not as the audit trail says. {AGAIN} [K72]'
    )


def test_a_row_that_refers_to_none_is_told(made, target):
    forged = Forgery.of(made)
    forged.rows["person"].clear()
    assert "names a person that is not in this file" in refusal(target, forged.file())


def test_a_changed_signed_visit_is_told_though_every_hash_of_its_book_is_new(made, target):
    forged = Forgery.of(made)
    forged.change("answer", 0, level=5)
    said = refusal(target, forged.file())
    assert "signature of visit 1, edition 1: the audit trail is not the one that was signed" in said
    assert "visit 1: answer: what is stored is not what was signed" in said


OF_VISIT_2 = "visit 2, event 1"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda f: f.change("visit", 1, status="nearly"), f"{OF_VISIT_2}, status: 'nearly' is not"),
        (lambda f: f.change("visit", 1, kind="party"), f"{OF_VISIT_2}, kind: 'party' is not a"),
        (
            lambda f: f.change("visit", 1, note="x" * 20_001),
            f"{OF_VISIT_2}, note: 20,001 characters are more than 20,000. {AGAIN} [K71]",
        ),
        (
            lambda f: f.change("visit", 1, edition=0),
            f"{OF_VISIT_2}, edition: 0 is not a whole number from 1",
        ),
        (lambda f: f.change("program", 1, name=" "), "program 2, event 1, name: it is empty"),
        (
            lambda f: f.change("program", 1, populations=[["a"]]),
            "program 2, event 1, populations: \"(('a',),)\" are not texts",
        ),
        (
            lambda f: f.change("assessment", 1, scale_stamp="f"),
            "visit 2, event 3, scale 1, stamp: 'f' is not a SHA-256 in hexadecimal",
        ),
        (
            lambda f: f.change("team_member", 1, role="king"),
            "visit 2, event 2, role: 'king' is not a choice",
        ),
        (lambda f: f.change("team_member", 1, rates=False), "visit 2, team: nobody rates"),
        (
            lambda f: (f.events("visit 2")[0].update(at="today"), f.rehash("visit 2")),
            f"{OF_VISIT_2}, at: 'today' is not a moment in UTC",
        ),
        (
            lambda f: (f.events("visit 2")[0].update(person="x" * 201), f.rehash("visit 2")),
            f"{OF_VISIT_2}, person: 201 characters are more than 200",
        ),
        (
            lambda f: (f.events("visit 2")[0].update(person_id=9), f.rehash("visit 2")),
            f"visit 2: it names person 9, who is not in this file. {AGAIN} [K73]",
        ),
        (
            lambda f: f.rows["person"].append(f.rows["person"][0] | {"id": 9}),
            "person 9: no program in this file has to do with them",
        ),
        (
            lambda f: f.rows["person"][0].update(name=""),
            "person 1, name: it is empty",
        ),
    ],
)
def test_what_the_toolkit_would_not_have_kept_is_told(made, target, change: Change, said: str):
    forged = Forgery.of(made)
    change(forged)
    assert said in refusal(target, forged.file())


def other_visit(forged: Forgery) -> None:
    """Tell in the book of one visit of the answer at another one."""
    new = json.loads(next(e for e in forged.events("visit 1") if e["record"] == "answer")["new"])
    forged.add_event("visit 2", "answer", new, new)


def other_member(forged: Forgery) -> None:
    member = json.loads(forged.events("visit 1")[1]["new"])
    forged.add_event("visit 2", "team_member", member | {"visit_id": 2}, submitted(forged))


def test_what_a_void_signature_is_over_is_checked_too(made, target):
    forged = Forgery.of(made)
    signature = forged.rows["signature"][0]
    content = json.loads(signature["content"])
    content["records"]["answer"][0] |= {"state": "nearly", "level": None}
    problems = [*check_signed_contents({7: canonical(content)})]
    assert [str(problem) for problem in problems] == [
        f"signature 7, answer, state: 'nearly' is not a choice. {AGAIN} [K71]"
    ]
    del content["records"]["answer"][0]["state"]
    problems = [*check_signed_contents({7: canonical(content)})]
    assert "what was signed is no record (its columns are not those" in str(problems[0])


def twice(forged: Forgery) -> None:
    """Tell of a member of one visit in the book of another, as if they were of that one."""
    member = json.loads(forged.events("visit 2")[1]["new"]) | {"visit_id": 1}
    forged.add_event("visit 1", "team_member", member, member)
    forged.rehash("visit 1")
    forged.add_event("visit 2", "team_member", member | {"visit_id": 2}, member | {"visit_id": 2})


def submitted(forged: Forgery) -> Row:
    """The last state of the first member."""
    told = [e for e in forged.events("visit 1") if e["record"] == "team_member"]
    return json.loads(told[-1]["new"])


def program(forged: Forgery) -> Row:
    return json.loads(forged.events("program 2")[0]["new"])


def strange_book(forged: Forgery) -> None:
    person = dict(forged.rows["person"][0])
    event = forged.events("program 1")[0] | {"book": "people", "record": "person"}
    event |= {"new": json.dumps(person, sort_keys=True, separators=(",", ":")), "key": '{"id":1}'}
    forged.rows["audit_event"].insert(0, event)
    forged.rows["audit_book"].insert(0, {"book": "people", "events": 1, "hash": ""})
    forged.rehash("people")


def lost_program(forged: Forgery) -> None:
    """Leave out a program of which a deleted visit is told."""
    visit = json.loads(forged.events("visit 2")[0]["new"]) | {"id": 7, "program_id": 5, "note": ""}
    base = forged.events("visit 2")[0] | {"book": "visit 7", "key": '{"id":7}', "salt": ""}
    new = json.dumps(visit, sort_keys=True, separators=(",", ":"))
    forged.rows["audit_event"].append(base | {"new": new})
    forged.rows["audit_event"].append(base | {"number": 2, "old": new, "new": "null"})
    forged.rows["audit_book"].append({"book": "visit 7", "events": 2, "hash": ""})
    forged.rehash("visit 7")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (other_visit, "assessment_id 1 is not of this visit"),
        (twice, "team_member 2 stands in another book too"),
        (other_member, "visit 2, event 4: it is about visit 1"),
        (strange_book, "a bundle holds no book 'people' with a 'person'"),
        (lost_program, "book 'visit 7': nothing in this file goes with it"),
        (
            lambda f: f.add_event("program 2", "program", {"id": 2}, program(f)),
            "program 2, event 3: its columns are not those of a program",
        ),
        (
            lambda f: f.add_event("visit 2", "program", program(f), program(f)),
            "visit 2, event 4: a program does not belong to a visit",
        ),
    ],
)
def test_a_book_tells_of_its_own_records_alone(made, target, change: Change, said: str):
    forged = Forgery.of(made)
    change(forged)
    assert said in refusal(target, forged.file())


def test_many_faults_are_told_up_to_twenty(made, target):
    forged = Forgery.of(made)
    for number in range(30):
        forged.rows["person"].append(forged.rows["person"][0] | {"id": 100 + number})
    told = refusal(target, forged.file()).split("\n")
    assert len(told) == 21
    assert told[-1] == "all of it: there is more than these 20. [K72]"


def test_an_export_of_what_was_changed_by_hand_is_not_made(made):
    forged = Forgery.of(made)
    forged.rows["program"][1]["region"] = "South"
    with pytest.raises(BundleFault) as raised:
        check_made(BytesIO(forged.file()), "out.fidelity.zip")
    assert str(raised.value).startswith("out.fidelity.zip: no bundle was made.\n  - program")
