"""Put the invented portfolio into the database: its visits at once, then each step of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sample_data.portfolio import RATERS, Levels, PortfolioProgram, PortfolioVisit
from scales.catalog import Catalog
from storage.acting import Acting
from storage.answers import Answer, list_answers
from storage.assessments import ScalePin
from storage.facts import FactAnswer
from storage.filling import fill_set
from storage.programs import Program, add_program, list_programs
from storage.taking_in import NewVisit, TakenSet, take_in
from storage.team import CONSENSUS, Member, alone
from storage.visit_record import Status, Visit
from storage.visit_states import send_to_program, settle, start_consensus, submit_ratings
from storage.visits import get_assessments, list_visits

SCALES = ("iddt", "goi", "integration")
"""The scales that the portfolio is drawn for."""
_BECAUSE = "Invented: settled on what the charts show."
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Loaded:
    """How much was added; what was there already is not counted."""

    programs: int
    visits: int


def portfolio_items(catalog: Catalog) -> dict[str, tuple[str, ...]]:
    """The items that a portfolio is drawn for, by scale.

    Raises:
        KeyError: One of its scales is not in the catalog.
    """
    return {scale_id: catalog.get(scale_id).scale.item_ids for scale_id in SCALES}


def load_portfolio(
    acting: Acting,
    catalog: Catalog,
    portfolio: Sequence[PortfolioProgram],
    now: dt.datetime,
    progress: Progress | None = None,
) -> Loaded:
    """Add programs and visits that are not there yet, each visit with all its steps.

    What was cut off is taken up where it stopped. Who loads it leads the visits and enters what the
    invented raters gave.

    Args:
        acting: Who loads it.
        catalog: The scales.
        portfolio: What was drawn.
        now: The moment, with its time zone; every step is taken then.
        progress: Is told how many visits are done, of how many.
    """
    known = {p.name: p for archived in (False, True) for p in list_programs(acting, "", archived)}
    added = 0
    new: list[NewVisit] = []
    programs: list[tuple[Program, PortfolioProgram]] = []
    for drawn in portfolio:
        program = known.get(drawn.name)
        if program is None:
            program = _add(acting, drawn, now)
            added += 1
        programs.append((program, drawn))
        there = {visit.date for visit in list_visits(acting, program.id)}
        missing = [visit for visit in drawn.visits if visit.day not in there]
        new += [_new_visit(acting, catalog, program.id, visit) for visit in missing]
    if new:
        take_in(acting, new, now)
    _finish(acting, programs, now, progress)
    return Loaded(added, len(new))


def visits_to_add(
    programs: Sequence[Program], visits: Iterable[Visit], portfolio: Sequence[PortfolioProgram]
) -> int:
    """Count the visits of a portfolio that are not there, or not taken through all their steps.

    Args:
        programs: All that the person sees; those archived left out.
        visits: To these programs.
        portfolio: What was drawn.
    """
    ids = {program.name: program.id for program in programs if program.invented}
    status: dict[tuple[int, dt.date], Status] = {
        (visit.program_id, visit.date): visit.status for visit in visits
    }
    return sum(
        not _is_through(visit, status.get((ids.get(drawn.name, 0), visit.day)))
        for drawn in portfolio
        for visit in drawn.visits
    )


def _is_through(visit: PortfolioVisit, status: Status | None) -> bool:
    if visit.open or status is None:
        return status is not None
    last: tuple[Status, ...] = ("with_program", "final")
    return status in (last if visit.settled else ("draft_report", *last))


def _add(acting: Acting, drawn: PortfolioProgram, now: dt.datetime) -> Program:
    return add_program(
        acting,
        name=drawn.name,
        agency=drawn.agency,
        setting=drawn.setting,
        levels_of_care=drawn.levels_of_care,
        region=drawn.region,
        caseload=drawn.caseload,
        populations=("Adults with severe mental illness and substance use",),
        invented=True,
        now=now,
    )


def _new_visit(
    acting: Acting, catalog: Catalog, program_id: int, visit: PortfolioVisit
) -> NewVisit:
    me = acting.person
    team = alone(RATERS[0], me.id)
    if visit.kind == "site_visit":
        rating = (Member(rater, "reviewer", rates=True) for rater in RATERS)
        team = (Member(me.name, "lead", me.id), *rating)
    sets = tuple(
        TakenSet(scale, rater, _answers(levels), _facts(visit.choices.get(scale, {})))
        for rater, given in visit.sets.items()
        for scale, levels in given.items()
    )
    pins = tuple(_pin(catalog, scale) for scale in visit.scales)
    return NewVisit(program_id, visit.day, visit.kind, team, pins, sets)


def _pin(catalog: Catalog, scale_id: str) -> ScalePin:
    entry = catalog.get(scale_id)
    return (scale_id, entry.scale.version, entry.stamp, entry.scale.target_level)


def _answers(levels: Mapping[str, int]) -> tuple[Answer, ...]:
    return tuple(Answer(0, "", item, "rated", level) for item, level in levels.items())


def _facts(choices: Mapping[str, str]) -> tuple[FactAnswer, ...]:
    return tuple(FactAnswer(0, "", fact, choice=choice) for fact, choice in choices.items())


def _finish(
    acting: Acting,
    programs: Sequence[tuple[Program, PortfolioProgram]],
    now: dt.datetime,
    progress: Progress | None,
) -> None:
    done, of = 0, sum(len(drawn.visits) for _, drawn in programs)
    for program, drawn in programs:
        stored = {visit.date: visit for visit in list_visits(acting, program.id)}
        for visit in drawn.visits:
            if not visit.open and stored[visit.day].status != "final":
                _take_through(acting, stored[visit.day], visit, now)
            done += 1
            if progress:
                progress(done, of)


def _take_through(acting: Acting, stored: Visit, visit: PortfolioVisit, now: dt.datetime) -> None:
    """Hand in, settle and send, from wherever the visit stands."""
    status, visit_id = stored.status, stored.id
    if status == "draft":
        for rater in visit.sets:
            status = submit_ratings(acting, visit_id, rater, now).status
    if status == "submitted" and visit.settled:
        status = start_consensus(acting, visit_id, now).status
    if status == "in_consensus" and visit.settled:
        _agree(acting, visit_id, visit.settled, now)
    if status in ("submitted", "in_consensus"):
        status = settle(acting, visit_id, now).status
    if status == "draft_report" and visit.settled:
        send_to_program(acting, visit_id, now)


def _agree(acting: Acting, visit_id: int, settled: Levels, now: dt.datetime) -> None:
    """Settle what the raters saw differently; what they saw alike is filled in already."""
    for place in get_assessments(acting, visit_id):
        there = list_answers(acting, place.id, CONSENSUS)
        open_items = {
            item: level
            for item, level in settled[place.scale_id].items()
            if item not in there or there[item].state == "unanswered"
        }
        given = [
            Answer(place.id, CONSENSUS, item, "rated", level, because=_BECAUSE)
            for item, level in open_items.items()
        ]
        fill_set(acting, place.id, CONSENSUS, given, [], now)
