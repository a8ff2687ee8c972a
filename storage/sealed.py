"""Text that a hash is over: one way to write it, and a way to take words out without breaking it.

A hash is never over the words somebody wrote but over their salted digests. When a purge takes the
words away, their digests stay in their place, and every hash is still what it was. The salt goes
with the words, so that nobody can find a short note again by trying.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection, Mapping
from hashlib import sha256
from typing import Any

_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))
PURGED = "purged"
"""`{"purged": digest}` stands where words were taken away."""


def canonical(value: object) -> str:
    """Write JSON in the one way that is hashed: keys in order, no spaces, all letters as they are.

    Example:
        >>> canonical({"b": [1, None], "a": "ä"})
        '{"a":"ä","b":[1,null]}'
    """
    return _ENCODER.encode(value)


def digest(value: object) -> str:
    """SHA-256 of the canonical form, in hex."""
    return sha256(canonical(value).encode("utf-8")).hexdigest()


def new_salt() -> str:
    """128 random bits in hex."""
    return secrets.token_hex(16)


def has_words(record: Mapping[str, Any] | None, own: Collection[str]) -> bool:
    """Whether any of the columns `own` holds words that are still there."""
    return any(_is_written(value) for name, value in (record or {}).items() if name in own)


def has_purged(record: Mapping[str, Any] | None, own: Collection[str]) -> bool:
    """Whether any of the columns `own` holds the digest of words that were taken away."""
    return any(is_purged(value) for name, value in (record or {}).items() if name in own)


def committed(record: Mapping[str, Any] | None, own: Collection[str], salt: str) -> Any:
    """Replace the words of a record by their digests; what was purged has its digest already."""
    if record is None:
        return None
    return {
        name: _commit(value, name, salt) if name in own else value for name, value in record.items()
    }


def purged(record: Mapping[str, Any] | None, own: Collection[str], salt: str) -> Any:
    """Take the words out of a record and leave their digests; its committed form stays the same."""
    if record is None:
        return None
    return {
        name: {PURGED: _commit(value, name, salt)} if name in own and _is_written(value) else value
        for name, value in record.items()
    }


def is_purged(value: object) -> bool:
    """Whether a value is the digest of words that were taken away."""
    return isinstance(value, dict) and set(value) == {PURGED}


def _is_written(value: Any) -> bool:
    return bool(value) and not is_purged(value)


def _commit(value: Any, name: str, salt: str) -> Any:
    if is_purged(value):
        return value[PURGED]
    return digest([salt, name, value]) if value else value
