"""Thousands of altered bundles: each is refused with a place and changes nothing, or is sound.

FIDELITY_TEST_LONG=1 tries 5,000 of them.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
from collections.abc import Iterator
from contextlib import closing, suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from storage.acting import Operator
from storage.bundle import BundleFault, open_bundle
from storage.bundle_compare import preview_bundle
from storage.bundle_export import check_made
from storage.bundle_writing import import_bundle
from storage.people import act, add_first_person
from storage.programs import add_program
from storage.store import Store
from storage.verifying import verify
from tests.storage.bundles import LATER, members_of, note, taken_out, zipped
from tests.storage.forged import Forgery
from tests.storage.site_visit import NOW
from tests.storage.tampered import Copy, copied
from tests.storage.test_bundle_faults import small_bundle

LONG = os.environ.get("FIDELITY_TEST_LONG") == "1"
TRIES = 5_000 if LONG else 80
ODD: tuple[Any, ...] = (
    *(None, True, False, -1, 0, 1, 2, 11, 2**31 - 1, 2**31, 2**70, 1.5, "", " ", "x" * 30_000),
    *("\x00", "\ud800", "=1+1", "../x", "final", "draft", "consensus", "{}", "[]", "null"),
    *("2026-13-40", "2026-03-02", "0001-01-01T00:00:00.000000+14:00", "9999-12-31"),
    *("2026-03-02T09:30:00.000000+00:00", "f" * 64, "program 1", "visit 99"),
    *([], {}, [[]], [["a", "b"]], ["a"], {"purged": "f" * 64}, {"purged": 1}, {"id": 1}),
    *("[" * 5_000, '[["iddt","T1"]]', '[["iddt","T1","yes"]]', 'not "JSON'),
)
"""What no column, or the wrong one, holds."""
NAMES = ("../x", "/etc/x", "tables/x.jsonl", "C:\\x", "tables/")
NOT_JSON = (TypeError, ValueError, LookupError, AttributeError, RecursionError)
COLUMNS = ("at", "person_id", "person", "why", "record", "key")


@pytest.fixture
def target(other: Store) -> Iterator[Copy]:
    """A database in memory that holds something already."""
    kim = act(other, add_first_person(other, "Kim", NOW).id)
    add_program(kim, name="Ours", now=NOW)
    with copied(other) as copy:
        yield copy


def digest(copy: Copy) -> str:
    return hashlib.sha256("\n".join(copy.raw.iterdump()).encode()).hexdigest()


@pytest.mark.parametrize("kind", ["bytes", "members", "values", "forged"])
def test_an_altered_bundle_is_refused_with_a_place_or_sound(
    kind: str, target: Copy, other: Store, migrated: Path, tmp_path: Path
):
    whole = small_bundle(migrated, tmp_path)
    alter = {"bytes": bytes_of, "members": members, "values": values, "forged": forged}[kind]
    before = digest(target)
    refused = 0
    for seed in range(TRIES // 4):
        altered = alter(random.Random(f"{kind} {seed}"), whole)
        try:
            taken = brought(target, altered)
        except BundleFault as fault:
            refused += 1
            assert fault.problems, seed
            assert all(p.place and p.what and p.code for p in fault.problems), seed
        else:
            assert verify(target.store) == (), seed
            if taken:
                again = BytesIO(taken_out(target.store, taken))
                check_made(again, "again")
                put_back(target, other)
        assert digest(target) == before, seed
    assert refused > TRIES // 4 * (0.3 if kind == "forged" else 0.5)


def put_back(target: Copy, other: Store) -> None:
    """Make the target what it was."""
    with closing(other.engine.raw_connection()) as source:
        source.driver_connection.backup(target.raw)  # type: ignore[union-attr]


def brought(target: Copy, file: bytes) -> list[int]:
    """Bring a file in; return the programs that came."""
    who = Operator(target.store)
    with open_bundle(BytesIO(file), "altered.fidelity.zip") as bundle:
        preview = preview_bundle(who, bundle)
        import_bundle(who, bundle, preview, LATER)
        return [program.id for program in preview.brought]


def bytes_of(chance: random.Random, whole: bytes) -> bytes:
    """Flip, cut, repeat or remove some bytes."""
    found = bytearray(whole)
    how = chance.randrange(4)
    if how == 0:
        for _ in range(chance.randint(1, 5)):
            found[chance.randrange(len(found))] ^= 1 << chance.randrange(8)
        return bytes(found)
    start, end = sorted(chance.sample(range(len(found)), 2))
    if how == 1:
        return bytes(found[:end])
    if how == 2:
        return bytes(found[:end] + found[start:])
    return bytes(found[:start] + found[end:])


def members(chance: random.Random, whole: bytes) -> bytes:
    """Swap, drop, rename, empty or cut members, and note it or not."""
    found = members_of(whole)
    one, other = chance.sample(sorted(found), 2)
    how = chance.randrange(6)
    if how == 0:
        found[one], found[other] = found[other], found[one]
    elif how == 1:
        del found[one]
    elif how == 2:
        found[chance.choice(["../x", "/etc/x", "tables/x.jsonl", "C:\\x", "tables/"])] = found.pop(
            one
        )
    elif how == 3:
        found[one] = b""
    elif how == 4:
        found[one] = found[one][: chance.randrange(len(found[one]) + 1)]
    else:
        lines = found[one].splitlines(keepends=True)
        chance.shuffle(lines)
        found[one] = b"".join(lines + lines[:1])
    if chance.random() < 0.7 and "meta.json" in found:
        with suppress(*NOT_JSON):
            note(found)
    return zipped(found)


def values(chance: random.Random, whole: bytes) -> bytes:
    """Put odd values into rows, with checksums that agree."""
    found = Forgery.of(whole)
    for _ in range(chance.randint(1, 3)):
        rows = chance.choice([rows for rows in found.rows.values() if rows])
        row = chance.choice(rows)
        how = chance.randrange(5)
        if how == 0:
            rows.remove(row)
        elif how == 1:
            rows.append(dict(row))
        elif row:
            name = chance.choice(sorted(row))
            if how == 2:
                del row[name]
            else:
                row[name] = odd(chance)
    return found.file()


def forged(chance: random.Random, whole: bytes) -> bytes:
    """Put odd values into records, and make the audit trail and every hash of it agree."""
    found = Forgery.of(whole)
    for _ in range(chance.randint(1, 2)):
        event = chance.choice([e for e in found.rows["audit_event"] if e["book"].endswith("2")])
        try:
            _forge(chance, found, event)
        except NOT_JSON:
            continue  # no hash can be worked out over this
    return found.file()


def _forge(chance: random.Random, found: Forgery, event: dict[str, Any]) -> None:
    kept = json.dumps(event)
    state = json.loads(event["new"])
    where = chance.randrange(4)
    try:
        if where == 0:
            event[chance.choice(["at", "person_id", "person", "why", "record", "key"])] = odd(
                chance
            )
        elif where == 1:
            state[chance.choice([*state, "more"])] = odd(chance)
            event["new"] = event["old"] = json.dumps(state, sort_keys=True, separators=(",", ":"))
        else:
            place = next(
                number
                for number, row in enumerate(found.rows[event["record"]])
                if all(row[name] == value for name, value in json.loads(event["key"]).items())
            )
            name = chance.choice([column for column in state if column != "id"])
            found.change(event["record"], place, **{name: odd(chance)})
            return
        found.rehash(event["book"])
    except NOT_JSON:
        event |= json.loads(kept)
        raise


def odd(chance: random.Random) -> Any:
    return chance.choice(ODD)
