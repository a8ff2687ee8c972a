"""`fidelity export-tables` and `fidelity fhir`: what they write, for whom, and what they refuse."""

from __future__ import annotations

import csv
import os
import stat
from contextlib import closing
from io import StringIO
from pathlib import Path
from zipfile import ZipFile

import pyarrow.parquet as pq
import pytest
from click.testing import Result
from fhir.resources.R4B.bundle import Bundle
from fhir.resources.R4B.questionnaire import Questionnaire
from openpyxl import load_workbook
from typer.testing import CliRunner

import fidelity_cli
from storage.store import Store, upgrade
from tests.handover.visited import ANN, BEN, Visited, visit_harbor_house


@pytest.fixture(autouse=True)
def visited(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Visited:
    """A settled visit in the database that the commands open, and an empty folder to be in."""
    url = f"sqlite:///{tmp_path / 'data.sqlite'}"
    monkeypatch.setenv("FIDELITY_DATABASE_URL", url)
    monkeypatch.delenv("FIDELITY_SCALES", raising=False)
    monkeypatch.chdir(tmp_path)
    with closing(Store.open(url)) as store:
        upgrade(store)
        return visit_harbor_house(store).settle()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(fidelity_cli.app, list(arguments))


def refused(*arguments: str) -> str:
    done = run(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    return done.stderr


def raters(file: str) -> set[str]:
    text = ZipFile(file).read("ratings.csv").decode("utf-8-sig")
    return {row["rater"] for row in csv.DictReader(StringIO(text, newline=""))}


def test_the_tables_hold_what_the_person_may_see(visited: Visited, tmp_path: Path):
    done = run("export-tables", "--out", "all.zip")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == "all.zip: 67 rows in 12 tables, as Invented office may see them.\n"
    assert raters("all.zip") == {ANN, BEN, "consensus"}
    person = str(visited.staff.person.id)
    assert run("export-tables", "--out", "own.zip", "--as", person).exit_code == 0
    assert raters("own.zip") == {"consensus"}
    if os.name != "nt":
        assert stat.S_IMODE((tmp_path / "own.zip").stat().st_mode) == 0o600


def test_the_tables_come_in_the_form_and_of_the_program_asked_for(tmp_path: Path):
    assert run("export-tables", "--tables", "xlsx", "--out", "t.xlsx").exit_code == 0
    assert load_workbook(tmp_path / "t.xlsx")["programs"]["B2"].value == "=Harbor House"
    done = run(
        *("export-tables", "--tables", "parquet", "--out", "t.zip", "--program", "1"),
        "--without-notes",
    )
    assert done.exit_code == 0
    with ZipFile("t.zip") as archive, archive.open("ratings.parquet") as file:
        notes = pq.read_table(file).column("note").to_pylist()
    assert set(notes) == {None}
    assert refused("export-tables", "--out", "x.zip", "--program", "7") == (
        "There is no program 7. It may have been removed elsewhere.\n"
    )


def test_a_table_of_ratings_can_be_scored_by_the_same_program(tmp_path: Path):
    run("export-tables", "--out", "t.zip")
    ZipFile("t.zip").extract("ratings.csv", tmp_path)
    done = run("score", "ratings.csv", "--rater", "consensus")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "Visit 1: =Harbor House, 2026-04-14" in done.stdout
    assert "3.9000  10 of 12" in done.stdout


def test_a_visit_and_a_scale_go_out_as_fhir(tmp_path: Path):
    done = run("fhir", "1", "--out", "v.json")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == "v.json: visit 1 as a FHIR Bundle, rated by consensus.\n"
    assert len(Bundle.model_validate_json((tmp_path / "v.json").read_bytes()).entry or []) == 3
    assert run("fhir", "1", "--out", "v.json", "--force", "--rater", ANN).exit_code == 0
    assert run("fhir", "--scale", "goi", "--out", "q.json").exit_code == 0
    made = Questionnaire.model_validate_json((tmp_path / "q.json").read_bytes())
    assert made.title == "General Organizational Index"


def test_what_cannot_be_done_is_said_and_nothing_is_written(visited: Visited, tmp_path: Path):
    (tmp_path / "t.zip").write_text("an older one")
    assert refused("export-tables", "--out", "t.zip") == (
        "t.zip exists and was left as it is. Choose another name, or add --force.\n"
    )
    assert (tmp_path / "t.zip").read_text() == "an older one"
    assert refused("export-tables", "--out", "t.csv") == (
        "t.csv: the name of such a file ends in .zip.\n"
    )
    assert refused("export-tables", "--out", "none/t.zip") == (
        "none/t.zip: the file cannot be written (No such file or directory).\n"
    )
    neither = "Name a visit by its number, or a scale with --scale.\n"
    assert refused("fhir", "--out", "v.json") == neither
    assert refused("fhir", "1", "--scale", "goi", "--out", "v.json") == neither
    assert refused("fhir", "--scale", "goo", "--out", "v.json") == (
        'There is no scale "goo". Did you mean "goi"?\n'
    )
    assert refused("fhir", "1", "--out", "v.json", "--rater", "Ann") == (
        'There are no ratings by "Ann" that you may see. Choose "consensus", '
        '"Invented reviewer A" or "Invented reviewer B".\n'
    )
    person = str(visited.staff.person.id)
    assert refused("fhir", "1", "--out", "v.json", "--rater", ANN, "--as", person) == (
        f'There are no ratings by "{ANN}" that you may see. Choose "consensus".\n'
    )
    assert not (tmp_path / "v.json").exists()
