"""`fidelity import` of ratings: what it tells, what it writes, and how it ends."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

import fidelity_cli
import fidelity_ratings_in_cli
from exchange import ratings_sets
from storage.people import act, add_first_person
from storage.store import Store, upgrade
from storage.visit_index import index_visits, list_sets
from tests.shipped_scales import read_scales

NOW = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC)
HEAD = "assessment,program,date,scale,item,rating,rater,note\n"
TWO = HEAD + (
    "A,Harbor House,2026-03-02,iddt,T1a,3,Ann,Seen\n"
    "A,Harbor House,2026-03-02,iddt,T2,4,Ann,\n"
    "B,Pine County,2026-03-04,iddt,T2,4,Ben,\n"
)


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Where the data is."""
    return f"sqlite:///{tmp_path / 'data.sqlite'}"


@pytest.fixture(autouse=True)
def _apart(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url: str) -> None:
    monkeypatch.setenv("FIDELITY_DATABASE_URL", url)
    monkeypatch.delenv("FIDELITY_SCALES", raising=False)
    monkeypatch.setattr(fidelity_ratings_in_cli, "load_catalog", read_scales)
    monkeypatch.chdir(tmp_path)
    with closing(Store.open(url)) as store:
        upgrade(store)
        add_first_person(store, "Ann", NOW)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(fidelity_cli.app, ["import", *arguments])


def write(name: str, text: str) -> None:
    Path(name).write_text(text, encoding="utf-8")


def stored(url: str) -> list[tuple[str, str, int | None]]:
    """Rater, item and level of all that is stored."""
    with closing(Store.open(url)) as store:
        acting = act(store, 1)
        wanted = [
            (assessment.id, rater)
            for one in index_visits(acting)
            for assessment in one.assessments.values()
            for rater in one.fills
        ]
        sets = list_sets(acting, wanted).items()
        return [
            (rater, item, answer.level)
            for (_, rater), found in sets
            for item, answer in found.answers.items()
        ]


def test_programs_and_visits_are_added_only_when_asked_for(url: str):
    write("bulk.csv", TWO)
    refused = run("bulk.csv")
    assert refused.exit_code == 2
    assert "bulk.csv: nothing was taken from this file." in refused.stderr
    assert 'line 2, assessment "A": you see no program named "Harbor House".' in refused.stderr
    tried = run("bulk.csv", "--add", "--dry-run")
    assert (tried.exit_code, tried.stderr) == (0, "")
    assert tried.stdout.splitlines() == [
        "Harbor House, 2026-03-02 (to be added), Ann, IDDT: 2 new, 0 same, 0 conflicting",
        "Pine County, 2026-03-04 (to be added), Ben, IDDT: 1 new, 0 same, 0 conflicting",
        "In all: 3 new, 0 same, 0 conflicting.",
        "To be added: 2 visits, 2 programs.",
        "Nothing was written: --dry-run.",
    ]
    assert stored(url) == []
    done = run("bulk.csv", "--add", "--kind", "site_visit")
    assert done.stdout.splitlines()[-1] == (
        "bulk.csv: 3 answers and 0 facts taken in, with 2 programs and 2 visits."
    )
    assert stored(url) == [("Ann", "T1a", 3), ("Ann", "T2", 4), ("Ben", "T2", 4)]
    again = run("bulk.csv")
    assert again.stdout.splitlines()[-1].endswith("all that was chosen is stored already.")


def test_where_file_and_database_differ_take_decides(url: str):
    write("bulk.csv", TWO)
    run("bulk.csv", "--add")
    write("bulk.csv", TWO.replace("T2,4,Ann,", "T2,5,Ann,Better"))
    kept = run("bulk.csv").stdout
    assert "Where they differ, what is stored stands (--take):" in kept
    assert "  line 3, item \"T2\": stored '4', file '5; note: Better'" in kept
    assert ("Ann", "T2", 4) in stored(url)
    assert run("bulk.csv", "--take", "file").exit_code == 0
    assert ("Ann", "T2", 5) in stored(url)


