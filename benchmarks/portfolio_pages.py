"""How long the pages about all programs take on a large portfolio.

Run: python -m benchmarks.portfolio_pages --programs 1000
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, insert, text
from streamlit.testing.v1 import AppTest

from scales.catalog import Catalog, load_catalog
from scales.model import Scale
from storage import tables
from storage.acting import Acting
from storage.people import act, add_first_person, add_person
from storage.store import Store, upgrade
from storage.team import CONSENSUS
from storage.visits import get_assessments, list_visits, set_target_level
from tests.postgres import Postgres, find_programs

NOW = dt.datetime(2026, 6, 30, 9, 30, tzinfo=dt.UTC)
PAGES = ("portfolio", "compare", "over_time", "benchmarks")
APP = Path(__file__).parents[1] / "fidelity_app.py"
VISITS = 5
"""Of each program: three self-audits of one, and two site visits of two raters between them."""
SCALES = ("iddt", "goi")
RATERS = ("Ann", "Ben")
REGIONS = ("North", "East", "South", "West")
_AT_ONCE = 20_000
_ANSWERS = Path(__file__).with_name("portfolio_answers.sql")


@dataclass(frozen=True)
class PageTimes:
    """Seconds that one page took.

    Attributes:
        first: Opened by a session that has seen nothing yet.
        again: Drawn again, while nothing has changed.
        changed: Drawn again after one visit has changed.
    """

    first: float
    again: float
    changed: float


def main() -> None:
    """Fill a PostgreSQL of its own, and time the pages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programs", type=int, default=1000)
    programs = parser.parse_args().programs
    with open_server() as server:
        begun = time.perf_counter()
        store, *people = fill(server.create("portfolio"), programs)
        print(f"filled with {programs * VISITS:,} visits in {time.perf_counter() - begun:.1f} s")
        for acting in people:
            print(acting.person.name)
            for page, times in time_pages(acting).items():
                told = ", ".join(f"{what} {spent:.2f} s" for what, spent in vars(times).items())
                print(f"  {page}: {told}")
        store.close()


@contextmanager
def open_server() -> Iterator[Postgres]:
    """Start a PostgreSQL that goes with whoever asked for it."""
    found = find_programs()
    if found is None:
        raise SystemExit("PostgreSQL is not installed.")
    server = Postgres(found)
    try:
        server.start()
        yield server
    finally:
        server.stop()


def time_pages(acting: Acting, rounds: int = 5) -> dict[str, PageTimes]:
    """Open every page about all programs in the name of somebody, and draw it again."""
    os.environ["FIDELITY_DATABASE_URL"] = acting.store.engine.url.render_as_string(False)
    return {page: _time_page(acting, page, rounds) for page in PAGES}


def _time_page(acting: Acting, page: str, rounds: int) -> PageTimes:
    app = AppTest.from_file(str(APP), default_timeout=120)
    app.session_state["person chosen"] = acting.person.id
    app.run()
    app.switch_page(f"app_pages/{page}.py")
    first = _time(app)
    again = statistics.median(_time(app) for _ in range(rounds))
    changed = []
    for _ in range(rounds):
        _change_a_visit(acting)
        changed.append(_time(app))
    return PageTimes(first, again, statistics.median(changed))


def _time(app: AppTest) -> float:
    begun = time.perf_counter()
    app.run()
    spent = time.perf_counter() - begun
    assert not app.exception, app.exception
    return spent


def _change_a_visit(acting: Acting) -> None:
    """Give another target to one scale of the visit that was begun last."""
    visit = list_visits(acting, 1)[0]
    place = get_assessments(acting, visit.id)[0]
    set_target_level(acting, place.id, 5 if place.target_level == 4 else 4, place.target_level, NOW)


def fill(url: str, programs: int) -> tuple[Store, Acting, Acting]:
    """Put invented programs with visits straight into the tables of an empty database.

    Returns:
        The database, who sees everything, and a consultant who belongs to every other program.
    """
    store, catalog = Store.open(url), load_catalog(None)
    upgrade(store)
    office = act(store, add_first_person(store, "Office", NOW).id)
    consultant = act(store, add_person(office, "Consultant", NOW).id)
    with store.write() as connection:
        _fill(connection, catalog, programs, office.person.id, consultant.person.id)
    return store, office, consultant


