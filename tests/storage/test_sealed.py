"""The canonical form that hashes are over, and words taken out of it without changing it."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.sealed import canonical, committed, digest, has_words, is_purged, new_salt, purged

OWN = frozenset({"note", "reason", "findings"})
SALT = "00112233445566778899aabbccddeeff"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, "null"),
        (True, "true"),
        (3, "3"),
        ("", '""'),
        ("naïve “text” 😀", '"naïve “text” 😀"'),
        ('a "b" \\ /', '"a \\"b\\" \\\\ /"'),
        ("a\nb\t\x1b\u2028", '"a\\nb\\t\\u001b\u2028"'),
        ([1, [2, None]], "[1,[2,null]]"),
        ({"b": 1, "a": {"d": 2, "c": 3}}, '{"a":{"c":3,"d":2},"b":1}'),
        ({"é": 1, "z": 2, "Z": 3}, '{"Z":3,"z":2,"é":1}'),
        ({}, "{}"),
    ],
)
def test_the_canonical_form_is_written_like_this_and_never_otherwise(value, written):
    assert canonical(value) == written
    assert canonical(json.loads(written)) == written


def test_digests_are_sha_256_of_the_canonical_form_in_utf_8():
    assert digest(None) == "74234e98afe7498fb5daf1f36ac2d78acc339464f950703b8c019892f982b90b"
    assert (
        digest({"b": [1, None], "a": "ä"}) == sha256(b'{"a":"\xc3\xa4","b":[1,null]}').hexdigest()
    )


RECORD = {"item": "T1", "level": 3, "note": "Half of the charts", "reason": "", "findings": []}


def test_words_are_committed_by_salt_column_and_words():
    words = sha256(f'["{SALT}","note","Half of the charts"]'.encode()).hexdigest()
    assert committed(RECORD, OWN, SALT) == {**RECORD, "note": words}
    assert purged(RECORD, OWN, SALT) == {**RECORD, "note": {"purged": words}}


def test_a_record_without_words_stays_as_it_is():
    blank = {"item": "T1", "note": "", "reason": "", "findings": []}
    assert not has_words(blank, OWN)
    assert committed(blank, OWN, "") == blank
    assert purged(blank, OWN, "") == blank


def test_where_there_is_no_record_there_is_none():
    assert committed(None, OWN, SALT) is None
    assert purged(None, OWN, SALT) is None
    assert not has_words(None, OWN)


def test_a_list_of_findings_counts_as_words():
    record = {"findings": [["iddt", "T7", "yes"]]}
    assert has_words(record, OWN)
    assert is_purged(purged(record, OWN, SALT)["findings"])


def test_the_same_words_have_another_digest_in_another_column_and_with_another_salt():
    one = committed({"note": "same", "reason": "same"}, OWN, SALT)
    other = committed({"note": "same", "reason": "same"}, OWN, "ff" * 16)
    assert len({one["note"], one["reason"], other["note"], other["reason"]}) == 4


def test_salts_are_128_random_bits():
    salts = {new_salt() for _ in range(100)}
    assert len(salts) == 100
    assert {len(bytes.fromhex(salt)) for salt in salts} == {16}


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
plain = st.none() | st.booleans() | st.integers() | texts
nested = st.recursive(plain, lambda inner: st.lists(inner, max_size=3), max_leaves=5)
records: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {"item": texts, "level": st.none() | st.integers(0, 5), "sources": nested},
    optional={"note": texts, "reason": texts, "findings": st.lists(st.lists(texts), max_size=3)},
)
salts = st.binary(min_size=16, max_size=16).map(bytes.hex)


@settings(deadline=None, max_examples=50)
@given(record=records, salt=salts)
def test_taking_words_out_changes_no_hash_and_leaves_no_word(record, salt):
    clean = purged(record, OWN, salt)
    assert committed(clean, OWN, salt) == committed(record, OWN, salt)
    assert committed(clean, OWN, "") == committed(record, OWN, salt)  # the salt is gone as well
    assert not has_words(clean, OWN)
    assert clean.keys() == record.keys()
    assert {n: v for n, v in clean.items() if n not in OWN} == {
        n: v for n, v in record.items() if n not in OWN
    }
    for name in OWN & record.keys():
        assert is_purged(clean[name]) == bool(record[name])


@settings(deadline=None, max_examples=50)
@given(record=records, salt=salts)
def test_taking_words_out_twice_is_taking_them_out_once(record, salt):
    clean = purged(record, OWN, salt)
    assert purged(clean, OWN, "") == clean


@settings(deadline=None, max_examples=50)
@given(record=records, salt=salts)
def test_a_purged_record_is_read_back_as_it_was_written(record, salt):
    clean = purged(record, OWN, salt)
    assert json.loads(canonical(clean)) == clean
    assert canonical(json.loads(canonical(clean))) == canonical(clean)


@settings(deadline=None, max_examples=50)
@given(record=records, other=records, salt=salts)
def test_different_words_are_never_committed_alike(record, other, salt):
    same = committed(record, OWN, salt) == committed(other, OWN, salt)
    assert same == (record == other)


@settings(deadline=None, max_examples=50)
@given(value=nested, order=st.randoms(use_true_random=False))
def test_the_order_of_the_keys_does_not_matter(value, order):
    pairs = [("a", value), ("B", 1), ("é", None), ("b", [value])]
    shuffled = order.sample(pairs, len(pairs))
    assert canonical(dict(pairs)) == canonical(dict(shuffled))
