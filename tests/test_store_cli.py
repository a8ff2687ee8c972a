"""The commands that look after the database: what they say, and that nothing is written over."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

import fidelity_cli


@pytest.fixture(autouse=True)
def _apart(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    use(monkeypatch, f"sqlite:///{tmp_path / 'data.sqlite'}")
    monkeypatch.chdir(tmp_path)


def use(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("FIDELITY_DATABASE_URL", url)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(fidelity_cli.app, list(arguments))


def test_data_moves_to_postgresql_and_the_way_back_is_the_same(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, postgresql_url: str
):
    run("db", "upgrade")
    saved = run("backup", "one.zip")
    assert (saved.exit_code, saved.stderr) == (0, "")
    assert saved.stdout.startswith("one.zip: 0 rows of ")
    use(monkeypatch, postgresql_url)
    restored = run("restore", "one.zip")
    assert (restored.exit_code, restored.stderr) == (0, "")
    assert " put into postgresql+psycopg://fidelity@/" in restored.stdout
    assert run("backup", "two.zip").exit_code == 0
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_a_file_that_is_there_is_replaced_only_when_asked_to(tmp_path: Path):
    run("db", "upgrade")
    (tmp_path / "one.zip").write_text("an older one")
    refused = run("backup", "one.zip")
    assert (refused.exit_code, refused.stderr) == (
        2,
        "one.zip exists and was left as it is. Choose another name, or add --force.\n",
    )
    assert (tmp_path / "one.zip").read_text() == "an older one"
    assert run("backup", "one.zip", "--force").exit_code == 0
    assert (tmp_path / "one.zip").read_bytes()[:2] == b"PK"


def test_what_is_amiss_is_told_with_exit_status_2(tmp_path: Path):
    nowhere = run("backup", "one.zip")
    assert (nowhere.exit_code, nowhere.stdout) == (2, "")
    assert nowhere.stderr.startswith("There is no database at sqlite:///")
    assert not (tmp_path / "data.sqlite").exists()
    (tmp_path / "data.sqlite").touch()
    nothing = run("backup", "one.zip")
    assert (nothing.exit_code, nothing.stdout) == (2, "")
    assert "has no tables yet, so there is nothing to save. [K27]" in nothing.stderr
    (tmp_path / "one.zip").write_text("My notes")
    other = run("restore", "one.zip")
    assert (other.exit_code, other.stderr) == (
        2,
        "one.zip: this backup was not restored.\n"
        "  - one.zip: it does not begin like a backup. "
        "Name a file that `fidelity backup` made. [K41]\n",
    )