def test_a_set_is_brought_to_a_visit_and_a_rater_by_name(url: str):
    write("bulk.csv", TWO)
    run("bulk.csv", "--add")
    write("one.csv", "assessment,scale,item,rating,rater\nX,iddt,T3,2,B. Viewer\n")
    assert "it does not say which visit it is of" in run("one.csv").stderr
    assert 'nobody named "B. Viewer" rates this visit' in run("one.csv", "--visit", "2").stderr
    assert run("one.csv", "--visit", "2", "--rater", "Ben").exit_code == 0
    assert ("Ben", "T3", 2) in stored(url)
    several = run("bulk.csv", "--rater", "Ben")
    assert "--rater names one, and the file has several: Ann, Ben." in several.stderr


def test_what_cannot_be_taken_in_may_be_left_out(url: str):
    write("bulk.csv", TWO)
    run("bulk.csv", "--add")
    write("bulk.csv", (TWO + "C,Nowhere,2026-03-04,iddt,T2,4,Ben,\n").replace("T1a,3", "T3,3"))
    assert run("bulk.csv").exit_code == 2
    assert run("bulk.csv", "--leave-out").exit_code == 0
    assert ("Ann", "T3", 3) in stored(url)


def test_what_looks_like_a_clients_data_is_refused_before_somebody_says_it_is_none(url: str):
    write("bulk.csv", TWO.replace("Seen", "SSN 219-09-9999"))
    refused = run("bulk.csv", "--add")
    assert (refused.exit_code, "[K40]" in refused.stderr) == (2, True)
    assert stored(url) == []
    assert run("bulk.csv", "--add", "--no-clients").exit_code == 0


def test_a_mapping_is_written_corrected_and_used(url: str):
    write("bulk.csv", TWO)
    run("bulk.csv", "--add")
    write("scores.csv", "Site,Day,Who,T3,Fourth\nHarbor House,2026-03-02,Ann,3,5\n")
    made = run("scores.csv", "--write-map", "map.csv")
    assert made.stdout == "map.csv: 1 item in 5 columns. Correct it and use --map.\n"
    text = Path("map.csv").read_text(encoding="utf-8-sig")
    text = text.replace("Day,ignore", "Day,date").replace("Who,ignore", "Who,rater")
    Path("map.csv").write_text(text.replace("Fourth,ignore", "Fourth,iddt:T4"), encoding="utf-8")
    assert run("scores.csv", "--map", "map.csv").exit_code == 0
    assert {("Ann", "T3", 3), ("Ann", "T4", 5)} <= set(stored(url))
    kept = run("scores.csv", "--write-map", "map.csv")
    assert kept.stderr == "map.csv exists and was left as it is. Choose another name.\n"
    assert "--map is for a sheet of item scores" in run("bulk.csv", "--map", "map.csv").stderr
    assert "this is none" in run("bulk.csv", "--write-map", "new.csv").stderr


def test_every_fault_can_be_written_into_a_table(url: str):
    lines = "".join(f"A,Harbor House,2026-03-02,iddt,X{n},3,Ann,\n" for n in range(60))
    write("bulk.csv", HEAD + lines)
    refused = run("bulk.csv")
    assert "  - and 10 more.\n" in refused.stderr
    assert "Write them all into a table with --faults FILE.csv." in refused.stderr
    run("bulk.csv", "--faults", "faults.csv")
    table = Path("faults.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(table) == 61
    assert table[0] == "line,place,found,fix,code"
    assert stored(url) == []


def test_a_file_that_is_not_there_or_too_large_is_told(monkeypatch: pytest.MonkeyPatch):
    assert "the file cannot be read (No such file or directory)" in run("none.csv").stderr
    write("bulk.csv", TWO)
    monkeypatch.setattr(fidelity_ratings_in_cli, "LARGEST_FILE", 10)
    assert "the file has more than 10 bytes. Divide it into several files. [R32]" in (
        run("bulk.csv").stderr
    )
    assert ratings_sets.LARGEST_FILE == 50_000_000
