"""Whatever is done to a FHIR file, it is read whole or refused with faults that have a place."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable
from typing import Any

from exchange.fhir.bundle import as_file, write_bundle
from exchange.fhir.questionnaire import write_questionnaire
from exchange.fhir.reading import is_fhir, read_fhir
from exchange.incoming import IncomingError
from tests.exchange.fhir_sets import GOI, SCALES, STAMP, small_set, without_places, written

TRIES = 6_000 if os.environ.get("FIDELITY_TEST_LONG") == "1" else 250
ODD: list[Any] = [
    *(None, True, False, 0, -1, 3.5, 10**30, "", " ", "NA", "7", "=1+1", "\x00", "\ud800"),
    *([], {}, [[]], {"resourceType": "QuestionnaireResponse"}, [None], "Patient/1"),
]
WHOLE_FILE = ("H01", "H02", "H03", "H04")
"""Codes of faults that may be about the file as a whole."""


def test_nothing_that_is_done_to_a_file_ends_in_anything_but_a_set_or_faults_with_a_place():
    chance = random.Random(20260414)
    small = small_set()
    sources = [as_file(written(small)), bundle()]
    read = refused = 0
    for number in range(TRIES):
        content = chance.choice(CHANGES)(chance, chance.choice(sources))
        is_fhir(content)
        try:
            incoming = read_fhir(content, "visit.json", SCALES)
        except IncomingError as error:
            refused += 1
            assert error.faults, number
            for fault in error.faults:
                assert fault.place or fault.code in WHOLE_FILE, (number, str(fault))
                assert fault.found and fault.code[0] == "H", (number, str(fault))
                assert str(fault).isprintable(), (number, str(fault))
        else:
            read += 1
            # What is read can be written again, and is then the same.
            for each in incoming.sets:
                again = read_fhir(as_file(written(each)), "again.json", SCALES).sets
                assert [without_places(s) for s in again] == [without_places(each)], number
    assert min(read, refused) > TRIES / 20


def bundle() -> bytes:
    return as_file(write_bundle([write_questionnaire(GOI, STAMP), written(small_set())]))


def bytes_changed(chance: random.Random, content: bytes) -> bytes:
    """Some bytes are others, are gone, or stand there twice."""
    made = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(len(made))
        match chance.randrange(3):
            case 0:
                made[place] = chance.randrange(256)
            case 1:
                del made[place : place + chance.randint(1, 40)]
            case _:
                made[place:place] = made[place : place + chance.randint(1, 200)]
    return bytes(made)


def cut_off(chance: random.Random, content: bytes) -> bytes:
    """Half a file."""
    return content[: chance.randrange(len(content))]


def encoded_otherwise(chance: random.Random, content: bytes) -> bytes:
    """Another encoding."""
    return content.decode().encode(chance.choice(["utf-16", "utf-32", "utf-8-sig", "utf-7"]))


def values_changed(chance: random.Random, content: bytes) -> bytes:
    """Some values of the tree are others, are gone, or stand elsewhere."""
    tree = json.loads(content)
    for _ in range(chance.randint(1, 3)):
        change_one(chance, tree)
    return json.dumps(tree).encode("utf-8", "surrogatepass")


def change_one(chance: random.Random, tree: Any) -> None:
    parents = [node for node in nodes(tree) if node]
    parent = chance.choice(parents)
    keys = list(parent) if isinstance(parent, dict) else list(range(len(parent)))
    key = chance.choice(keys)
    match chance.randrange(4):
        case 0:
            parent[key] = chance.choice(ODD)
        case 1:
            del parent[key]
        case 2 if isinstance(parent, list):
            parent.append(parent[key])
        case 2:
            parent[str(key) + chance.choice("xX_ ")] = parent.pop(key)
        case _:
            # Through text, so that nothing holds itself.
            parent[key] = json.loads(json.dumps(chance.choice(parents)))


def nodes(value: Any) -> list[Any]:
    """All lists and objects of a tree."""
    if not isinstance(value, dict | list):
        return []
    below = value.values() if isinstance(value, dict) else value
    return [value, *(node for each in below for node in nodes(each))]


def in_lines(chance: random.Random, content: bytes) -> bytes:
    """One in each line, some of them broken."""
    one = json.dumps(json.loads(content)).encode()
    lines = [chance.choice([one, one, one[:-9], b"", b"[]", b"17"]) for _ in range(3)]
    return b"\n".join(lines)


Change = Callable[[random.Random, bytes], bytes]
CHANGES: list[Change] = [
    bytes_changed,
    cut_off,
    encoded_otherwise,
    values_changed,
    values_changed,
    values_changed,
    in_lines,
]
