"""What the pages say is so: links lead somewhere, examples run, settings exist."""

from __future__ import annotations

import doctest
import importlib
import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

ROOT = Path(__file__).parents[1]
TOPS = ("app_pages", "benchmarks", "docs", "exchange", "reporting", "sample_data", "scales")
TOPS += ("scoring", "storage", "tests")
PAGES = sorted([*ROOT.glob("*.md"), *(p for top in TOPS for p in (ROOT / top).rglob("*.md"))])
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
README = (ROOT / "README.md").read_text(encoding="utf-8")

MODULES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for part in ("scales", "scoring")
    for path in (ROOT / part).rglob("*.py")
)


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def without_code(text: str) -> str:
    """Leave out what stands between fences and in backticks: it shows, it does not link."""
    text = re.sub(r"^```.*?^```", "", text, flags=re.M | re.S)
    return re.sub(r"`[^`\n]*`", "", text)


def links_of(page: Path) -> list[str]:
    found = re.findall(r"\]\(([^()\s]+)\)", without_code(page.read_text(encoding="utf-8")))
    return [link for link in found if not re.match(r"[a-z]+:", link)]


def headings_of(page: Path) -> set[str]:
    """The names by which headings can be linked to, as the usual viewers make them."""
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    return {as_anchor(heading) for heading in re.findall(r"^#+ +(.+)$", text, flags=re.M)}


def as_anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_every_link_to_a_file_leads_somewhere(page: Path):
    lost = []
    for link in links_of(page):
        target, _, part = link.partition("#")
        file = (page.parent / target).resolve() if target else page
        if not file.exists():
            lost.append(f"{link}: there is no such file")
        elif part and file.suffix == ".md" and part not in headings_of(file):
            lost.append(f"{link}: {shown(file)} has no such heading")
    assert lost == []


@pytest.mark.parametrize("module", MODULES)
def test_examples_in_docstrings_come_out_as_written(module: str):
    assert doctest.testmod(importlib.import_module(module)).failed == 0


def test_the_street_is_an_example_that_runs():
    assert doctest.testmod(importlib.import_module("scoring")).attempted > 10


def readme_commands(program: str) -> list[str]:
    blocks = re.findall(r"^```\n(.*?)^```", README, flags=re.M | re.S)
    lines = [line.strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if line.startswith(f"{program} ")]


@pytest.mark.parametrize("command", readme_commands("fidelity"))
def test_a_command_of_the_readme_works(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    cli = importlib.import_module("fidelity_cli")
    monkeypatch.chdir(tmp_path)
    words = [str(ROOT / w) if w.startswith("sample_data/") else w for w in shlex.split(command)]
    done = CliRunner().invoke(cli.app, words[1:])
    assert done.exit_code == 0, done.output
    for wanted in [words[k + 1] for k, word in enumerate(words) if word == "--out"]:
        assert (tmp_path / wanted).stat().st_size > 0


def test_the_readme_gives_the_two_commands_of_the_set_up():
    assert readme_commands("pip") == [
        "pip install -c constraints.txt -e . && streamlit run fidelity_app.py",
        'pip install -c constraints.txt -e ".[test]" && pytest',
    ]


def test_the_same_commands_are_what_every_change_must_pass():
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    install, test = (part.strip() for part in readme_commands("pip")[1].split("&&"))
    assert install.removeprefix("pip install ") in ci
    assert f"FIDELITY_TEST_STRICT=1 {test}" in ci


def test_every_setting_that_is_read_is_told():
    """An environment variable that no page names is one that nobody can use."""
    code = [*ROOT.glob("*.py"), *(p for t in TOPS[:-1] for p in (ROOT / t).rglob("*.py"))]
    code += [ROOT / "tests" / "conftest.py"]
    read = {name for path in code for name in settings_in(path)}
    told = {name for page in PAGES for name in settings_in(page)}
    assert read == told & read
    assert {"FIDELITY_DATABASE_URL", "FIDELITY_SCALES", "FIDELITY_TEST_STRICT"} <= read


def settings_in(path: Path) -> set[str]:
    return set(re.findall(r"\bFIDELITY_[A-Z]+(?:_[A-Z]+)*\b", path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("page", DECISIONS, ids=shown)
def test_a_decision_is_filed_under_what_it_decides(page: Path):
    """A list of the folder reads as a list of decisions."""
    title = page.read_text(encoding="utf-8").splitlines()[0]
    assert title.startswith("# ")
    words = re.sub(r"[^a-z0-9]+", "-", title[2:].lower().replace("'", "")).strip("-")
    assert page.stem[5:] == words


def test_decisions_are_numbered_each_once():
    numbers = [page.stem[:4] for page in DECISIONS]
    assert numbers == sorted(set(numbers))
    assert all(number.isdigit() for number in numbers)
