"""The invented portfolio in a database is the one that was drawn, and can be taken up again."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from handover.due_calendar import action_events, due_events, named, open_action_events
from handover.due_list import list_due
from handover.pool import load_pool, pool_chance
from handover.sample_portfolio import Loaded, load_portfolio, portfolio_items
from reporting.due_words import STATES
from sample_data.portfolio import AS_OF, RATERS, PortfolioProgram, draw_portfolio
from storage.acting import Acting
from storage.location import default_url
from storage.people import act, add_first_person, add_person
from storage.plans import PlanAction, add_action
from storage.programs import add_program, archive_program, list_programs
from storage.store import Store
from storage.team import CONSENSUS
from storage.verifying import verify
from storage.visits import list_visits
from tests.shipped_scales import shipped_scales

NOW = dt.datetime(2026, 6, 30, 9, 30, tzinfo=dt.UTC)
DRAWN = draw_portfolio(portfolio_items(shipped_scales()))


def one_of_each() -> tuple[PortfolioProgram, ...]:
    """The program with the fewest visits of each standing."""
    found = {}
    for drawn in sorted(DRAWN, key=lambda drawn: len(drawn.visits)):
        found.setdefault(drawn.standing, drawn)
    return tuple(found.values())


FEW = one_of_each()


@pytest.fixture
def office(store: Store) -> Acting:
    """Who sees everything and loads the portfolio."""
    return act(store, add_first_person(store, "Ann Loader", NOW).id)


@pytest.fixture(scope="module")
def filled(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with a few of the programs: loading them takes longer than any test."""
    folder = tmp_path_factory.mktemp("portfolio")
    shutil.copy(migrated, folder)
    with closing(Store.open(default_url(folder))) as store:
        loading = act(store, add_first_person(store, "Ann Loader", NOW).id)
        load_portfolio(loading, shipped_scales(), FEW, NOW)
    return folder / migrated.name


@pytest.fixture
def loaded(filled: Path, tmp_path: Path) -> Iterator[Acting]:
    """Who loaded the programs, with a copy of the database of their own."""
    shutil.copy(filled, tmp_path)
    with closing(Store.open(default_url(tmp_path))) as store:
        yield act(store, 1)


def test_what_is_loaded_is_what_was_drawn(loaded):
    pool = load_pool(loaded, shipped_scales())
    found = {(p.program.name, p.visit.date, p.scale.id): p for p in pool}
    for drawn in FEW:
        for visit in drawn.visits:
            for scale, truth in visit.truth.items():
                each = found.pop((drawn.name, visit.day, scale))
                assert dict(each.result.levels if each.result else {}) == visit.result.get(
                    scale, {}
                )
                assert {rater: row.levels for rater, row in each.rows.items()} == {
                    rater: given[scale]
                    for rater, given in (
                        visit.sets | ({CONSENSUS: visit.settled} if visit.settled else {})
                    ).items()
                    if scale in given
                }
                assert each.is_open == visit.open
                assert set(truth) == set(each.scale.item_ids)
    assert found == {}
    assert verify(loaded.store) == ()


def test_every_program_is_marked_as_invented(loaded):
    programs = list_programs(loaded)
    assert {program.name for program in programs} == {drawn.name for drawn in FEW}
    assert all(program.invented for program in programs)
    assert named(programs[0]).endswith(" (invented)")


def test_visits_whose_raters_have_not_handed_in_tell_nothing_of_chance(office):
    def cut_off(done: int, of: int) -> None:
        raise InterruptedError

    scale = shipped_scales().get("iddt").scale
    with pytest.raises(InterruptedError):
        load_portfolio(office, shipped_scales(), FEW[:2], NOW, cut_off)
    pool = load_pool(office, shipped_scales(), ["iddt"])
    assert sum(len(each.raters) == len(each.rows) == 2 for each in pool) >= 1
    handed_in = [each for each in pool if len(each.raters) == 2 and each.visit.status != "draft"]
    assert pool_chance(scale, pool).visits == len(handed_in)


