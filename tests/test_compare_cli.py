"""`fidelity compare`: what it compares, for whom, in which form, and what it refuses."""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
import sqlite3
from contextlib import closing
from io import StringIO
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

import fidelity_cli
import fidelity_tables_cli
from storage.acting import Acting
from storage.answers import Answer
from storage.filling import fill_set
from storage.people import act, add_first_person, add_person
from storage.programs import add_program
from storage.store import Store, upgrade
from storage.team import alone
from storage.visit_record import Kind
from storage.visits import add_visit, get_assessments
from tests.shipped_scales import read_scales, shipped_scales

NOW = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC)
GOI = shipped_scales().get("goi")
PAGE = Path(__file__).parent.parent / "docs" / "reference" / "command-line.md"
WHATS = ["heat", "items", "totals", "two-visits", "self-external", "raters", "verdicts"]


@pytest.fixture(autouse=True)
def made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, int]:
    """Three programs of Ann's on GOI, nothing of Ben's; the numbers of their visits."""
    url = f"sqlite:///{tmp_path / 'data.sqlite'}"
    monkeypatch.setenv("FIDELITY_DATABASE_URL", url)
    monkeypatch.delenv("FIDELITY_SCALES", raising=False)
    monkeypatch.setattr(fidelity_tables_cli, "load_catalog", read_scales)
    with closing(Store.open(url)) as store:
        upgrade(store)
        ann = act(store, add_first_person(store, "Ann", NOW).id)
        add_person(ann, "Ben", NOW)
        elm = add_program(ann, name="=Elm", region="Coast", invented=True, now=NOW).id
        oak = add_program(ann, name="Oak", region="Hills", setting="Day", now=NOW).id
        yew = add_program(ann, name="Yew", now=NOW).id
        return {
            "elm self": rate(ann, elm, "2025-11-01", 4, "self_audit"),
            "elm": rate(ann, elm, "2026-03-01", 4, G1=2),
            "oak": rate(ann, oak, "2026-02-01", 3, G1=5),
            "yew": rate(ann, yew, "2026-01-01", None),
        }


def rate(
    acting: Acting,
    program: int,
    day: str,
    level: int | None,
    kind: Kind = "site_visit",
    **others: int,
) -> int:
    """A visit with every item at one level but for some; with none at all where it is None."""
    team = alone("Ann", acting.person.id)
    pin = ("goi", GOI.scale.version, GOI.stamp, 4)
    visit = add_visit(acting, program, dt.date.fromisoformat(day), kind, team, [pin], NOW)
    (place,) = get_assessments(acting, visit.id)
    levels = {} if level is None else dict.fromkeys(GOI.scale.item_ids, level) | others
    answers = [Answer(place.id, "Ann", item, "rated", n) for item, n in levels.items()]
    fill_set(acting, place.id, "Ann", answers, [], NOW)
    return visit.id


def run(*arguments: object) -> Result:
    return CliRunner().invoke(fidelity_cli.app, ["compare", *map(str, arguments)])


def told(*arguments: object) -> dict:
    done = run(*arguments, "--format", "json")
    assert (done.exit_code, done.stderr) == (0, "")
    return json.loads(done.stdout)


def test_a_program_shown_by_an_earlier_visit_is_not_passed_over_in_silence(made, tmp_path: Path):
    with closing(sqlite3.connect(tmp_path / "data.sqlite")) as rows:
        rows.execute(
            "UPDATE assessment SET scale_version = '9.9.9' WHERE visit_id = ?", (made["elm"],)
        )
        # A benchmark holds no invented program beside real ones.
        rows.execute("UPDATE program SET invented = 0")
        rows.commit()
    said = (
        "1 program is shown by an earlier visit, as its latest was rated with a version that does "
        "not map."
    )
    assert said in " ".join(run().stdout.split())
    assert said not in " ".join(run("--visit", made["oak"]).stdout.split())
    benchmarks = CliRunner().invoke(fidelity_cli.app, ["benchmarks", "--scale", "goi"])
    assert said in " ".join(benchmarks.stdout.split())


