"""A small scale, results made with it and with the shipped ones, and LibreOffice where it is."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

import scales
from reporting.facts import AnswerFacts, ScaleResult
from reporting.report import Report
from scales.loading import load_scale
from scales.model import Scale
from scoring.evidence import verified_row
from scoring.explanation import explain_ratings
from scoring.ratings import Row, ratings_from_rows
from tests.reporting.house_report import NOTES, PLAN, RATED, TEAM, report_of

Rated = Callable[..., ScaleResult]


def _item(item_id: str, subscale: str, importance: int = 2) -> dict:
    return {
        "id": item_id,
        "name": f"Name of {item_id}",
        "subscale": subscale,
        "asks": "How much?",
        "importance": importance,
        "anchors": [
            {
                "level": level,
                "text": f"{item_id} looks like {level}",
                "verified": "read_in_source" if level == 5 else "background_fairly_sure",
            }
            for level in range(1, 6)
        ],
        "evidence": ["Charts"],
        "measure": {
            "kind": "percent",
            "numerator": "charts with a plan",
            "denominator": "charts",
            "cuts": [{"level": 1, "below": 50}, {"level": 5, "up_to": 100}],
        },
        "not_applicable": {"permitted": item_id == "A3", "rule": "Where there are no groups."},
        "actions": [
            {"id": a, "do": "Do it", "effort": "small", "lead": "Lead", "done_when": "Done"}
            for a in ("a1", "a2")
        ],
    }


_HOUSE = {
    "format": 1,
    "id": "house",
    "version": "1.2.0",
    "name": "House scale",
    "short_name": "House",
    "unit": "a program",
    "summary": "A scale for tests.",
    "status": "Unvalidated.",
    "license": {"name": "CC0", "text": "Free."},
    "sources": [{"key": "own", "title": "Own work"}],
    "guidance": ["Rate what is done."],
    "facts": [
        {
            "kind": "choice",
            "id": "team",
            "asks": "Is it one team?",
            "choices": [{"id": "yes", "text": "Yes"}, {"id": "no", "text": "No"}],
        },
        {
            "kind": "choice",
            "id": "label",
            "asks": "What does it call itself?",
            "claim": True,
            "choices": [
                {"id": "top", "text": "A model program", "verdict": "high"},
                {"id": "none", "text": "Nothing"},
            ],
        },
    ],
    "subscales": [
        {"id": "care", "name": "Care", "minimum_rated": 2},
        {"id": "extra", "name": "Extra"},
    ],
    "groups": {"critical": ["A1"]},
    "total": {
        "id": "total",
        "name": "Total",
        "kind": "mean_of_items",
        "of": ["care"],
        "minimum_rated": 2,
        "index_name": "Index",
    },
    "profiles": [
        {
            "id": "two_halves",
            "name": "Two halves",
            "parts": [
                {"id": "first", "name": "First half", "items": ["A1", "A2"]},
                {"id": "second", "name": "Second half", "items": ["A3", "B1"]},
            ],
        }
    ],
    "verdicts": [
        {
            "id": "open",
            "name": "Open",
            "rule": "H0",
            "tier": None,
            "meaning": "Too little is known.",
            "when": {
                "test": "any",
                "conditions": [
                    {"test": "no_mean", "of": "total"},
                    {"test": "fact_missing", "fact": "team"},
                ],
            },
        },
        {
            "id": "high",
            "name": "High",
            "rule": "H1",
            "tier": 2,
            "meaning": "It is in place.",
            "when": {
                "test": "all",
                "conditions": [
                    {"test": "mean", "of": "total", "at_least": "4.0"},
                    {"test": "item", "item": "A1", "at_least": 4},
                ],
            },
            "needs": [{"of": "critical", "level": 5}],
        },
        {"id": "low", "name": "Low", "rule": "H2", "tier": 1, "meaning": "It is not in place."},
    ],
    "borderline": ["care"],
    "warnings": [
        {
            "id": "odd",
            "when": {"test": "item", "item": "B1", "equals": 1},
            "text": "B1 is odd.",
        }
    ],
    "items": [
        _item("A1", "care", 3),
        _item("A2", "care"),
        _item("A3", "care"),
        _item("B1", "extra"),
    ],
}


@pytest.fixture(scope="session")
def house() -> Scale:
    """Three items that count (A1 decides, A3 may be left out) and one that does not (B1)."""
    return Scale.model_validate(_HOUSE)


@pytest.fixture(scope="session")
def shipped() -> dict[str, Scale]:
    """The four shipped scales, by id."""
    library = Path(scales.__file__).parent / "library"
    ids = ("iddt", "goi", "trauma_informed", "integration")
    return {scale: load_scale(library / f"{scale}.yaml") for scale in ids}


@pytest.fixture(scope="session")
def rated() -> Rated:
    """Score and explain one visit; with `evidence`, the verified score as well."""

    def rate(
        scale: Scale,
        levels: Mapping[str, int],
        choices: Mapping[str, str] | None = None,
        *,
        answers: Mapping[str, AnswerFacts] | None = None,
        evidence: bool = False,
        target: int | None = None,
        stamp: str = "",
    ) -> ScaleResult:
        row, beside = Row("Visit", levels, choices or {}), answers or {}
        verified = None
        if evidence:
            held = verified_row(scale, row, {item: a.grade for item, a in beside.items()})
            verified = explain_ratings(ratings_from_rows(scale, [held]))
        scored = explain_ratings(ratings_from_rows(scale, [row]))
        return ScaleResult(scored, verified, target, beside, {}, stamp)

    return rate


@pytest.fixture(scope="session")
def house_result(house: Scale, rated: Rated) -> ScaleResult:
    """A visit rated on the small scale, one item with a note, a grade and counts."""
    return rated(house, RATED, TEAM, answers=NOTES)


@pytest.fixture(scope="session")
def house_report(house_result: ScaleResult) -> Report:
    """The report on it, with a plan of one action."""
    return report_of(house_result, plan=PLAN)


@pytest.fixture(scope="session")
def soffice() -> str:
    """LibreOffice; a test that needs it is skipped where it is missing, and fails when strict."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None:
        reason = "LibreOffice is not installed, so formulas cannot be recalculated."
        if os.environ.get("FIDELITY_TEST_STRICT") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@pytest.fixture(scope="session")
