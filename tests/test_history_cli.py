"""`fidelity history` and `fidelity benchmarks`: what they tell, to whom, and what they refuse."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

import fidelity_cli
import fidelity_tables_cli
from storage.acting import Acting
from storage.answers import Answer
from storage.filling import fill_set
from storage.location import default_url
from storage.people import act, add_first_person, add_member, add_person
from storage.plans import PlanAction, add_action
from storage.programs import add_program
from storage.store import Store
from storage.team import alone
from storage.visits import add_visit, get_assessments
from tests.shipped_scales import read_scales, shipped_scales

NOW = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC)
GOI = shipped_scales().get("goi")
SOURCE = "BMC Psychiatry (2021), article s12888-021-03300-4"


@pytest.fixture(scope="module")
def filled(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six programs of Ann's; the first was rated twice, each other one once. Ben's is the first."""
    folder = tmp_path_factory.mktemp("history")
    shutil.copy(migrated, folder)
    with closing(Store.open(default_url(folder))) as store:
        ann = act(store, add_first_person(store, "Ann", NOW).id)
        ben = add_person(ann, "Ben", NOW)
        places = ("Harbor House", "Harbor Street", "Mill", "Pine", "Oak", "Elm")
        kept = [
            add_program(ann, name=name, region="Coast" if k < 3 else "Hills", now=NOW).id
            for k, name in enumerate(places)
        ]
        add_member(ann, kept[0], ben.id, NOW)
        first = rate(ann, kept[0], dt.date(2025, 3, 2), 3)
        add_action(ann, PlanAction(first, "Write it down", items=(("goi", "G1"),)), NOW)
        for program, level in zip(kept, (4, 1, 2, 3, 4, 5), strict=True):
            rate(ann, program, dt.date(2026, 3, 2), level)
    return folder