def test_loading_again_adds_nothing_and_goes_on_where_it_was_cut_off(office):
    def cut_off(done: int, of: int) -> None:
        raise InterruptedError

    drawn = FEW[:2]
    with pytest.raises(InterruptedError):
        load_portfolio(office, shipped_scales(), drawn, NOW, cut_off)
    assert len(statuses(office)) == sum(len(program.visits) for program in drawn)
    assert "draft" in statuses(office)
    assert load_portfolio(office, shipped_scales(), drawn, NOW) == Loaded(0, 0)
    assert sorted(statuses(office)) == sorted(
        "draft" if visit.open else "with_program" if visit.settled else "draft_report"
        for program in drawn
        for visit in program.visits
    )


def statuses(acting: Acting) -> list[str]:
    programs = list_programs(acting)
    return [visit.status for program in programs for visit in list_visits(acting, program.id)]


def test_each_program_stands_to_the_rule_as_was_put_in(loaded):
    lines = list_due(loaded, shipped_scales(), AS_OF)
    found = {line.program.name: line.due.state for line in lines if _scale(line) == "iddt"}
    assert found == {drawn.name: drawn.standing for drawn in FEW}
    order = list(STATES)
    places = [order.index(line.due.state) for line in lines]
    assert places == sorted(places)


def _scale(line) -> str | None:
    return line.scale.id if line.scale else None


def test_a_program_without_a_visit_is_listed_and_an_archived_one_is_not(loaded):
    add_program(loaded, name="Nobody came yet", now=NOW)
    gone = list_programs(loaded)[0]
    archive_program(loaded, gone.id, NOW)
    lines = list_due(loaded, shipped_scales(), AS_OF)
    assert gone.name not in {line.program.name for line in lines}
    (never,) = [line for line in lines if line.program.name == "Nobody came yet"]
    assert (never.scale, never.due.state) == (None, "never_rated")


def test_who_belongs_to_no_program_sees_nobody_due(loaded):
    outsider = act(loaded.store, add_person(loaded, "The outsider", NOW).id)
    assert list_due(outsider, shipped_scales(), AS_OF) == ()
    assert open_action_events(outsider) == []


def test_days_for_the_calendar_are_those_that_are_due_or_planned(loaded):
    lines = list_due(loaded, shipped_scales(), AS_OF)
    events = due_events(lines, AS_OF)
    days = {event.summary: event.day for event in events}
    for line in lines:
        if line.scale is None:
            continue
        what = "visit planned" if line.due.state == "planned" else "due again"
        summary = f"{line.program.name} (invented): {line.scale.short_name} {what}"
        expected = line.due.begun if line.due.state == "planned" else line.due.on
        assert days.get(summary) == (None if line.due.state == "in_progress" else expected)
    assert due_events(lines, AS_OF + dt.timedelta(days=1))[0].uid == events[0].uid


def test_open_actions_with_a_day_go_into_the_calendar_and_done_ones_do_not(loaded):
    program = next(p for p in list_programs(loaded) if list_visits(loaded, p.id))
    visit = list_visits(loaded, program.id)[-1]
    day = dt.date(2026, 9, 1)
    train = PlanAction(visit.id, "Train the team", due=day, owner="Clinical director")
    added = add_action(loaded, train, NOW)
    for action in (
        PlanAction(visit.id, "Done already", due=day, status="done"),
        PlanAction(visit.id, "Some day"),
    ):
        add_action(loaded, action, NOW)
    (event,) = open_action_events(loaded)
    assert (event.day, event.summary) == (day, f"{program.name} (invented): Train the team")
    assert event.description == f"Owner: Clinical director\nAction {added.id}, revision 1."
    assert action_events(program, []) == []


def test_chance_is_worked_out_of_the_visits_that_two_rated_alone(loaded):
    pool = load_pool(loaded, shipped_scales(), ["iddt"])
    double = [v for drawn in FEW for v in drawn.visits if len(v.sets) == 2]
    chance = pool_chance(shipped_scales().get("iddt").scale, pool)
    assert chance.visits == len(double) > 5
    pairs = [
        abs(visit.sets[RATERS[0]]["iddt"][item] - visit.sets[RATERS[1]]["iddt"][item])
        for visit in double
        for item in visit.truth["iddt"]
    ]
    assert chance.any_item.apart[:3] == (
        len(pairs),
        sum(d >= 1 for d in pairs),
        sum(d >= 2 for d in pairs),
    )