def office_profile(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Settings of LibreOffice; making them takes as long as a conversion."""
    return f"-env:UserInstallation={tmp_path_factory.mktemp('office').as_uri()}"


@pytest.fixture
def recalculate(
    soffice: str, office_profile: str, tmp_path: Path
) -> Callable[..., dict[str, Workbook]]:
    """LibreOffice opens, works out and saves workbooks; it is started once for all of them."""

    def run(books: Mapping[str, Workbook]) -> dict[str, Workbook]:
        for folder in ("in", "out"):
            (tmp_path / folder).mkdir(exist_ok=True)
        files = [tmp_path / "in" / f"{name}.xlsx" for name in books]
        for file, book in zip(files, books.values(), strict=True):
            book.save(file)
        to_xlsx = ["--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "out")]
        command = [soffice, office_profile, *to_xlsx, *map(str, files)]
        subprocess.run(command, check=True, capture_output=True, timeout=900)
        return {f.stem: load_workbook(tmp_path / "out" / f.name, data_only=True) for f in files}

    return run


@pytest.fixture
def writer(need, tmp_path: Path) -> Callable[[Path], str]:
    """LibreOffice's word processor: the text of a document as it is printed, a form feed a page."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    part = next(Path("/usr/lib/libreoffice/program").glob("libswlo.so"), None) if program else None
    soffice = need("LibreOffice Writer", program if part else None)
    pdftotext = need("pdftotext", shutil.which("pdftotext"))

    def printed(document: Path) -> str:
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        to_pdf = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
        subprocess.run([*to_pdf, str(document)], check=True, capture_output=True, timeout=120)
        file = tmp_path / f"{document.stem}.pdf"
        done = subprocess.run(
            [pdftotext, "-layout", str(file), "-"], check=True, capture_output=True
        )
        return done.stdout.decode()

    return printed
