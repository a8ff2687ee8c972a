"""Put the invented site visit into the database: each step on its day, by its own person."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from app_pages.practice_files import open_timeline
from app_pages.sample_answers import add_answers, answer_of
from app_pages.session import now
from app_pages.timeline import OWNERS
from exchange.filed import FiledAssessment
from exchange.ratings_file import read_content, read_ratings
from sample_data import SampleVisit
from scales.model import Scale
from scales.practice.timeline import timeline_for
from storage.acting import Acting
from storage.answers import list_answers, save_answer
from storage.corrections import Outcome, add_correction, answer_correction, list_corrections
from storage.people import act, add_person, list_people
from storage.steps import Step, begin_timeline
from storage.team import CONSENSUS, Member, Role
from storage.visit_record import Visit
from storage.visit_states import (
    send_to_program,
    settle,
    settle_again,
    start_consensus,
    submit_ratings,
)
from storage.visits import get_assessments, get_visit, list_team

_ROLES: dict[str, Role] = {"lead": "lead", "reviewer": "reviewer", "contact": "contact"}
_OUTCOMES: dict[str, Outcome] = {"accepted": "accepted", "declined": "declined"}
_AGAIN = "A factual correction of the program was accepted."


def sample_team(acting: Acting, sample: SampleVisit) -> tuple[Member, ...]:
    """The team of a sample visit: who loads it leads, the others are invented people."""
    return tuple(
        Member(m.name, _ROLES[m.role], _person(acting, m.name), rates=m.rates)
        if m.name
        else Member(acting.person.name, _ROLES[m.role], acting.person.id, rates=m.rates)
        for m in sample.team
    )


class SampleSiteVisit:
    """A site visit on its way; what was cut off is taken up where it stopped.

    Args:
        acting: Who leads it.
        visit: The visit, with its team.
        sample: What happens at it, and when.
        scales: The scales that are rated, by id.
    """

    def __init__(
        self, acting: Acting, visit: Visit, sample: SampleVisit, scales: dict[str, Scale]
    ) -> None:
        self._acting = acting
        self._id = visit.id
        self._sample = sample
        self._scales = scales
        self._places = {a.scale_id: a.id for a in get_assessments(acting, visit.id)}

    def take_through(self) -> None:
        """Take it as far as its report lies with the program, and its corrections are answered."""
        sample = self._sample
        self._plan_steps()
        if self._status == "draft":
            self._rate()
        if self._status == "submitted":
            start_consensus(self._acting, self._id, _at(sample.settled))
        self._settle_and_send(sample.settled, sample.sent)
        if self._status == "with_program" and self._correct():
            last = sample.corrections[-1].answered_on
            settle_again(self._acting, self._id, _AGAIN, _at(last))
            self._settle_and_send(last, last)

    @property
    def _status(self) -> str:
        return get_visit(self._acting, self._id).status

    def _plan_steps(self) -> None:
        """Plan the steps of the visit; what lies before its last day is done."""
        timeline = open_timeline()
        if timeline is None:
            return
        last = max(said.answered_on for said in self._sample.corrections)
        steps = [
            Step(self._id, step.id, step.name, step.do, OWNERS[step.owner], due)
            for step, due in timeline_for(timeline, self._sample.date)
        ]
        done = [replace(step, done_on=_done_on(step, last)) for step in steps]
        begin_timeline(self._acting, self._id, done, _at(min(step.due for step in steps)))

    def _rate(self) -> None:
        for member in list_team(self._acting, self._id):
            if member.rates and member.person_id is not None:
                theirs = act(self._acting.store, member.person_id)
                for place, filed in self._filed(member.name):
                    add_answers(theirs, place, member.name, filed, _at(self._sample.date))
                submit_ratings(theirs, self._id, member.name, _at(self._sample.handed_in))

    def _filed(self, rater: str) -> list[tuple[int, FiledAssessment]]:
        file = self._sample.ratings
        read = read_ratings(read_content(file), file.name, self._scales, None, rater)
        return [(self._places[filed.scale.id], filed) for filed in read.assessments]

    def _settle_and_send(self, settled: dt.date | None, sent: dt.date | None) -> None:
        if self._status == "in_consensus":
            answered = {c.item for c in list_corrections(self._acting, self._id)}
            later = {said.item for said in self._sample.corrections} - answered
            for place, filed in self._filed(CONSENSUS):
                self._agree(place, filed, later, _at(settled))
            settle(self._acting, self._id, _at(settled))
        if self._status == "draft_report":
            send_to_program(self._acting, self._id, _at(sent))

    def _agree(self, place: int, filed: FiledAssessment, later: set[str], at: dt.datetime) -> None:
        """Save what was settled with its reason; what a correction changes only comes later."""
        there = list_answers(self._acting, place, CONSENSUS)
        for item in filed.row.levels:
            said = answer_of(place, CONSENSUS, item, filed)
            stored = there.get(item)
            # What all saw alike is filled in already; of the rest, the note is the reason.
            if item in later or not said.note or (stored and stored.because):
                continue
            sources = stored.sources if stored else ()
            given = replace(said, note="", because=said.note, sources=sources or said.sources)
            save_answer(self._acting, given, stored.revision if stored else 0, at)

    def _correct(self) -> bool:
        """Let the program say what is wrong, and answer it; whether a rating changes by it."""
        there = {correction.item for correction in list_corrections(self._acting, self._id)}
        team = list_team(self._acting, self._id)
        contact = next(m.person_id for m in team if m.role == "contact" and m.person_id)
        theirs = act(self._acting.store, contact)
        changes = False
        for said in self._sample.corrections:
            if said.item in there:
                continue
            place = self._places[said.scale]
            given = add_correction(theirs, place, said.item, said.says, _at(said.said_on))
            answered = (_OUTCOMES[said.outcome], said.answer, given.revision)
            answer_correction(self._acting, given.id, *answered, _at(said.answered_on))
            changes = changes or said.outcome == "accepted"
        return changes


def _done_on(step: Step, last: dt.date) -> dt.date | None:
    if step.step == "corrections":
        return last
    return step.due if step.due <= last else None


def _at(day: dt.date | None) -> dt.datetime:
    return now() if day is None else dt.datetime.combine(day, dt.time(16), dt.UTC)


def _person(acting: Acting, name: str) -> int:
    """The id of an invented person, who is added on first use."""
    for person in list_people(acting.store):
        if person.invented and person.name == name:
            return person.id
    return add_person(acting, name, now(), invented=True).id
