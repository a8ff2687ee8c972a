"""Keep what a data file brings: many answers, and the visits and programs they are of, at once."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from sqlalchemy import select

from storage import tables
from storage.access import programs_seen, visits_seen
from storage.acting import Acting, Writing
from storage.answers import (
    OWN_WORDS,
    Answer,
    check_answer,
    entered,
    fetch_answers,
    is_blank,
    keep_answer,
    refuse_answer,
    stale_answer,
)
from storage.assessments import ScalePin
from storage.client_data import look_for_client_data
from storage.facts import (
    FactAnswer,
    check_fact,
    fetch_facts,
    keep_fact,
    refuse_fact,
    stale_fact,
)
from storage.journal import add_records, gathering, visit_book
from storage.problem import NotFound, Problem
from storage.programs import Program, ProgramProblem, put_program
from storage.rating_rights import check_may_rate
from storage.team import Member
from storage.visit_record import Kind, Visit
from storage.visits import VisitProblem, fetch_assessments, lock_visit, put_visit

Progress = Callable[[int, int], None]
"""Is told how many sets are done, of how many."""


@dataclass(frozen=True)
class TakenSet:
    """What is to be kept of one rater on one scale.

    Attributes:
        scale_id: One of the scales of the visit.
        rater: Whose set.
        answers: Whole answers, at most one for each item. `revision` is that of the stored answer
            they were made from, 0 where nothing was stored; what they say of assessment and rater
            is not looked at.
        facts: The same for facts.
    """

    scale_id: str
    rater: str
    answers: tuple[Answer, ...] = ()
    facts: tuple[FactAnswer, ...] = ()


@dataclass(frozen=True)
class KnownVisit:
    """A visit that is there, and what is to be kept of it."""

    visit_id: int
    sets: tuple[TakenSet, ...]


@dataclass(frozen=True)
class NewVisit:
    """A visit to be added, and what is to be kept of it.

    Attributes:
        program: Id of the program, or the name of one to be added; visits with the same name are
            of the same new program.
    """

    program: int | str
    date: dt.date
    kind: Kind
    team: tuple[Member, ...]
    scales: tuple[ScalePin, ...]
    sets: tuple[TakenSet, ...]


@dataclass(frozen=True)
class Taken:
    """How much was written."""

    programs: int
    visits: int
    answers: int
    facts: int


def take_in(
    acting: Acting,
    visits: Sequence[KnownVisit | NewVisit],
    now: dt.datetime,
    *,
    accept_identifiers: bool = False,
    progress: Progress | None = None,
) -> Taken:
    """Keep all that a data file brings, or nothing of it.

    Every answer goes through the same checks as one that is typed in, and is logged like it.
    What is stored already, to the letter, is not written again.

    Args:
        acting: Who brings it in.
        visits: Each visit that is there at most once.
        now: The moment, with its time zone.
        accept_identifiers: Whether to keep words that look like a client's data; who says so
            stands in the audit trail.
        progress: Is told after each visit; it runs within the transaction.

    Raises:
        AnswerProblem: An answer cannot be kept, or nobody of that name rates the visit.
        FactProblem: A fact cannot be kept.
        ProgramProblem: A new program cannot be kept, or is there by now.
        VisitProblem: A new visit cannot be kept, or is there by now.
        StaleAnswer: A newer answer is stored than the one that was seen.
        StaleFact: The same of a fact.
        NotFound: There is no such program or visit, or the visit has no such scale.
        NotAllowed: A set is not theirs to fill, or it is not the time for it.
        VisitFinal: A visit is signed.
    """
    for given in (given for visit in visits for given in visit.sets):
        _check(given)
    with acting.write(now) as writing:
        if any(isinstance(visit, NewVisit) for visit in visits):
            # Of two who bring the same file in at the same moment, one finds the visits there.
            acting.store.wait_for_others(writing.connection)
        taking = _Taking(writing, accept_identifiers)
        done, of = 0, sum(len(visit.sets) for visit in visits)
        for visit in sorted(visits, key=_place):
            taking.take(visit)
            done += len(visit.sets)
            if progress:
                progress(done, of)
        counted = taking.counted
        return Taken(*(counted[what] for what in ("programs", "visits", "answers", "facts")))


def _place(visit: KnownVisit | NewVisit) -> int:
    # Whoever takes in the same visits at the same moment locks them in the same order.
    return visit.visit_id if isinstance(visit, KnownVisit) else 2**31


def _check(given: TakenSet) -> None:
    for answer in given.answers:
        whole = replace(answer, assessment_id=0, rater=given.rater)
        refuse_answer(whole, check_answer(whole))
    for fact in given.facts:
        whole_fact = replace(fact, assessment_id=0, rater=given.rater)
        refuse_fact(whole_fact, check_fact(whole_fact))


class _Taking:
    def __init__(self, writing: Writing, accept: bool) -> None:
        self._writing, self._accept = writing, accept
        self._programs: dict[str, int] = {}
        self.counted: Counter[str] = Counter()

    def take(self, wanted: KnownVisit | NewVisit) -> None:
        """Find or add the visit, and keep its sets."""
        new = isinstance(wanted, NewVisit)
        program = self._program(wanted) if new else 0
        with gathering(self._writing) as writing:
            if new:
                visit = self._add_visit(writing, wanted, program)
            else:
                visit = lock_visit(writing, wanted.visit_id)
            ids = {a.scale_id: a.id for a in fetch_assessments(writing.connection, visit.id)}
            for given in wanted.sets:
                if given.scale_id not in ids:
                    raise NotFound("assessment of the scale", given.scale_id)
                filling = _Filling(writing, visit, ids[given.scale_id], given.rater, self._accept)
                filling.fill(given, new=new)
                self.counted += filling.counted

    def _program(self, wanted: NewVisit) -> int:
        if isinstance(wanted.program, int):
            _check_absent(self._writing, wanted, wanted.program)
            return wanted.program
        name = wanted.program
        if name not in self._programs:
            _check_no_program(self._writing, name)
            at = self._writing.at
            new = Program(0, name, "", "", (), "", None, (), False, at, 1, False)
            self._programs[name] = put_program(self._writing, new).id
            self.counted["programs"] += 1
        return self._programs[name]

    def _add_visit(self, writing: Writing, new: NewVisit, program: int) -> Visit:
        self.counted["visits"] += 1
        return put_visit(writing, program, new.date, new.kind, new.team, new.scales)


def _check_absent(writing: Writing, wanted: NewVisit, program_id: int) -> None:
    visit = tables.visit
    same = (visit.c.program_id == program_id) & (visit.c.date == wanted.date)
    query = select(visit.c.id).where(same, visit.c.kind == wanted.kind, visits_seen(writing))
    if writing.connection.execute(query.limit(1)).one_or_none() is not None:
        what = f"a visit of {wanted.date.isoformat()} was added in the meantime"
        problem = Problem("K66", "visit", wanted.date.isoformat(), what, "Look at the file again.")
        raise VisitProblem("Nothing was taken in.", [problem])


def _check_no_program(writing: Writing, name: str) -> None:
    program = tables.program
    query = select(program.c.id).where(program.c.name == name, programs_seen(writing))
    if writing.connection.execute(query.limit(1)).one_or_none() is not None:
        what = f"a program named {name!r} was added in the meantime"
        problem = Problem("K66", "program", name, what, "Look at the file again.")
        raise ProgramProblem("Nothing was taken in.", [problem])


class _Filling:
    """Fills one set of ratings."""

    def __init__(
        self, writing: Writing, visit: Visit, assessment_id: int, rater: str, accept: bool
    ) -> None:
        self._writing, self._visit, self._accept = writing, visit, accept
        self._blank = Answer(assessment_id, rater, "")
        self._blank_fact = FactAnswer(assessment_id, rater, "")
        self._added: dict[str, list[Answer]] = {}
        self.counted: Counter[str] = Counter()

    def fill(self, given: TakenSet, *, new: bool) -> None:
        """Keep all that is given; of a visit that is new itself nothing can be stored yet."""
        where = self._blank.assessment_id, self._blank.rater
        refuse_answer(self._blank, check_may_rate(self._writing, self._visit, where[1]))
        stored = {} if new else fetch_answers(self._writing.connection, *where)
        for answer in given.answers:
            before = stored.get(answer.item)
            if before is not None:
                self._change(before, replace(answer, assessment_id=where[0], rater=where[1]))
            elif answer.revision or not is_blank(answer):
                self._add(answer)
        for why, answers in self._added.items():
            book = visit_book(self._visit.id)
            add_records(self._writing, tables.answer, answers, book, why)
        known = {} if new else fetch_facts(self._writing.connection, *where)
        for fact in given.facts:
            before = known.get(fact.fact) or replace(self._blank_fact, fact=fact.fact)
            self._keep_fact(before, replace(fact, assessment_id=where[0], rater=where[1]))

    def _add(self, answer: Answer) -> None:
        blank = replace(self._blank, item=answer.item)
        if answer.revision:
            raise stale_answer(self._writing, self._visit, blank, answer)
        new = replace(
            answer,
            assessment_id=blank.assessment_id,
            rater=blank.rater,
            confirmed=True,
            copied_from=None,
            revision=1,
            updated_at=self._writing.at,
        )
        self._added.setdefault(self._look(blank, new), []).append(new)
        self.counted["answers"] += 1

    def _change(self, stored: Answer, answer: Answer) -> None:
        confirmed = answer.confirmed or stored.confirmed
        if entered(stored) == entered(answer) and stored.confirmed == confirmed:
            return
        if stored.revision != answer.revision:
            raise stale_answer(self._writing, self._visit, stored, answer)
        new = replace(answer, confirmed=confirmed, copied_from=stored.copied_from)
        keep_answer(self._writing, self._visit, stored, new, self._look(stored, new))
        self.counted["answers"] += 1

    def _look(self, stored: Answer, new: Answer) -> str:
        refuse = partial(refuse_answer, new)
        return look_for_client_data(stored, new, OWN_WORDS, refuse, self._accept)

    def _keep_fact(self, stored: FactAnswer, said: FactAnswer) -> None:
        if (stored.choice, stored.count) == (said.choice, said.count):
            return
        if stored.revision != said.revision:
            raise stale_fact(self._writing, self._visit, stored, said)
        keep_fact(self._writing, self._visit, stored, said)
        self.counted["facts"] += 1
