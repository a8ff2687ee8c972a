"""The reference pages on disk say what the data says."""

import re
from pathlib import Path

import pytest

from scales.criteria import Criterion
from scales.reference import criteria_page, pages

REFERENCE = Path(__file__).parent.parent / "docs" / "reference"


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    return pages()


@pytest.mark.parametrize("name", ["criteria.md", "ids.md"])
def test_the_page_on_disk_is_what_the_data_makes_now(made: dict[str, str], name: str):
    on_disk = (REFERENCE / name).read_text(encoding="utf-8")
    # Compared first, so that a failure is one sentence and not a diff of the whole page.
    same = on_disk == made[name]
    assert same, f"docs/reference/{name} is out of date: run `python -m scales.reference`"


def test_every_criterion_has_its_row(made: dict[str, str]):
    numbers = re.findall(r"^\| (\d+) \|", made["criteria.md"], flags=re.MULTILINE)
    assert [int(number) for number in numbers] == list(range(1, 383))


def test_a_row_names_the_item_that_carries_the_criterion(made: dict[str, str]):
    row = next(line for line in made["criteria.md"].splitlines() if line.startswith("| 8 |"))
    assert row == (
        "| 8 | Health promotion: liver, sleep apnea, nutrition and other physical effects | S1 "
        "| `T12` Interventions to promote health<br>`INT21` Outside providers and physical health "
        "| Physical health risks screened and planned |"
    )


def test_the_verdict_ids_are_the_agreed_ones(made: dict[str, str]):
    tables = {part.split("\n", 1)[0]: part for part in made["ids.md"].split("\n## ")[1:]}
    verdicts = {
        scale: re.findall(r"^\| `(\w+)`", text.split("### Verdicts")[1].split("\n### ")[0], re.M)
        for scale, text in tables.items()
    }
    assert {scale: set(ids) for scale, ids in verdicts.items()} == {
        "iddt": {"high", "moderate", "low", "not_scorable"},
        "goi": {"high", "moderate", "low", "not_scorable"},
        "trauma_informed": {
            "informed",
            "responsive",
            "sensitive",
            "aware",
            "not_yet",
            "not_scorable",
        },
        "integration": {
            "single",
            "sequential",
            "parallel",
            "bundled",
            "partial",
            "integrated",
            "not_classifiable",
        },
    }


@pytest.mark.parametrize("name", ["criteria.md", "ids.md"])
def test_every_link_within_a_page_leads_to_a_heading(made: dict[str, str], name: str):
    headings = re.findall(r"^## (.+)$", made[name], flags=re.MULTILINE)
    fragments = {re.sub(r"[^\w -]", "", h.lower()).replace(" ", "-") for h in headings}
    links = re.findall(r"\]\(#([^)]+)\)", made[name])
    assert len(links) == len(headings)
    assert set(links) == fragments


def test_a_bar_or_line_break_in_a_text_does_not_break_the_table():
    odd = Criterion(1, "A", "Parts", ("S0",), "one | two\nthree", ("c",), (), "Rated", "", "", "")
    assert "| 1 | one \\| two three | S0 |  | Rated |" in criteria_page([odd], [])
