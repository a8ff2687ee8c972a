"""`fidelity report`: what it writes, for whom, and what it leaves alone."""

from __future__ import annotations

import os
import stat
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import Result
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader
from typer.testing import CliRunner

import fidelity_cli
from storage.store import Store, upgrade
from tests.shipped_scales import read_scales
from tests.storage.full_visit import begun_full_visit_in, finish_full_visit
from tests.storage.site_visit import SiteVisit, person_named

NAME = "invented-program-2026-03-02"


@pytest.fixture(autouse=True)
def url(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """Where the data is; the scales are those read already."""
    address = f"sqlite:///{tmp_path / 'data.sqlite'}"
    monkeypatch.setenv("FIDELITY_DATABASE_URL", address)
    monkeypatch.setattr("scales.catalog.load_catalog", read_scales)
    monkeypatch.chdir(tmp_path)
    return address


@pytest.fixture
def begun(url: str) -> SiteVisit:
    """A visit that is still being rated."""
    with closing(Store.open(url)) as store:
        upgrade(store)
        return begun_full_visit_in(store)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(fidelity_cli.app, ["report", *arguments])


def test_the_report_of_a_visit_is_written_in_every_form(begun: SiteVisit, tmp_path: Path):
    finish_full_visit(begun)
    for form, length, kind in (
        ("pdf", "page", "one-page"),
        ("docx", "page", "one-page"),
        ("xlsx", "full", "report"),
        ("xlsx", "page", "one-page"),
    ):
        done = run("1", "--as", form, "--length", length)
        assert (done.exit_code, done.stderr) == (0, "")
        assert done.stdout.startswith(f"{NAME}-{kind}.{form}: Invented program, 2026-03-02")
        assert "draft" not in done.stdout.lower()
    pdf = PdfReader(tmp_path / f"{NAME}-one-page.pdf")
    assert len(pdf.pages) == 1
    assert "Signed by: " in pdf.pages[0].extract_text()
    said = "\n".join(p.text for p in Document(tmp_path / f"{NAME}-one-page.docx").paragraphs)
    assert "Signed by: " in said
    assert load_workbook(tmp_path / f"{NAME}-report.xlsx").sheetnames
    if os.name != "nt":
        assert stat.S_IMODE((tmp_path / f"{NAME}-one-page.pdf").stat().st_mode) == 0o600


def test_nobody_gets_a_report_of_what_they_may_not_see(begun: SiteVisit, url: str, tmp_path: Path):
    with closing(Store.open(url)) as store:
        contact = person_named(store, "Con")
    early = run("1", "--person", str(contact))
    assert (early.exit_code, early.stderr) == (
        2,
        "Of visit 1 there is no result yet that you may see.\n",
    )
    stranger = run("1", "--person", str(begun.stranger.person.id))
    assert (stranger.exit_code, stranger.stderr) == (
        2,
        "There is no visit 1. It may have been removed elsewhere.\n",
    )
    own = run("1", "--length", "page", "--person", str(begun.ann.person.id), "--out", "ann.pdf")
    assert own.exit_code == 0
    assert own.stdout.endswith(" A draft: the visit is not signed.\n")
    words = PdfReader(tmp_path / "ann.pdf").pages[0].extract_text()
    assert "Draft: not signed" in words
    assert sorted(path.name for path in tmp_path.glob("*.*")) == ["ann.pdf", "data.sqlite"]


def test_nothing_is_written_over_or_under_a_name_that_misleads(begun: SiteVisit, tmp_path: Path):
    finish_full_visit(begun)
    (tmp_path / "mine.pdf").write_text("an older one")
    refused = run("1", "--length", "page", "--out", "mine.pdf")
    assert (refused.exit_code, refused.stderr) == (
        2,
        "mine.pdf exists and was left as it is. Choose another name, or add --force.\n",
    )
    assert (tmp_path / "mine.pdf").read_text() == "an older one"
    assert run("1", "--length", "page", "--out", "mine.pdf", "--force").exit_code == 0
    assert PdfReader(BytesIO((tmp_path / "mine.pdf").read_bytes())).pages
    misleading = run("1", "--as", "docx", "--out", "mine.pdf", "--force")
    assert (misleading.exit_code, misleading.stderr) == (
        2,
        "mine.pdf: the name of such a file ends in .docx.\n",
    )
    nowhere = run("1", "--length", "page", "--out", "none/mine.pdf")
    assert (nowhere.exit_code, nowhere.stderr) == (
        2,
        "none/mine.pdf: the file cannot be written (No such file or directory).\n",
    )
