"""Where what a data file brings belongs: the visit and the set each of its parts is of."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast, get_args

from exchange.incoming import IncomingSet
from reporting.sentences import listed
from scales.catalog import Catalog
from scales.fault import Fault, near, quote
from storage.acting import Acting
from storage.limits import LONGEST_NAME, check_text
from storage.team import CONSENSUS, Member
from storage.visit_index import IndexedProgram, IndexedVisit, index_programs, index_visits
from storage.visit_record import Kind
from storage.visit_states import WORDS


@dataclass(frozen=True)
class Direction:
    """What the person says where a file leaves it open.

    Attributes:
        visit_id: The visit of what names none; None where there is no visit in hand.
        raters: Whose set it is: the name in the file (empty where it names nobody) to that of a
            rater of the visit.
        adding: Whether programs and visits that are not there yet are to be added.
        kind: Of visits that are added, where the file does not say.
    """

    visit_id: int | None = None
    raters: Mapping[str, str] = field(default_factory=dict)
    adding: bool = False
    kind: Kind = "self_audit"


@dataclass(frozen=True)
class NewPlace:
    """A visit that is not there yet."""

    program: int | str
    """Id of its program, or the name of one that is not there yet either."""
    program_name: str
    date: dt.date
    kind: Kind


@dataclass(frozen=True)
class Place:
    """The set that a part of a file is of.

    Attributes:
        visit: None where the visit is to be added.
        new: None where it is there.
    """

    visit: IndexedVisit | None
    new: NewPlace | None
    program_name: str
    scale_id: str
    rater: str

    @property
    def key(self) -> tuple[object, ...]:
        """The same for two parts that are of the same set."""
        return self.visit.visit.id if self.visit else self.new, self.scale_id, self.rater


class Index:
    """All that the acting person sees, to find the place of what a file brings.

    Args:
        acting: Who brings it.
        catalog: The scales.
        direction: What the person says where the file leaves it open.
    """

    def __init__(self, acting: Acting, catalog: Catalog, direction: Direction) -> None:
        self._person = acting.person
        self._direction = direction
        self._stamps = {entry.scale.id: entry.stamp for entry in catalog.entries}
        programs, visits = index_programs(acting), index_visits(acting)
        self._programs = {program.id: program for program in programs}
        self._named: defaultdict[str, list[IndexedProgram]] = defaultdict(list)
        for program in programs:
            self._named[_fold(program.name)].append(program)
        # Of what is added, the spelling that the file has first.
        self._spelled: dict[str, str] = {}
        self._visits = {indexed.visit.id: indexed for indexed in visits}
        self._of_day: defaultdict[tuple[int, dt.date], list[IndexedVisit]] = defaultdict(list)
        for indexed in visits:
            self._of_day[indexed.visit.program_id, indexed.visit.date].append(indexed)

    def find(self, brought: IncomingSet) -> Place | Fault:
        """Find where a set belongs, or say why it belongs nowhere."""
        visit = self._find_visit(brought)
        if isinstance(visit, Fault):
            return visit
        if isinstance(visit, NewPlace):
            return self._begin_set(brought, visit)
        return self._find_set(brought, visit)

    def _begin_set(self, brought: IncomingSet, new: NewPlace) -> Place | Fault:
        rater = _tidy(self._rater(brought)) or self._person.name
        if rater.casefold() == CONSENSUS:
            return _fault(brought, "T10", *_CONSENSUS)
        texts = (("program", new.program_name), ("rater", rater))
        for problem in (p for name, text in texts for p in check_text(name, text, LONGEST_NAME)):
            found = f"{problem.place}: {problem.what}."
            return _fault(brought, problem.code, found, problem.fix)
        rater = self._spelled.setdefault(f"{new} {_fold(rater)}", rater)
        return Place(None, new, new.program_name, brought.scale.id, rater)

    def _find_visit(self, brought: IncomingSet) -> IndexedVisit | NewPlace | Fault:
        if brought.visit is not None:
            return self._numbered(brought, brought.visit, "T06")
        if brought.program and brought.date:
            return self._of_program(brought, brought.program, brought.date)
        if self._direction.visit_id is not None:
            return self._numbered(brought, self._direction.visit_id, "T06")
        if brought.program or brought.date:
            lacking = "date" if brought.program else "program"
            found = f"it names no {lacking}, so its visit is not known."
        else:
            found = "it does not say which visit it is of."
        fix = "Choose the visit, or give the file program and date of each."
        return _fault(brought, "T03", found, fix)

    def _numbered(self, brought: IncomingSet, number: int, code: str) -> IndexedVisit | Fault:
        indexed = self._visits.get(number)
        if indexed is None:
            found = f"there is no visit {number} that you see."
            return _fault(brought, code, found, "Look at the number, or leave it out.")
        name = self._programs[indexed.visit.program_id].name
        wrong_program = brought.program and _fold(brought.program) != _fold(name)
        if wrong_program or brought.date not in (None, indexed.visit.date):
            told = brought.date.isoformat() if brought.date else ""
            said = " of ".join(filter(None, (quote(brought.program) * bool(brought.program), told)))
            found = f"the file says {said}, and visit {number} is {quote(name)} of "
            found += f"{indexed.visit.date.isoformat()}."
            return _fault(brought, "T04", found, "Correct the one that is wrong.")
        return indexed

    def _of_program(
        self, brought: IncomingSet, name: str, date: dt.date
    ) -> IndexedVisit | NewPlace | Fault:
        programs = self._named.get(_fold(name), [])
        if len(programs) > 1:
            found = f"{len(programs)} programs are named {quote(name)}."
            return _fault(brought, "T02", found, "Say which visit by its number.")
        kind = cast(Kind, brought.kind) if brought.kind in get_args(Kind) else None
        if not programs:
            if self._direction.adding:
                name = self._spelled.setdefault(_fold(name), _tidy(name))
                return NewPlace(name, name, date, kind or self._direction.kind)
            found = f"you see no program named {quote(name)}."
            meant = near(name, [p.name for p in self._programs.values()])
            # Which programs there are is no help here; only one of nearly that name is.
            fix = f"{meant} Or let it" if meant.startswith("Did") else "Correct the name, or let it"
            return _fault(brought, "T01", found, f"{fix} be added.")
        program = programs[0]
        there = [v for v in self._of_day[program.id, date] if kind in (None, v.visit.kind)]
        if len(there) > 1:
            found = f"{quote(name)} has {len(there)} visits of {date.isoformat()}."
            return _fault(brought, "T02", found, "Say which by its number, or its kind.")
        if there:
            return there[0]
        if not self._direction.adding:
            found = f"{quote(name)} has no visit of {date.isoformat()} that you see."
            return _fault(brought, "T01", found, "Correct the date, or let the visit be added.")
        if not program.belongs:
            found = f"only who belongs to {quote(name)} may begin a visit to it."
            return _fault(brought, "T05", found, "Ask somebody who does.")
        return NewPlace(program.id, program.name, date, kind or self._direction.kind)

    def _find_set(self, brought: IncomingSet, indexed: IndexedVisit) -> Place | Fault:
        scale, assessment = brought.scale, indexed.assessments.get(brought.scale.id)
        if assessment is None:
            found = f"the {scale.short_name} scale is not rated at this visit."
            return _fault(brought, "T07", found, "Leave it out, or choose another visit.")
        if assessment.scale_stamp != self._stamps.get(scale.id):
            found = (
                f"the visit was begun with another file of the {scale.short_name} scale (version "
                f"{assessment.scale_version})."
            )
            return _fault(brought, "T08", found, "Let its lead take the new file over first.")
        rater = self._rater(brought) or _own(indexed, self._person.id)
        member = _member(indexed, rater)
        refused = _refused(brought, indexed, rater, member)
        if refused:
            return refused
        assert member is not None
        name = self._programs[indexed.visit.program_id].name
        return Place(indexed, None, name, scale.id, member.name)

    def _rater(self, brought: IncomingSet) -> str:
        return self._direction.raters.get(brought.rater, brought.rater)


_CONSENSUS = (
    "the consensus is settled by the reviewers, not brought in.",
    "Leave it out; bring in what each rater gave.",
)


def _refused(
    brought: IncomingSet, indexed: IndexedVisit, rater: str, member: Member | None
) -> Fault | None:
    raters = [m.name for m in indexed.team if m.rates]
    if rater.strip().casefold() == CONSENSUS:
        return _fault(brought, "T10", *_CONSENSUS)
    if not rater:
        fix = f"Choose whose they are: {listed(map(quote, indexed.fills), 'or')}."
        fix = fix if indexed.fills else "You fill no set of this visit."
        return _fault(brought, "T09", "it does not say who rated.", fix)
    if member is None:
        found = f"nobody named {quote(rater)} rates this visit; {listed(map(quote, raters))} "
        found += "do." if len(raters) > 1 else "does."
        return _fault(brought, "T10", found, "Choose whose ratings they are.")
    if member.name not in indexed.fills:
        found = f"the ratings of {quote(member.name)} are not yours to enter."
        return _fault(brought, "T11", found, "Everybody rates alone: let them bring these in.")
    status = indexed.visit.status
    if status == "final" or (status != "draft" and member.rates):
        found = f"the visit is not being rated any more; it is now: {WORDS[status]}."
        return _fault(brought, "T12", found, "Its lead can open it again, with a reason.")
    if member.submitted_at is not None:
        found = f"the ratings of {quote(member.name)} are handed in."
        return _fault(brought, "T12", found, "The lead can open them again, with a reason.")
    return None


def _own(indexed: IndexedVisit, person_id: int) -> str:
    """The set of who asks; where they have none, the only one they fill."""
    own = [m.name for m in indexed.team if m.rates and m.person_id == person_id]
    if not own and len(indexed.fills) == 1:
        own = list(indexed.fills)
    return own[0] if own else ""


def _member(indexed: IndexedVisit, rater: str) -> Member | None:
    takes_part = [m for m in indexed.team if m.rates or m.role == "respondent"]
    return next((m for m in takes_part if _fold(m.name) == _fold(rater)), None)


def _fault(brought: IncomingSet, code: str, found: str, fix: str) -> Fault:
    return Fault(code, None, brought.place, found, fix)


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", _tidy(text)).casefold()


def _tidy(text: str) -> str:
    return " ".join(text.split())
