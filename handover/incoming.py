"""A data file beside what is stored, and taking it in: looked at first, then all or nothing."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from exchange.incoming import Incoming, IncomingError, IncomingSet
from handover.comparison import Compared, compare
from handover.places import Direction, Index, NewPlace, Place
from scales.catalog import Catalog
from scales.fault import Fault, quote
from storage.acting import Acting
from storage.answers import Answer, StaleAnswer
from storage.assessments import ScalePin
from storage.facts import FactAnswer, StaleFact
from storage.problem import StorageError
from storage.taking_in import KnownVisit, NewVisit, Taken, TakenSet, take_in
from storage.team import Member
from storage.visit_index import StoredSet, list_sets

Progress = Callable[[int, int], None]
Side = Literal["stored", "file"]
"""Which of two that differ is to stand in the end."""


@dataclass(frozen=True)
class PreviewedSet:
    """One set of a file beside what is stored.

    Attributes:
        brought: The set as the file has it.
        place: Where it belongs; None where it cannot be taken in.
        obstacle: Why not.
        items: All it says, beside what is stored.
    """

    brought: IncomingSet
    place: Place | None
    obstacle: Fault | None
    items: tuple[Compared, ...] = ()

    @property
    def faults(self) -> tuple[Fault, ...]:
        """All that keeps the set, or one of its items, from being taken in."""
        own = (self.obstacle,) if self.obstacle else ()
        return (*own, *(fault for item in self.items for fault in item.faults))

    @property
    def clients(self) -> tuple[Fault, ...]:
        """What looks like a client's data."""
        return tuple(fault for item in self.items for fault in item.clients)

    def count(self, finding: str) -> int:
        """How many items are new, the same or conflicting."""
        return sum(item.finding == finding for item in self.items)


@dataclass(frozen=True)
class Preview:
    """All sets of a file beside what is stored, in the order of the file."""

    name: str
    sets: tuple[PreviewedSet, ...]

    @property
    def possible(self) -> tuple[PreviewedSet, ...]:
        """The sets that can be taken in."""
        return tuple(one for one in self.sets if not one.faults)

    @property
    def faults(self) -> tuple[Fault, ...]:
        """All that keeps something from being taken in."""
        return tuple(fault for one in self.sets for fault in one.faults)

    @property
    def clients(self) -> tuple[Fault, ...]:
        """What looks like a client's data."""
        return tuple(fault for one in self.possible for fault in one.clients)

    @property
    def counts(self) -> Counter[str]:
        """How many items are "new", "same" and "conflicting" in the sets that are possible."""
        return Counter(item.finding for one in self.possible for item in one.items)

    @property
    def new_visits(self) -> tuple[NewPlace, ...]:
        """The visits that would be added, each once."""
        places = (one.place.new for one in self.possible if one.place and one.place.new)
        return tuple(dict.fromkeys(places))

    @property
    def new_programs(self) -> tuple[str, ...]:
        """The programs that would be added, each once."""
        names = (new.program for new in self.new_visits if isinstance(new.program, str))
        return tuple(dict.fromkeys(names))


@dataclass(frozen=True)
class Choice:
    """What is to stand where file and database differ.

    Attributes:
        side: For all sets.
        of_set: For single sets where it is another one, by their index in the preview.
        leaving_out: Whether sets that cannot be taken in are to be left out; else, where there
            are any, nothing is taken in.
        accept_identifiers: Whether the person says that what looks like a client's data is none.
    """

    side: Side = "stored"
    of_set: Mapping[int, Side] = field(default_factory=dict)
    leaving_out: bool = False
    accept_identifiers: bool = False


class ChangedSince(StorageError):
    """What is stored is not any more what the preview showed; nothing was written."""

    def __init__(self, stale: StaleAnswer | StaleFact) -> None:
        which = stale.current
        what = which.item if isinstance(which, Answer) else which.fact
        by = f" by {stale.by}" if stale.by else ""
        super().__init__(
            f"{quote(what)} of {quote(which.rater)} was changed{by} since you looked, so nothing "
            "was taken in. Look at the file again. [T14]"
        )


def preview(
    acting: Acting,
    incoming: Incoming,
    catalog: Catalog,
    direction: Direction,
    progress: Progress | None = None,
) -> Preview:
    """Lay what a file brings beside what is stored. Nothing is written.

    Args:
        acting: Who brings it; of what is stored they are shown only the sets they fill in.
        incoming: The file.
        catalog: The scales.
        direction: What the person says where the file leaves it open.
        progress: Is told how many sets are done, of how many.
    """
    index = Index(acting, catalog, direction)
    found = [index.find(brought) for brought in incoming.sets]
    known = {
        (place.visit.assessments[place.scale_id].id, place.rater)
        for place in found
        if isinstance(place, Place) and place.visit
    }
    stored = list_sets(acting, sorted(known))
    taken: dict[tuple[object, ...], IncomingSet] = {}
    sets = []
    for number, (brought, place) in enumerate(zip(incoming.sets, found, strict=True), start=1):
        sets.append(_look(brought, place, stored, taken))
        if progress:
            progress(number, len(found))
    return Preview(incoming.name, tuple(sets))