@pytest.fixture(autouse=True)
def at_hand(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """That is the database that the commands read; they write nothing."""
    monkeypatch.setenv("FIDELITY_DATABASE_URL", default_url(filled))
    monkeypatch.delenv("FIDELITY_SCALES", raising=False)
    monkeypatch.setattr(fidelity_tables_cli, "load_catalog", read_scales)


def rate(acting: Acting, program: int, day: dt.date, level: int) -> int:
    """A self-audit with every item at one level, with a note at the first."""
    team = alone("Ann", acting.person.id)
    pin = ("goi", GOI.scale.version, GOI.stamp, 4)
    visit = add_visit(acting, program, day, "self_audit", team, [pin], NOW)
    (place,) = get_assessments(acting, visit.id)
    items = GOI.scale.item_ids
    answers = [Answer(place.id, "Ann", item, "rated", level) for item in items[1:]]
    answers.append(Answer(place.id, "Ann", items[0], "rated", level, note="It is on the wall"))
    fill_set(acting, place.id, "Ann", answers, [], NOW)
    return visit.id


def run(*arguments: str) -> Result:
    return CliRunner().invoke(fidelity_cli.app, list(arguments))


def test_a_history_is_told_as_text_with_reasons_and_what_was_planned():
    done = run("history", "harbor house")
    assert (done.exit_code, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "Harbor House, GOI"
    assert [" ".join(line.split()) for line in lines[2:5]] == [
        "Visit Kind Verdict Organizational mean",
        "2025-03-02 Self-audit Moderate fidelity 3.00",
        "2026-03-02 Self-audit High fidelity 4.00",
    ]
    told = " ".join(" ".join(lines).split())
    assert "The verdict went from Moderate fidelity to High fidelity." in told
    assert "Whether that is more than chance cannot be told." in told
    assert "It is on the wall. Planned: Write it down (planned)." in told
    assert "How much of a change is chance cannot be told for this scale." in told


def test_a_history_is_told_as_json():
    told = json.loads(run("history", "1", "--format", "json").stdout)
    assert told["program"] == {"id": 1, "name": "Harbor House", "invented": False}
    assert [
        (v["visit"], v["date"], v["kind"], v["verdict"], v["total"], v["line"])
        for v in told["visits"]
    ] == [
        (1, "2025-03-02", "self_audit", "moderate", "3.0000", 0),
        (2, "2026-03-02", "self_audit", "high", "4.0000", 0),
    ]
    change = told["change"]
    assert (change["earlier"], change["later"]) == (1, 2)
    assert change["total"] == {
        "reported": ["3.0000", "4.0000"],
        "alike": ["3.0000", "4.0000"],
        "difference": "1.0000",
        "rated_both": 12,
        "beyond_chance": None,
    }
    assert change["items"][0] == {
        "item": "G1",
        "was": "G1",
        "relation": "same",
        "levels": [3, 4],
        "step": 1,
        "beyond_chance": None,
        "reasons": ["It is on the wall."],
        "actions": ["Write it down (planned)"],
    }
    assert told["chance"]["double_rated_visits"] == 0
    assert told["chance"]["total"]["sem"] is None


def test_of_one_visit_nothing_moved():
    told = json.loads(run("history", "Mill", "--format", "json").stdout)
    assert (len(told["visits"]), told["change"]) == (1, None)
    assert "One visit so far" in run("history", "Mill").stdout


def test_a_program_is_meant_by_one_name_alone():
    several = run("history", "harbor")
    assert (several.exit_code, several.stderr) == (
        2,
        '"harbor" may be several programs. Give the number: 1 (Harbor House) or '
        "2 (Harbor Street). [V08]\n",
    )
    nobody = run("history", "Mil Street")
    assert nobody.exit_code == 2
    assert nobody.stderr.startswith('You see no program "Mil Street".')
    assert nobody.stderr.endswith("[V07]\n")


def test_visits_that_cannot_be_compared_are_refused_with_those_that_can():
    other = run("history", "1", "--later", "77")
    assert (other.exit_code, other.stderr) == (
        2,
        "--later 77: you see no result of such a visit. In the order of their days there are 1, "
        "2. [V02]\n",
    )
    back = run("history", "1", "--earlier", "2", "--later", "1")
    assert (back.exit_code, back.stderr) == (
        2,
        "The earlier visit has to come before the later one. In the order of their days there "
        "are 1, 2. [V10]\n",
    )


def test_nobody_is_told_of_programs_that_are_not_theirs():
    assert run("history", "Mill", "--as", "2").stderr.startswith('You see no program "Mill".')
    told = json.loads(run("benchmarks", "--as", "2", "--format", "json").stdout)
    assert (told["programs"], told["total"]) == (
        1,
        {"n": 1, "lower": None, "median": None, "upper": None},
    )
    assert told["verdicts"] is None


def test_benchmarks_are_told_with_n_and_published_figures_with_their_source():
    done = run("benchmarks", "--program", "Harbor House")
    assert (done.exit_code, done.stderr) == (0, "")
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert lines[0] == "GOI: 6 programs, each by its latest visit (2026-03-02)."
    assert lines[2:4] == [
        "Name n Lower quartile Median Upper quartile Harbor House",
        "Organizational mean 6 2.25 3.50 4.00 4.00",
    ]
    assert "High fidelity 3 6 50 %" in lines
    assert "All units: mean 1.78 (n = 15)." in lines
    assert f"Source: {SOURCE}" in done.stdout


def test_benchmarks_are_told_as_json():
    done = run("benchmarks", "--program", "1", "--format", "json")
    told = json.loads(done.stdout)
    assert (told["scale"], told["programs"], told["since"]) == ("goi", 6, "2026-03-02")
    assert told["items"]["G1"] == {
        "n": 6,
        "lower": "2.2500",
        "median": "3.5000",
        "upper": "4.0000",
    }
    assert told["verdicts"] == {"not_scorable": 0, "high": 3, "moderate": 1, "low": 2}
    assert told["beside"]["program"] == {"id": 1, "name": "Harbor House", "invented": False}
    assert (told["beside"]["total"], told["beside"]["items"]["G2"]) == ("4.0000", 4)
    assert [each["id"] for each in told["published"]] == [
        "goi_norway_2021",
        "ddcat_256",
        "ddcat_california_2013",
    ]
    assert all(figure["n"] for each in told["published"] for figure in each["figures"])


def test_of_few_programs_only_their_number_is_told():
    told = json.loads(run("benchmarks", "--region", "Coast", "--format", "json").stdout)
    assert (told["programs"], told["total"]["median"], told["verdicts"]) == (3, None, None)
    outside = run("benchmarks", "--region", "Coast", "--program", "Oak")
    assert (outside.exit_code, outside.stderr) == (
        2,
        '"Oak" is not in this pool. Take a filter away. [V09]\n',
    )


def test_words_of_filters_that_no_visit_has_are_told_all_at_once():
    done = run("benchmarks", "--region", "Coats", "--year", "2020", "--setting", "Day")
    assert (done.exit_code, done.stderr) == (
        2,
        "These visits cannot be looked at.\n"
        '  - --region "Coats": no visit has it. Did you mean "Coast"? [V01]\n'
        '  - --setting "Day": no visit has any. Leave it out. [V01]\n'
        "  - --year 2020: no visit has it. Choose 2025 or 2026. [V01]\n",
    )


def test_a_scale_that_there_is_not_is_refused():
    done = run("history", "1", "--scale", "gio")
    assert (done.exit_code, done.stderr) == (
        2,
        'There is no scale "gio". Did you mean "goi"?\n',
    )
    assert run("history", "1", "--scale", "iddt").stdout.splitlines() == [
        "Harbor House, IDDT",
        "There is no result on this scale yet that you may see.",
    ]
