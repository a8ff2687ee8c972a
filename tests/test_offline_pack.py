"""The offline pack: what is in it, who gets it, and that what comes back is what was answered."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import Result
from openpyxl import load_workbook
from pypdf import PdfReader
from typer.testing import CliRunner

import fidelity_cli
from exchange.form_workbook import read_form_workbook
from exchange.incoming import IncomingError
from handover.offline_pack import NoPack, make_offline_pack, pack_name
from handover.workspace import Workspace, read_workspace
from reporting.pack_facts import GivenAnswer, PackScale
from storage.acting import Acting, NotAllowed
from storage.answers import copy_answers, list_answers
from storage.facts import FactAnswer, list_facts, save_fact
from storage.problem import NotFound
from storage.store import Store, upgrade
from storage.visits import take_scale
from tests.exchange.submissions import as_csv, submitted
from tests.shipped_scales import shipped_scales
from tests.storage.site_visit import NOW, SiteVisit, begin_site_visit

SCALES = {entry.scale.id: entry.scale for entry in shipped_scales().entries}


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Where the data is."""
    return f"sqlite:///{tmp_path / 'data.sqlite'}"


@pytest.fixture(autouse=True)
def _apart(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url: str) -> None:
    monkeypatch.setenv("FIDELITY_DATABASE_URL", url)
    monkeypatch.delenv("FIDELITY_SCALES", raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def visit(url: str) -> Iterator[SiteVisit]:
    """A visit on which two rate, each blind; Ann has begun."""
    with closing(Store.open(url)) as store:
        upgrade(store)
        visit = begin_site_visit(store)
        iddt = shipped_scales().get("iddt")
        file = (iddt.scale.version, iddt.stamp)
        take_scale(visit.lead, visit.assessment_id, *file, "The visit was begun without one.", NOW)
        visit.rate("Ann", "T1a", 4, note="Ann's note.", grade="A", numerator=8, denominator=10)
        visit.rate("Ann", "T2", state="not_enough_information")
        fact = FactAnswer(visit.assessment_id, "Ann", "clients_engagement", count=12)
        save_fact(visit.ann, fact, 0, NOW)
        visit.rate("Ben", "T1a", 1, note="Ben's note.")
        yield visit


def workspace_of(visit: SiteVisit, acting: Acting) -> Workspace:
    return read_workspace(acting, visit.id, shipped_scales())


def parts_of(pack: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(pack)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_pack_holds_three_forms_and_says_how_each_comes_back(visit: SiteVisit):
    parts = parts_of(make_offline_pack(workspace_of(visit, visit.ann)))
    assert list(parts) == ["form.pdf", "workbook.xlsx", "xlsform.xlsx", "README.txt"]
    assert "Invented program" in PdfReader(BytesIO(parts["form.pdf"])).pages[0].extract_text()
    assert load_workbook(BytesIO(parts["workbook.xlsx"]))["Start"]["B3"].value == "Invented program"
    assert load_workbook(BytesIO(parts["xlsform.xlsx"])).sheetnames == [
        "survey",
        "choices",
        "settings",
    ]
    readme = parts["README.txt"].decode()
    assert readme.startswith(
        "Offline pack: Invented program\n"
        f"Site visit, 2026-03-02 (visit number {visit.id})\n"
        "Scales: IDDT 1.0.0\n"
        "Sample data: this program is invented.\n"
    )
    assert all(f"\n{name}\n  " in readme for name in list(parts)[:3])
    assert max(map(len, readme.splitlines())) <= 78


def test_it_is_named_after_the_program_the_day_and_the_rater(visit: SiteVisit):
    workspace = workspace_of(visit, visit.ann)
    assert pack_name(workspace) == "invented-program-2026-03-02-offline-pack.zip"
    assert pack_name(workspace, "Ann") == "invented-program-2026-03-02-ann-offline-pack.zip"


def test_what_a_rater_answered_comes_back_as_it_was(visit: SiteVisit):
    pack = make_offline_pack(workspace_of(visit, visit.ann), "Ann", with_answers=True)
    came_back = read_form_workbook(parts_of(pack)["workbook.xlsx"], "workbook.xlsx", SCALES)
    (one,) = came_back.sets
    assert (one.visit, one.rater, one.counts) == (visit.id, "Ann", {"clients_engagement": 12})
    first, second = one.answers["T1a"], one.answers["T2"]
    assert (first.level, first.note, first.grade) == (4, "Ann's note.", "A")
    assert (first.numerator, first.denominator) == (8, 10)
    assert second.state == "not_enough_information"
    assert set(one.answers) == {"T1a", "T2"}


def test_nobody_gets_what_another_rated(visit: SiteVisit):
    for acting, rater in (
        (visit.ann, "Ben"),
        (visit.lead, "Ann"),
        (visit.contact, "Ann"),
        (visit.colleague, "Ann"),
        (visit.ann, ""),
    ):
        with pytest.raises(NotAllowed, match="of one's own ratings alone"):
            make_offline_pack(workspace_of(visit, acting), rater, with_answers=True)
    for acting in (visit.lead, visit.ben, visit.contact, visit.colleague):
        parts = parts_of(make_offline_pack(workspace_of(visit, acting), "Ann"))
        with pytest.raises(IncomingError, match=r"nothing is filled in"):
            read_form_workbook(parts["workbook.xlsx"], "workbook.xlsx", SCALES)
    with pytest.raises(NotFound):
        workspace_of(visit, visit.stranger)


def test_only_who_rates_the_visit_can_be_named(visit: SiteVisit):
    with pytest.raises(
        NoPack, match=r'"An" does not rate this visit. Did you mean "Ann"\? \[K11\]'
    ):
        make_offline_pack(workspace_of(visit, visit.ann), "An")


def test_a_copy_that_nobody_confirmed_is_not_in_the_pack(visit: SiteVisit):
    later = visit.another()
    copied = copy_answers(visit.ann, visit.assessment_id, "Ann", later.assessment_id, "Ann", NOW)
    assert len(copied) == 2
    later.rate("Ann", "T3", 5)
    pack = make_offline_pack(workspace_of(later, later.ann), "Ann", with_answers=True)
    came_back = read_form_workbook(parts_of(pack)["workbook.xlsx"], "workbook.xlsx", SCALES)
    assert set(came_back.sets[0].answers) == {"T3"}


def files_beside_the_data(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir() if not p.name.startswith("data.sqlite"))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(fidelity_cli.app, ["offline-pack", *arguments])


def test_the_command_makes_a_pack_that_its_owner_alone_can_read(visit: SiteVisit, tmp_path: Path):
    ann = str(visit.ann.person.id)
    done = run(str(visit.id), "--out", "a.zip", "--as", ann, "--rater", "Ann", "--with-answers")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == ("a.zip: 1 scale of the visit of 2026-03-02, with the answers of Ann.\n")
    file = tmp_path / "a.zip"
    assert file.stat().st_mode & 0o077 == 0
    assert "workbook.xlsx" in parts_of(file.read_bytes())
    again = run(str(visit.id), "--out", "a.zip", "--blank")
    assert (again.exit_code, again.stderr) == (
        2,
        "a.zip exists and was left as it is. Choose another name, or add --force.\n",
    )
    forced = run(str(visit.id), "--out", "a.zip", "--force")
    assert forced.stdout == "a.zip: 1 scale of the visit of 2026-03-02, without answers.\n"
    assert files_beside_the_data(tmp_path) == ["a.zip"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("1", "--out", "a.tar"), "a.tar: the name of such a file ends in .zip.\n"),
        (
            ("1", "--out", "a.zip", "--with-answers"),
            "Say whose answers with --rater, or make a blank pack.\n",
        ),
        (("99", "--out", "a.zip"), "There is no visit 99"),
        (("1", "--out", "a.zip", "--rater", "Lee"), '"Lee" does not rate this visit.'),
        (
            ("1", "--out", "a.zip", "--rater", "Ann", "--with-answers"),
            "A pack with answers is made of one's own ratings alone.",
        ),
        (("1", "--out", "none/a.zip"), "none/a.zip: the file cannot be written (No such file"),
    ],
)
def test_the_command_says_what_keeps_it_from_making_a_pack(
    visit: SiteVisit, tmp_path: Path, arguments: tuple[str, ...], said: str
):
    number, *others = arguments
    done = run(str(visit.id) if number == "1" else number, *others)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith(said)
    assert files_beside_the_data(tmp_path) == []


