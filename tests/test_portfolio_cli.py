"""`fidelity due` and `fidelity sample-portfolio`: what they tell, write, and refuse."""

from __future__ import annotations

import datetime as dt
import json
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

import fidelity_cli
import fidelity_tables_cli
from exchange.ratings_file import read_ratings
from storage.acting import Acting
from storage.answers import Answer
from storage.filling import fill_set
from storage.people import act, add_first_person, add_person
from storage.programs import add_program
from storage.store import Store, upgrade
from storage.team import alone
from storage.visits import add_visit, get_assessments
from tests.shipped_scales import read_scales, shipped_scales

NOW = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC)
GOI = shipped_scales().get("goi")


@pytest.fixture(autouse=True)
def url(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """Where the data is: two programs of Ann's, one rated and one not, and nothing of Ben's."""
    url = f"sqlite:///{tmp_path / 'data.sqlite'}"
    monkeypatch.setenv("FIDELITY_DATABASE_URL", url)
    monkeypatch.delenv("FIDELITY_SCALES", raising=False)
    monkeypatch.setattr(fidelity_tables_cli, "load_catalog", read_scales)
    monkeypatch.chdir(tmp_path)
    with closing(Store.open(url)) as store:
        upgrade(store)
        ann = act(store, add_first_person(store, "Ann", NOW).id)
        add_person(ann, "Ben", NOW)
        rate(ann, add_program(ann, name="Harbor House", region="Coast", now=NOW).id)
        add_program(ann, name="Pine County", now=NOW)
    return url


def rate(acting: Acting, program_id: int) -> None:
    """A self-audit with every item at 3, on March 2, 2026."""
    team = alone("Ann", acting.person.id)
    pin = ("goi", GOI.scale.version, GOI.stamp, 4)
    visit = add_visit(acting, program_id, NOW.date(), "self_audit", team, [pin], NOW)
    (place,) = get_assessments(acting, visit.id)
    answers = [Answer(place.id, "Ann", item, "rated", 3) for item in GOI.scale.item_ids]
    fill_set(acting, place.id, "Ann", answers, [], NOW)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(fidelity_cli.app, list(arguments))


def test_who_is_due_is_told_as_a_table_with_the_rule():
    done = run("due", "--date", "2026-09-03")
    assert (done.exit_code, done.stderr) == (0, "")
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert lines[:3] == [
        "Program Scale State Due on Last rated Verdict Begun or planned",
        "Harbor House GOI overdue 2026-09-02 2026-03-02 Moderate fidelity –",
        "Pine County – never rated – – – –",
    ]
    assert lines[4].startswith("GOI: Every 6 months in the first 2 years and until High fidelity")


def test_who_is_due_is_told_as_json():
    done = run("due", "--date", "2026-07-04", "--format", "json")
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert told == [
        {
            "program": {"id": 1, "name": "Harbor House", "invented": False},
            "region": "Coast",
            "scale": "goi",
            "state": "due",
            "due_on": "2026-09-02",
            "last_rated": "2026-03-02",
            "verdict": "moderate",
            "begun": None,
            "words": "Last rated on 2026-03-02 (Moderate fidelity). Due on 2026-09-02, in 60 days.",
        },
        {
            "program": {"id": 2, "name": "Pine County", "invented": False},
            "region": "",
            "scale": None,
            "state": "never_rated",
            "due_on": None,
            "last_rated": None,
            "verdict": None,
            "begun": None,
            "words": "Never rated. A first visit is outstanding.",
        },
    ]
    later = run("due", "--date", "2026-07-04", "--ahead", "59", "--format", "json")
    assert json.loads(later.stdout.splitlines()[-1])["state"] == "later"


def test_the_days_are_written_into_a_calendar_file(tmp_path: Path):
    done = run("due", "--date", "2026-07-04", "--ics", "due.ics", "--actions")
    assert done.stdout.endswith("\ndue.ics: 1 day.\n")
    file = (tmp_path / "due.ics").read_bytes()
    assert b"DTSTART;VALUE=DATE:20260902\r\n" in file
    assert b"SUMMARY:Harbor House: GOI due again\r\n" in file
    as_json = run("due", "--format", "json", "--ics", "other.ics")
    assert as_json.stderr == "other.ics: 1 day.\n"
    assert all(json.loads(line) for line in as_json.stdout.splitlines())


def test_a_calendar_is_not_written_over_and_has_its_own_ending(tmp_path: Path):
    (tmp_path / "due.ics").write_text("mine")
    kept = run("due", "--ics", "due.ics")
    assert (kept.exit_code, kept.stderr) == (
        2,
        "due.ics exists and was left as it is. Choose another name, or add --force.\n",
    )
    assert (tmp_path / "due.ics").read_text() == "mine"
    assert run("due", "--ics", "due.ics", "--force").exit_code == 0
    other = run("due", "--ics", "due.txt")
    assert (other.exit_code, other.stderr) == (
        2,
        "due.txt: the name of such a file ends in .ics.\n",
    )


def test_who_belongs_to_no_program_is_told_of_none():
    done = run("due", "--as", "2")
    assert (done.exit_code, done.stdout) == (0, "There is no program.\n")
    assert run("due", "--as", "2", "--format", "json").stdout == ""


def test_the_invented_portfolio_is_written_as_a_ratings_file(tmp_path: Path):
    done = run("sample-portfolio", "--csv", "portfolio.csv")
    told = done.stdout.strip()
    assert told.startswith("portfolio.csv: ") and told.endswith(" lines of 40 invented programs.")
    scales = {entry.scale.id: entry.scale for entry in shipped_scales().entries}
    content = (tmp_path / "portfolio.csv").read_bytes()
    read = read_ratings(content, "portfolio.csv", scales, None, "Invented rater A")
    assert len({each.row.assessment.rsplit(" (invented)", 1)[0] for each in read.assessments}) == 40


def test_the_invented_portfolio_goes_into_the_database(monkeypatch: pytest.MonkeyPatch):
    import sample_data.portfolio as portfolio

    whole = portfolio.draw_portfolio
    monkeypatch.setattr(portfolio, "draw_portfolio", lambda items: whole(items)[:2])
    done = run("sample-portfolio")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith("2 invented programs and ")
    assert run("sample-portfolio").stdout == "0 invented programs and 0 visits added.\n"
    assert run("due", "--date", "2026-06-30").stdout.count(" (invented)") == 6
