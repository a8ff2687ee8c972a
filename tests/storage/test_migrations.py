"""Migrations: forward, back and forward again, by one process or several."""

from __future__ import annotations

import shutil
import subprocess
import sys
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

import storage
from storage import tables
from storage.answers import Answer, list_answers, save_answer
from storage.location import default_url
from storage.people import act, add_first_person, list_people
from storage.plans import PlanAction, add_action, list_actions
from storage.problem import StoreUnavailable
from storage.programs import list_programs
from storage.store import Store, downgrade, upgrade

ROOT = Path(storage.__file__).parents[1]
ALL = set(tables.metadata.tables)
FIRST = {"program", "visit", "assessment", "answer", "fact_answer", "plan_action"}
"""Tables of the first version, of which one rater filled a visit."""


def table_names(store: Store) -> set[str]:
    with store.read() as connection:
        return set(inspect(connection).get_table_names()) - {"alembic_version", "sqlite_sequence"}


def test_the_migrated_tables_are_the_ones_the_code_describes(store):
    with store.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, tables.metadata) == []
        found = {
            name: {c["name"] for c in inspect(connection).get_check_constraints(name)}
            for name in ALL
        }
    assert found == {
        name: {
            c.name
            for c in tables.metadata.tables[name].constraints
            if str(c.name).startswith("ck_")
        }
        for name in ALL
    }


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_sqlite_counts_ids_wherever_the_code_says_that_none_is_given_out_twice(store):
    with store.read() as connection:
        made = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
        counted = {name for name, sql in made if "AUTOINCREMENT" in (sql or "")}
    wanted = {t.name for t in tables.metadata.sorted_tables if "id" in t.c}
    assert counted == wanted


def test_going_back_to_the_first_tables_and_forward_again_keeps_visits_and_answers(
    store, acting, begin, now
):
    assessment = begin()
    saved = save_answer(acting, Answer(assessment.id, "Rater one", "T1", "rated", 4), 0, now)
    add_action(acting, PlanAction(assessment.visit_id, "Train staff"), now)
    downgrade(store, "0001")
    assert table_names(store) == FIRST - {"plan_action"}
    upgrade(store)
    again = act(store, add_first_person(store, "First person", now).id)
    assert list_answers(again, assessment.id, "Rater one") == {"T1": saved}
    assert list_actions(again, assessment.visit_id) == ()
    assert add_action(again, PlanAction(assessment.visit_id, "Again"), now).revision == 1


def test_all_the_way_back_leaves_no_table_and_forward_again_works(store, begin, now):
    begin()
    downgrade(store, "base")
    assert table_names(store) == set()
    upgrade(store)
    assert table_names(store) == ALL
    assert list_people(store) == ()
    assert add_first_person(store, "First person", now).id == 1


def test_a_database_of_a_newer_version_is_left_alone_and_explained(store, acting, begin):
    begin()
    with store.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreUnavailable, match=r"made by a newer one; install that.*\[K23\]"):
        upgrade(store)
    assert [program.name for program in list_programs(acting)] == ["Invented program"]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_migration_that_would_leave_loose_ends_is_undone(store, begin, url):
    begin()
    with closing(Store.open(url)) as other:
        raw = other.engine.raw_connection()
        raw.cursor().execute("PRAGMA foreign_keys=OFF")
        raw.cursor().execute("DELETE FROM program")
        raw.close()
    with pytest.raises(StoreUnavailable, match=r"refer to others that are missing.*\[K24\]"):
        downgrade(store, "0001")
    assert table_names(store) == ALL


def test_several_processes_may_start_at_once_on_a_new_file(tmp_path):
    code = (
        "import sys\n"
        "from storage.store import Store, upgrade\n"
        "print('ready', flush=True)\n"
        "for line in sys.stdin:\n"
        "    store = Store.open(line.strip())\n"
        "    upgrade(store)\n"
        "    store.close()\n"
        "    print('done', flush=True)\n"
    )
    urls = [default_url(tmp_path / str(number)) for number in range(5)]
    with ExitStack() as stack:
        starters = [stack.enter_context(python(code)) for _ in range(3)]
        assert [heard(process) for process in starters] == ["ready"] * 3
        for url in urls:
            for process in starters:
                tell(process, url)
            assert [heard(process) for process in starters] == ["done"] * 3
        for process in starters:
            process.kill()
    for url in urls:
        with closing(Store.open(url)) as store:
            assert table_names(store) == ALL


def python(code: str) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", code]
    return subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True)


def tell(process: subprocess.Popen[str], line: str) -> None:
    assert process.stdin
    process.stdin.write(line + "\n")
    process.stdin.flush()


def heard(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def test_migrations_are_found_wherever_the_package_is_installed(tmp_path):
    place = tmp_path / "100% of programs"
    for package in ("storage", "scales"):
        shutil.copytree(ROOT / package, place / package)
    code = (
        "import storage.store as s\n"
        f"store = s.Store.open({default_url(tmp_path)!r})\n"
        "s.upgrade(store)\n"
        "print(s.MIGRATIONS)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=place, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == (f"{place / 'storage' / 'migrations'}\n", "")
    with closing(Store.open(default_url(tmp_path))) as store:
        assert table_names(store) == ALL