def test_the_latest_visit_of_each_program_is_ranked(made):
    text, _, table = run().stdout.partition("\n\n")
    assert " ".join(text.split()) == (
        "Verdicts of 2 visits: Moderate fidelity 2. Organizational mean: median 3.50 (n = 2 "
        "visits). Highest: =Elm (invented) (3.83). Lowest: Oak (3.17). 0 of 2 are at 4.0 or above "
        "(High fidelity) and 2 of 2 are at 3.0 or above (Moderate fidelity or better)."
    )
    assert [" ".join(line.split()) for line in table.splitlines()] == [
        "Program Date Visit number Verdict Organizational mean Rated in the total",
        f"=Elm (invented) 2026-03-01 {made['elm']} Moderate fidelity 3.83 12 of 12",
        f"Oak 2026-02-01 {made['oak']} Moderate fidelity 3.17 12 of 12",
    ]


def test_totals_as_json(made):
    assert told("--unfinished") == {
        "what": "totals",
        "scale": "goi",
        "version": "1.0.0",
        "visits": [
            {
                "visit": made["elm"],
                "program": {"id": 1, "name": "=Elm", "invented": True},
                "region": "Coast",
                "date": "2026-03-01",
                "kind": "site_visit",
                "version": "1.0.0",
                "restated": False,
                "file_changed": False,
                "verdict": "moderate",
                "tier": 1,
                "total": {"value": "3.8333", "rated": 12, "of": 12},
                "subscales": {"organizational": "3.8333"},
            },
            {
                "visit": made["oak"],
                "program": {"id": 2, "name": "Oak", "invented": False},
                "region": "Hills",
                "date": "2026-02-01",
                "kind": "site_visit",
                "version": "1.0.0",
                "restated": False,
                "file_changed": False,
                "verdict": "moderate",
                "tier": 1,
                "total": {"value": "3.1667", "rated": 12, "of": 12},
                "subscales": {"organizational": "3.1667"},
            },
        ],
        "cut_offs": [
            {"at_least": "3.0000", "verdict": "moderate"},
            {"at_least": "4.0000", "verdict": "high"},
        ],
        "not_compared": [
            {
                "visit": made["yew"],
                "program": {"id": 3, "name": "Yew", "invented": False},
                "region": "",
                "date": "2026-01-01",
                "kind": "site_visit",
                "version": "1.0.0",
                "restated": False,
                "file_changed": False,
                "why": "not_rated",
            }
        ],
    }


def test_items_with_their_mean_and_n():
    data = told("--what", "items")
    assert data["items"][:2] == [
        {"item": "G1", "mean": "3.5000", "n": 2, "at_level": [0, 1, 0, 0, 1]},
        {"item": "G2", "mean": "3.5000", "n": 2, "at_level": [0, 0, 1, 1, 0]},
    ]


def test_visits_that_are_named_stand_alone_two_of_one_program_among_them(made):
    data = told("--what", "heat", "--visit", made["elm"], "--visit", made["elm self"])
    assert [(v["date"], v["items"]["G1"]) for v in data["visits"]] == [
        ("2025-11-01", 4),
        ("2026-03-01", 2),
    ]


def test_a_program_that_is_named_has_its_last_two_visits_compared():
    data = told("--what", "two-visits", "--program", 1)
    assert (data["one_program"], data["verdicts"]) == (True, ["high", "moderate"])
    assert data["total"] == {
        "reported": ["4.0000", "3.8333"],
        "alike": ["4.0000", "3.8333"],
        "difference": "-0.1667",
        "rated_both": 12,
        "beyond_chance": None,
    }
    assert data["items"][0] == {
        "item": "G1",
        "was": "G1",
        "relation": "same",
        "levels": [4, 2],
        "step": -2,
        "beyond_chance": None,
    }


def test_two_visits_of_two_programs_speak_of_no_change(made):
    data = told("--what", "two-visits", "--visit", made["oak"], "--visit", made["elm"])
    assert data["one_program"] is False
    assert data["double_rated_visits"] is None
    assert "higher on 11" in run(
        "--what", "two-visits", "--visit", made["oak"], "--visit", made["elm"]
    ).stdout.replace("\n  ", " ")


def test_self_against_external_by_program_and_item():
    data = told("--what", "self-external")
    assert (data["programs"], data["programs_left_out"]) == (1, 1)
    assert data["total"] == {
        "mean_difference": "0.1667",
        "n": 1,
        "self": "4.0000",
        "external": "3.8333",
        "self_higher": 1,
        "same": 0,
        "self_lower": 0,
    }
    assert data["items"]["G1"]["mean_difference"] == "2.0000"
    assert data["pairs"][0]["items"][0] == {
        "item": "G1", "self": 4, "external": 2, "difference": 2,
    }  # fmt: skip
    assert told("--what", "self-external", "--months", 3)["programs"] == 0