def accept(
    acting: Acting,
    preview: Preview,
    choice: Choice,
    catalog: Catalog,
    now: dt.datetime,
    progress: Progress | None = None,
) -> Taken:
    """Take in the sets of a preview that are possible, all of them or nothing.

    Args:
        acting: Who looked at it.
        preview: What they saw.
        choice: What they decided.
        catalog: The scales.
        now: The moment, with its time zone.
        progress: Is told how many sets are done, of how many.

    Raises:
        IncomingError: A set cannot be taken in, and is not to be left out; or words look like a
            client's data, and nobody said that they are none.
        ChangedSince: Something was changed since they looked.
        StorageError: It cannot be kept; see `storage.taking_in.take_in`.
    """
    refused = () if choice.leaving_out else preview.faults
    clients = () if choice.accept_identifiers else preview.clients
    if refused or clients:
        raise IncomingError(preview.name, (*refused, *clients))
    by_visit: dict[int | NewPlace, list[tuple[Place, TakenSet]]] = {}
    for number, one in enumerate(preview.sets):
        if one.place is None or one.faults:
            continue
        side = choice.of_set.get(number, choice.side)
        where = one.place.visit.visit.id if one.place.visit else one.place.new
        assert where is not None
        by_visit.setdefault(where, []).append((one.place, _taken(one, one.place, side)))
    visits = [
        _known(where, of) if isinstance(where, int) else _new(acting, catalog, where, of)
        for where, of in by_visit.items()
    ]
    worth = [v for v in visits if isinstance(v, NewVisit) or v.sets]
    try:
        return take_in(
            acting,
            worth,
            now,
            accept_identifiers=choice.accept_identifiers,
            progress=progress,
        )
    except (StaleAnswer, StaleFact) as stale:
        raise ChangedSince(stale) from None


def _look(
    brought: IncomingSet,
    place: Place | Fault,
    stored: Mapping[tuple[int, str], StoredSet],
    taken: dict[tuple[object, ...], IncomingSet],
) -> PreviewedSet:
    if isinstance(place, Fault):
        return PreviewedSet(brought, None, place)
    first = taken.setdefault(place.key, brought)
    if first is not brought:
        found = f"it is of the same visit, rater and scale as {first.place}."
        fix = "Keep one of the two, or say in the file which visit each is of."
        return PreviewedSet(brought, None, Fault("T15", None, brought.place, found, fix))
    before = StoredSet({}, {})
    if place.visit:
        before = stored[place.visit.assessments[place.scale_id].id, place.rater]
    return PreviewedSet(brought, place, None, tuple(compare(brought, before, place.rater)))


def _taken(one: PreviewedSet, place: Place, side: Side) -> TakenSet:
    wanted = ("new", "conflicting") if side == "file" else ("new",)
    items = [item.answer for item in one.items if item.finding in wanted]
    return TakenSet(
        place.scale_id,
        place.rater,
        tuple(answer for answer in items if isinstance(answer, Answer)),
        tuple(fact for fact in items if isinstance(fact, FactAnswer)),
    )


def _known(visit_id: int, of: list[tuple[Place, TakenSet]]) -> KnownVisit:
    return KnownVisit(visit_id, tuple(given for _, given in of if given.answers or given.facts))


def _new(
    acting: Acting, catalog: Catalog, new: NewPlace, of: list[tuple[Place, TakenSet]]
) -> NewVisit:
    raters = list(dict.fromkeys(place.rater for place, _ in of))
    scales = list(dict.fromkeys(place.scale_id for place, _ in of))
    pins = tuple(_pin(catalog, scale_id) for scale_id in scales)
    sets = tuple(given for _, given in of)
    return NewVisit(new.program, new.date, new.kind, _team(acting, raters), pins, sets)


def _pin(catalog: Catalog, scale_id: str) -> ScalePin:
    entry = catalog.get(scale_id)
    return scale_id, entry.scale.version, entry.stamp, entry.scale.target_level


def _team(acting: Acting, raters: list[str]) -> tuple[Member, ...]:
    """Who brings it in leads, and enters the ratings of those whom the file names beside them."""
    person = acting.person
    own = next((name for name in raters if name.casefold() == person.name.casefold()), None)
    lead = Member(own or person.name, "lead", person.id, rates=own is not None)
    return lead, *(Member(name, "reviewer", rates=True) for name in raters if name != own)