def bring_in(file: str, person: int) -> Result:
    return CliRunner().invoke(fidelity_cli.app, ["import", file, "--as", str(person)])


def test_a_workbook_filled_in_on_site_is_brought_in(visit: SiteVisit, tmp_path: Path):
    content = parts_of(make_offline_pack(workspace_of(visit, visit.ann), "Ann"))["workbook.xlsx"]
    book = load_workbook(BytesIO(content))
    sheet = book["IDDT"]
    rows = {str(row[0].value): row[0].row for row in sheet.iter_rows(min_row=5)}
    sheet[f"D{rows['T5']}"], sheet[f"J{rows['T5']}"] = 3, "Seen on two days."
    sheet[f"D{rows['T6']}"] = "NEI"
    book["Questions"]["D6"] = 7
    book.save(tmp_path / "site.xlsx")
    before = list_answers(visit.ann, visit.assessment_id, "Ann")
    done = bring_in("site.xlsx", visit.ann.person.id)
    assert (done.exit_code, done.stderr) == (0, "")
    after = list_answers(visit.ann, visit.assessment_id, "Ann")
    assert {item: after[item] for item in before} == before
    assert (after["T5"].level, after["T5"].note) == (3, "Seen on two days.")
    assert after["T6"].state == "not_enough_information"
    facts = list_facts(visit.ann, visit.assessment_id, "Ann")
    assert {fact: answer.count for fact, answer in facts.items()} == {
        "clients_engagement": 12,
        "clients_persuasion": 7,
    }
    assert list_answers(visit.ben, visit.assessment_id, "Ben")["T1a"].level == 1


def test_a_submission_from_a_phone_is_brought_in(visit: SiteVisit, tmp_path: Path):
    given = PackScale(SCALES["iddt"], "", {"T5": GivenAnswer("rated", 2, grade="C")})
    row = submitted(given) | {
        "fidelity_visit": str(visit.id),
        "fidelity_program": "Invented program",
    }
    (tmp_path / "phones.csv").write_bytes(as_csv(row))
    done = bring_in("phones.csv", visit.ann.person.id)
    assert (done.exit_code, done.stderr) == (0, "")
    answer = list_answers(visit.ann, visit.assessment_id, "Ann")["T5"]
    assert (answer.level, answer.grade) == (2, "C")


def test_nobody_brings_in_what_is_another_raters(visit: SiteVisit, tmp_path: Path):
    pack = make_offline_pack(workspace_of(visit, visit.ben), "Ben", with_answers=True)
    (tmp_path / "ben.xlsx").write_bytes(parts_of(pack)["workbook.xlsx"])
    visit.rate("Ben", "T1a", 2)
    done = bring_in("ben.xlsx", visit.ann.person.id)
    assert done.exit_code == 2
    assert list_answers(visit.ben, visit.assessment_id, "Ben")["T1a"].level == 2
