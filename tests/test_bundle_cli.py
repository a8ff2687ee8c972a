"""`fidelity export` and `fidelity import`: what they say, how they end, and what they write."""

from __future__ import annotations

import os
import stat
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

import fidelity_cli
from storage.people import act, add_first_person, add_person
from storage.programs import add_program, list_programs
from storage.store import Store, upgrade
from storage.team import alone
from storage.visits import add_visit
from tests.storage.site_visit import DAY, NOW, SCALE

HELD = "It holds notes and names: keep it as you keep the database.\n"


@pytest.fixture(autouse=True)
def _apart(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def one(monkeypatch: pytest.MonkeyPatch, migrated: Path) -> str:
    """A database with two programs, the first with a visit; the one in use."""
    url = new_database("one", migrated)
    with closing(Store.open(url)) as store:
        kim = act(store, add_first_person(store, "Kim", NOW).id)
        add_person(kim, "Lou", NOW)
        for name in ("Harbor", "Island"):
            add_program(kim, name=name, now=NOW)
        add_visit(kim, 1, DAY, "self_audit", alone("Kim", 1), [SCALE], NOW)
    use(monkeypatch, url)
    return url


def new_database(name: str, migrated: Path) -> str:
    Path(f"{name}.sqlite").write_bytes(migrated.read_bytes())
    return f"sqlite:///{Path(name).absolute()}.sqlite"


def use(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("FIDELITY_DATABASE_URL", url)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(fidelity_cli.app, list(arguments))


def test_programs_move_to_another_database_and_back_out_the_same(one, monkeypatch, migrated):
    done = run("export", "all.fidelity.zip")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == f"all.fidelity.zip: 2 programs with 1 visit. {HELD}"
    use(monkeypatch, new_database("two", migrated))
    brought = run("import", "all.fidelity.zip")
    assert (brought.exit_code, brought.stderr) == (0, "")
    assert brought.stdout == (
        "Record     Name                                   Here  What comes\n"
        "Program 1  Harbor                                 new   2 changes\n"
        "Visit 1    Self-audit of 2026-03-02, being rated  new   0 ratings and 3 changes\n"
        "Program 2  Island                                 new   2 changes\n"
        "1 person added: Kim (1).\n"
        "Kim sees everything, here as well.\n"
        "2 programs with 1 visit would be brought in.\n"
        "all.fidelity.zip: 2 programs brought in.\n"
    )
    assert run("export", "again.fidelity.zip").exit_code == 0
    assert Path("again.fidelity.zip").read_bytes() == Path("all.fidelity.zip").read_bytes()
    assert run("verify").exit_code == 0
    again = run("import", "all.fidelity.zip")
    assert again.stdout.endswith("all.fidelity.zip: nothing new in it.\n")
    if os.name != "nt":
        assert stat.S_IMODE(Path("all.fidelity.zip").stat().st_mode) == 0o600


def test_a_dry_run_tells_and_writes_nothing(one, monkeypatch, migrated):
    run("export", "all.fidelity.zip")
    url = new_database("two", migrated)
    use(monkeypatch, url)
    told = run("import", "all.fidelity.zip", "--dry-run")
    assert told.exit_code == 0
    assert told.stdout.endswith("2 programs with 1 visit would be brought in.\n")
    with closing(Store.open(url)) as store:
        add_first_person(store, "Nobody was there", NOW)


def test_one_program_is_taken_out_as_a_person(one):
    told = run("export", "some.fidelity.zip", "--program", "2", "--as", "1")
    assert told.stdout == f"some.fidelity.zip: 1 program with 0 visits. {HELD}"
    refused = run("export", "more.fidelity.zip", "--program", "2", "--as", "2")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr == "There is no program 2. It may have been removed elsewhere.\n"
    assert sorted(path.name for path in Path().glob("*.zip*")) == ["some.fidelity.zip"]


def test_a_conflict_ends_with_exit_status_2_unless_it_is_left_out(one, monkeypatch, migrated):
    run("export", "all.fidelity.zip")
    url = new_database("two", migrated)
    use(monkeypatch, url)
    with closing(Store.open(url)) as store:
        add_program(act(store, add_first_person(store, "Kim", NOW).id), name="Theirs", now=NOW)
    stopped = run("import", "all.fidelity.zip")
    assert stopped.exit_code == 2
    assert "conflicts  number 1 is another program here, 'Theirs'\n" in stopped.stdout
    assert stopped.stderr == (
        "all.fidelity.zip: nothing is brought in, because of 1 program with a conflict. "
        "With --skip-conflicts these are left out.\n"
    )
    done = run("import", "all.fidelity.zip", "--skip-conflicts")
    assert done.exit_code == 0
    assert done.stdout.endswith("all.fidelity.zip: 1 program brought in.\n")
    with closing(Store.open(url)) as store:
        assert [p.name for p in list_programs(act(store, 1))] == ["Island", "Theirs"]


def test_only_who_sees_everything_may_bring_in(one):
    run("export", "all.fidelity.zip")
    refused = run("import", "all.fidelity.zip", "--as", "2")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr == "Only who sees everything may bring in a bundle. [K52]\n"


def test_what_is_amiss_is_told_with_exit_status_2(one, tmp_path, monkeypatch):
    for name, said in (
        ("all.zip", "all.zip: a bundle's name ends in .fidelity.zip.\n"),
        ("none/all.fidelity.zip", "it cannot be written (No such file or directory)"),
    ):
        refused = run("export", name)
        assert (refused.exit_code, refused.stdout) == (2, "")
        assert said in refused.stderr
    Path("all.fidelity.zip").write_text("My notes")
    refused = run("export", "all.fidelity.zip")
    assert refused.stderr == (
        "all.fidelity.zip exists and was left as it is. Choose another name, or add --force.\n"
    )
    refused = run("import", "all.fidelity.zip")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr == (
        "all.fidelity.zip: nothing was brought in.\n"
        "  - all.fidelity.zip: it does not begin like a bundle. Name a file that `fidelity export` "
        "made. [K41]\n"
    )
    assert run("export", "all.fidelity.zip", "--force").exit_code == 0
    assert "cannot be read" in run("import", "none.fidelity.zip").stderr
    old = f"sqlite:///{tmp_path / 'old.sqlite'}"
    use(monkeypatch, old)
    with closing(Store.open(old)) as store:
        upgrade(store)
        with store.write() as connection:
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0002'")
    assert "does not have the tables of this version." in run("import", "all.fidelity.zip").stderr
