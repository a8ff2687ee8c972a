"""`fidelity state-report`: what it writes, over what, and what it refuses."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader
from typer.testing import CliRunner

import fidelity_cli
import fidelity_tables_cli
from handover.pool import PoolVisit, load_pool
from handover.state_report import gather_state
from sample_data.portfolio import AS_OF
from storage.acting import Acting
from storage.location import default_url
from storage.people import act, add_first_person, add_person
from storage.programs import Program, add_program
from storage.store import Store, upgrade
from tests.drawn_portfolio import DRAWN, NOW, fill, first_person
from tests.shipped_scales import read_scales, shipped_scales

HILLS = "Invented hill district"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a database with three invented programs is, one of them in the hills."""
    folder = tmp_path_factory.mktemp("portfolio")
    with closing(Store.open(default_url(folder))) as store:
        upgrade(store)
        fill(first_person(store), [drawn for drawn in DRAWN if len(drawn.visits) > 2][:3])
    return folder


@pytest.fixture(autouse=True)
def scales(monkeypatch: pytest.MonkeyPatch, folder: Path, tmp_path: Path) -> None:
    monkeypatch.setenv("FIDELITY_DATABASE_URL", default_url(folder))
    monkeypatch.setattr(fidelity_tables_cli, "load_catalog", read_scales)
    monkeypatch.chdir(tmp_path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(fidelity_cli.app, ["state-report", *arguments])


def test_the_ending_of_the_name_says_what_is_written(tmp_path: Path):
    for form in ("docx", "pdf", "xlsx"):
        done = run("--out", f"state.{form}", "--date", AS_OF.isoformat(), "--scale", "goi")
        assert (done.exit_code, done.stderr) == (0, "")
        assert done.stdout == f"state.{form}: 4 programs on GOI.\n"
    assert Document(str(tmp_path / "state.docx")).paragraphs[0].text == "State report"
    assert (
        "General Organizational Index" in PdfReader(tmp_path / "state.pdf").pages[0].extract_text()
    )
    book = load_workbook(tmp_path / "state.xlsx")
    assert {row[0].value for row in book["Items"].iter_rows(min_row=5)} == {"GOI"}


def test_a_report_is_over_what_was_asked_for(tmp_path: Path):
    region = DRAWN[0].region
    done = run("--out", "state.xlsx", "--region", region, "--scale", "iddt", "--scale", "goi")
    assert done.exit_code == 0
    rows = load_workbook(tmp_path / "state.xlsx")["Programs"].iter_rows(min_row=5)
    assert {(row[0].value, row[2].value) for row in rows} <= {
        ("IDDT", region),
        ("GOI", region),
        ("–", region),
    }


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["state.doc"], "state.doc: the name of such a file ends in .docx, .pdf or .xlsx.\n"),
        (
            ["state.pdf", "--scale", "idt"],
            'There is no scale "idt". Did you mean "iddt"?\n',
        ),
        (
            ["state.pdf", "--region", "Invented hil district", "--level-of-care", "Outer space"],
            "These programs cannot be reported on.\n"
            '  - no program that you see has the region "Invented hil district". Did you mean '
            f'"{HILLS}"? [V01]\n'
            '  - no program that you see has the level of care "Outer space". Choose "Outpatient". '
            "[V01]\n",
        ),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_is_written(tmp_path: Path, given, told):
    done = run("--out", *given)
    assert (done.exit_code, done.stdout, done.stderr) == (2, "", told)
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_not_written_over_unless_it_is_said(tmp_path: Path):
    (tmp_path / "state.xlsx").write_text("mine")
    kept = run("--out", "state.xlsx")
    assert kept.exit_code == 2 and "was left as it is" in kept.stderr
    assert (tmp_path / "state.xlsx").read_text() == "mine"
    assert run("--out", "state.xlsx", "--force", "--scale", "goi").exit_code == 0


def test_who_sees_no_program_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    url = default_url(tmp_path / "other")
    with closing(Store.open(url)) as store:
        upgrade(store)
        ann = act(store, add_first_person(store, "Ann", NOW).id)
        add_person(ann, "Ben", NOW)
    monkeypatch.setenv("FIDELITY_DATABASE_URL", url)
    done = run("--out", "state.pdf", "--as", "2")
    assert (done.exit_code, done.stderr) == (2, "There is no program that you see.\n")


@pytest.fixture
def many(tmp_path: Path, folder: Path) -> Iterator[tuple[Acting, list[Program]]]:
    """Fifty more programs, which have no visits of their own."""
    shutil.copytree(folder, tmp_path / "many")
    with closing(Store.open(default_url(tmp_path / "many"))) as store:
        acting = act(store, 1)
        yield acting, [add_program(acting, name=f"Invented {k}", now=NOW) for k in range(50)]


def test_five_times_as_many_programs_take_about_five_times_as_long(many):
    acting, programs = many
    pool = load_pool(acting, shipped_scales())

    def seconds(number: int) -> float:
        visits = [each for program in programs[:number] for each in _of(program, pool)]
        fastest = []
        for _ in range(3):
            begun = time.process_time()
            found = gather_state(acting, shipped_scales(), AS_OF, pool=visits)
            fastest.append(time.process_time() - begun)
        assert all(len(scale.rated) == number for scale in found.scales)
        return min(fastest)

    assert seconds(50) / seconds(10) < 5 * 1.6


def _of(program: Program, pool: tuple[PoolVisit, ...]) -> list[PoolVisit]:
    """The visits to one program of the pool, as if they had been to another."""
    source = pool[0].program.id
    return [
        replace(each, program=program, visit=replace(each.visit, program_id=program.id))
        for each in pool
        if each.program.id == source
    ]
