"""The pool of visits that a person sees, kept by the session while nothing is changed.

It is held by the session and no cache that others share: it holds what this person may see.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import streamlit as st

from app_pages.session import open_catalog, today
from handover.due_list import DueLine, due_lines
from handover.pool import PoolVisit, load_pool, pool_chance, refresh_pool
from handover.scored_pool import ScoredPool, score_pool
from scales.model import Scale
from scoring.chance import Chance
from storage.acting import Acting
from storage.change_count import Book, count_by_book, count_changes
from storage.programs import list_programs

Made = TypeVar("Made")
_KEPT = "pool"


@dataclass
class _Kept:
    """What was read, and what it was read from.

    Attributes:
        source: The database, the person and the scale files.
        changes: How many changes there were before it was read.
        books: The same by book.
        made: What was worked out from the visits, by name.
    """

    source: tuple[object, ...]
    changes: int
    books: Mapping[Book, int]
    visits: tuple[PoolVisit, ...]
    made: dict[str, Any] = field(default_factory=dict)


def pool_of(acting: Acting) -> tuple[PoolVisit, ...]:
    """The visits that the person sees, the earliest first; those to archived programs left out."""
    return _keep(acting).visits


def scored_pool_of(acting: Acting, scale: Scale) -> ScoredPool:
    """The visits of the pool that can be set beside each other on a scale, with their scores."""
    return made_of_pool(acting, f"scored {scale.id}", lambda pool: score_pool(scale, pool))


def pool_chance_of(acting: Acting, scale: Scale) -> Chance:
    """What two raters of one visit differ by, over all visits that the person sees."""
    return made_of_pool(acting, f"chance {scale.id}", lambda pool: pool_chance(scale, pool))


def due_lines_of(acting: Acting) -> tuple[DueLine, ...]:
    """Every program that the person sees, by scale, as it stands to the scale's rule today."""
    day = today()
    return made_of_pool(
        acting,
        f"due on {day.isoformat()}",
        lambda pool: due_lines(list_programs(acting), pool, day),
    )


def made_of_pool(acting: Acting, name: str, make: Callable[[tuple[PoolVisit, ...]], Made]) -> Made:
    """Work something out from the pool, once for as long as nothing changes.

    Args:
        acting: Who asks.
        name: What it is; something else needs another name.
        make: Is handed the pool; whatever else goes into it must stand in `name`.
    """
    kept = _keep(acting)
    if name not in kept.made:
        with st.spinner("Looking at all visits"):
            kept.made[name] = make(kept.visits)
    return kept.made[name]


def _keep(acting: Acting) -> _Kept:
    stamps = tuple(entry.stamp for entry in open_catalog().entries)
    source = (id(acting.store), acting.person.id, stamps)
    # Counted before anything is read: what changes meanwhile is read again next time.
    changes = count_changes(acting)
    kept = st.session_state.get(_KEPT)
    if not isinstance(kept, _Kept) or kept.source != source:
        kept = None
    if kept is None or kept.changes != changes:
        books = count_by_book(acting)
        with st.spinner("Looking at all visits"):
            visits = _read(acting, kept, books)
        kept = st.session_state[_KEPT] = _Kept(source, changes, books, visits)
    return kept


def _read(acting: Acting, kept: _Kept | None, books: Mapping[Book, int]) -> tuple[PoolVisit, ...]:
    """Read those visits alone that have changed, if nothing else has."""
    catalog = open_catalog()
    if kept is None:
        return load_pool(acting, catalog)
    changed = {book for book in books if books[book] != kept.books.get(book)}
    visits = {book for book in changed if isinstance(book, int)}
    if visits != changed:  # a program, a right or a person
        return load_pool(acting, catalog)
    return refresh_pool(acting, catalog, kept.visits, visits)