def test_verdicts_with_their_reasons(made):
    data = told("--what", "verdicts", "--visit", made["elm"])
    (visit,) = data["visits"]
    assert visit["because"] == ["Organizational mean is 3.83 (asked: at least 3.0)."]
    assert [held["verdict"] for held in visit["held_back"]] == ["high"]
    assert run("--what", "verdicts", "--visit", made["elm"]).stdout.startswith("=Elm (invented):")


def test_a_csv_opens_in_a_spreadsheet_without_a_formula(made):
    done = run("--what", "heat", "--format", "csv")
    rows = list(csv.DictReader(StringIO(done.stdout)))
    assert [row["Program"] for row in rows] == ["'=Elm (invented)", "Oak"]
    assert [row["G1"] for row in rows] == ["2", "5"]


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        (["--region", "Coast"], ["=Elm"]),
        (["--region", "Coast", "--region", "Hills"], ["=Elm", "Oak"]),
        (["--setting", "Day"], ["Oak"]),
        (["--year", "2025"], ["=Elm"]),
        (["--kind", "self_audit"], ["=Elm"]),
        (["--program", "2"], ["Oak"]),
        (["--sort", "lowest"], ["Oak", "=Elm"]),
        (["--region", "Coast", "--setting", "Day"], []),
    ],
)
def test_filters_and_order(filters: list[str], names: list[str]):
    if not names:
        assert told("--what", "totals", *filters)["visits"] == []
        return
    assert [v["program"]["name"] for v in told(*filters)["visits"]] == names


def test_every_filter_that_fits_nothing_is_told_at_once():
    done = run("--region", "Cost", "--level-of-care", "Day", "--year", "2020", "--kind", "x")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == (
        "These visits cannot be looked at.\n"
        '  - --region "Cost": no visit has it. Did you mean "Coast"? [V01]\n'
        '  - --level-of-care "Day": no visit has any. Leave it out. [V01]\n'
        '  - --kind "x": no visit has it. Choose "self_audit" or "site_visit". [V01]\n'
        "  - --year 2020: no visit has it. Choose 2025 or 2026. [V01]\n"
    )


def test_every_visit_that_cannot_be_compared_is_told_at_once(made):
    done = run(
        "--region", "Coast", "--visit", 99, "--visit", made["yew"], "--visit", made["oak"]
    )  # fmt: skip
    assert done.exit_code == 2
    assert done.stderr == (
        "This cannot be compared.\n"
        "  - --visit 99: you see no such visit on GOI. `--format json` lists the numbers of "
        "visits. [V02]\n"
        f"  - --visit {made['yew']}: No item has a level. Leave it out. [V03]\n"
        f"  - --visit {made['oak']}: the filters leave it out. Take one away. [V04]\n"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--scale", "gio"], 'There is no scale "gio". Did you mean "goi"?'),
        (["--program", "7"], "There is no program 7."),
        (["--what", "raters"], "There is no visit whose ratings by two raters you may see. [V06]"),
        (
            ["--what", "two-visits", "--region", "Hills"],
            "There are no two visits to compare. [V05]",
        ),
        (["--as", "2"], "There is no visit yet that you may see. Rate a program first."),
    ],
)
def test_what_cannot_be_compared_says_why(arguments: list[str], said: str):
    done = run(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr


def test_two_visits_and_raters_ask_for_as_many_visits_as_they_compare(made):
    assert "[V05]" in run("--what", "two-visits", "--visit", made["elm"]).stderr
    assert "[V06]" in run("--what", "raters", "--visit", made["elm"]).stderr


@pytest.mark.parametrize("what", [what for what in WHATS if what != "raters"])
def test_every_key_of_the_json_is_documented(what: str):
    page = PAGE.read_text(encoding="utf-8")
    section = page.split("## A comparison as JSON")[1].split("\n## ")[0]
    documented = set(re.findall(r"`(\w+)`", section))
    assert keys_of(told("--what", what)) <= documented


def keys_of(data: object) -> set[str]:
    """Every key, but for ids of items and subscales."""
    if isinstance(data, list):
        return {key for each in data for key in keys_of(each)}
    if not isinstance(data, dict):
        return set()
    ids = {*GOI.scale.item_ids, *(part.id for part in GOI.scale.subscales)}
    return (set(data) - ids) | {key for each in data.values() for key in keys_of(each)}
