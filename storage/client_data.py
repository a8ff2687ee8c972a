"""Keeps what may identify a client out of the database, unless somebody says that it does not."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from storage.identifiers import KINDS, find_identifiers
from storage.problem import Problem

CLIENT_DATA = "K40"
"""The code of what looks like a client's data."""
_ACCEPTED = "Kept as no client's data, though it looks like it."
"""What the audit trail says where somebody looked and kept it."""


def look_for_client_data(
    old: object,
    new: object,
    fields: Iterable[str],
    refuse: Callable[[list[Problem]], None],
    accept: bool,
) -> str:
    """Refuse what may identify a client in words that are new, unless somebody says it does not.

    Args:
        old: The record as it is stored.
        new: The record as it would be.
        fields: The columns that hold somebody's own words.
        refuse: Raises the error of the record where there are problems.
        accept: Whether somebody looked and says that it is no client's data.

    Returns:
        What the audit trail is to say of it; empty where nothing was found.
    """
    found = check_client_data(old, new, fields)
    refuse([] if accept else found)
    return _ACCEPTED if found else ""


def clients_in(place: str, text: str) -> list[Problem]:
    """Tell what may identify a client in a text that stays for good, as a reason does."""
    return _found_in(place, text, "Say it without; this text is kept for good.")


def check_client_data(old: object, new: object, fields: Iterable[str]) -> list[Problem]:
    """Tell what may identify a client in the words that are new; what is stored already may stay.

    Args:
        old: The record as it is stored.
        new: The record as it would be.
        fields: The columns that hold somebody's own words.
    """
    fix = "Take it out; no client's data is kept here. If it is none, say so and save it."
    return [
        problem
        for field in fields
        if getattr(new, field) != getattr(old, field)
        for problem in _found_in(field, getattr(new, field), fix)
    ]


def _found_in(place: str, text: str, fix: str) -> list[Problem]:
    return [
        Problem(
            CLIENT_DATA, place, found.found, f"{found.found!r} looks like {KINDS[found.kind]}", fix
        )
        for found in find_identifiers(text)
    ]