def _fill(
    connection: Connection, catalog: Catalog, programs: int, office: int, consultant: int
) -> None:
    numbers = range(1, programs + 1)
    _insert(connection, tables.program, (_program(n) for n in numbers))
    belongs = ({"program_id": n, "person_id": consultant, "created_at": NOW} for n in numbers[::2])
    _insert(connection, tables.membership, belongs)
    visits = [(n, k, (n - 1) * VISITS + k + 1) for n in numbers for k in range(VISITS)]
    _insert(connection, tables.visit, (_visit(*each) for each in visits))
    team = (member for _, k, visit in visits for member in _team(k, visit, office))
    _insert(connection, tables.team_member, team)
    pins = [catalog.get(scale) for scale in SCALES]
    places = [(k, visit, number) for _, k, visit in visits for number in range(len(SCALES))]
    _insert(
        connection,
        tables.assessment,
        (
            {
                "id": (visit - 1) * len(SCALES) + number + 1,
                "visit_id": visit,
                "scale_id": pins[number].scale.id,
                "scale_version": pins[number].scale.version,
                "scale_stamp": pins[number].stamp,
                "target_level": 4,
            }
            for _, visit, number in places
        ),
    )
    for k in range(VISITS):
        for pin in pins:
            _answer(connection, pin.scale, k)
    # As a server does by itself before long: without it the ways to the rows are guessed.
    connection.execute(text("ANALYZE"))


def _answer(connection: Connection, scale: Scale, k: int) -> None:
    """Rate one scale at the k-th visit of every program, in the database itself."""
    raters = [*RATERS, CONSENSUS] if k % 2 else ["Office"]
    given = {"raters": raters, "items": list(scale.item_ids), "scale": scale.id}
    given |= {"visits": VISITS, "k": k, "moment": NOW}
    connection.execute(text(_ANSWERS.read_text(encoding="utf-8")), given)


def _program(number: int) -> dict[str, object]:
    return {
        "id": number,
        "name": f"Invented program {number}",
        "agency": "Invented agency",
        "setting": "Outpatient" if number % 3 else "Residential",
        "levels_of_care": ("Outpatient",) if number % 3 else ("Residential", "Outpatient"),
        "region": REGIONS[number % len(REGIONS)],
        "caseload": 80,
        "populations": (),
        "archived": False,
        "created_at": NOW,
        "revision": 1,
        "invented": True,
    }


def _visit(program: int, k: int, visit: int) -> dict[str, object]:
    return {
        "id": visit,
        "program_id": program,
        "date": dt.date(2024, 1, 15) + dt.timedelta(days=180 * k + program % 90),
        "kind": "site_visit" if k % 2 else "self_audit",
        "status": "with_program" if k % 2 else "draft",
        "edition": 1,
        "created_at": NOW,
        "note": "",
        "purged_at": None,
        "revision": 1,
    }


def _team(k: int, visit: int, office: int) -> Iterator[dict[str, object]]:
    """One rater who uses the toolkit, or a lead and two who do not."""
    alone = [("Office", "lead", office, True)]
    two = [("Office", "lead", office, False), *((r, "reviewer", None, True) for r in RATERS)]
    for name, role, person, rates in two if k % 2 else alone:
        yield {
            "visit_id": visit,
            "person_id": person,
            "name": name,
            "role": role,
            "rates": rates,
            "staff_role": "",
            "submitted_at": NOW if k % 2 else None,
            "revision": 1,
        }


def _insert(connection: Connection, table: object, rows: Iterator[dict[str, object]]) -> None:
    portion: list[dict[str, object]] = []
    for row in rows:
        portion.append(row)
        if len(portion) == _AT_ONCE:
            connection.execute(insert(table), portion)  # type: ignore[arg-type]
            portion = []
    if portion:
        connection.execute(insert(table), portion)  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
