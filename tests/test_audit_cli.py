"""`fidelity verify` and `fidelity audit`: what they say, how they end, and what they write."""

from __future__ import annotations

import csv
import json
import os
import re
import sqlite3
import stat
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import make_url
from typer.testing import CliRunner

import fidelity_cli
from storage.people import act, add_first_person
from storage.purge import purge_visit
from storage.store import Store, upgrade
from storage.verifying import verify
from tests.storage.full_visit import begun_full_visit_in, finish_full_visit, words
from tests.storage.site_visit import NOW, SiteVisit, person_named


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Where the data is."""
    return f"sqlite:///{tmp_path / 'data.sqlite'}"


@pytest.fixture(autouse=True)
def _apart(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url: str) -> None:
    monkeypatch.setenv("FIDELITY_DATABASE_URL", url)
    monkeypatch.chdir(tmp_path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(fidelity_cli.app, list(arguments))


def keep_visit(url: str) -> SiteVisit:
    with closing(Store.open(url)) as store:
        upgrade(store)
        return finish_full_visit(begun_full_visit_in(store), "=1+1")


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as table:
        return list(csv.DictReader(table))


def test_verify_counts_what_it_looked_at(url: str):
    keep_visit(url)
    done = run("verify")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == "Nothing was changed by hand: 39 records, 51 events, 1 signature.\n"


def test_verify_tells_every_finding_in_a_line_and_ends_with_status_1(url: str, tmp_path: Path):
    keep_visit(url)
    with closing(sqlite3.connect(tmp_path / "data.sqlite")) as raw:
        raw.execute("UPDATE answer SET level = 5 WHERE rater = 'consensus' AND item = 'T1'")
        raw.execute("UPDATE person SET name = 'Zoe\x1b[2J' WHERE id = 2")
        raw.commit()
    done = run("verify")
    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        "visit 1: answer: what is stored is not what was signed.",
        'person {"id":2}: name not as the audit trail says.',
        'answer {"assessment_id":1,"item":"T1","rater":"consensus"}: level not as the audit trail '
        "says.",
    ]
    assert done.stderr == (
        "3 findings in 39 records, 51 events, 1 signature. Keep a copy before you do more.\n"
    )


def test_what_has_no_tables_or_older_ones_is_not_called_changed(url: str, tmp_path: Path):
    commands = (("verify",), ("audit", "1", "--out", "trail.csv"))
    file = Path(make_url(url).database or "")
    for command in commands:
        done = run(*command)
        assert (done.exit_code, done.stdout) == (2, "")
        assert done.stderr == f"There is no database at {url}. Look at FIDELITY_DATABASE_URL.\n"
        assert not file.exists()
    file.touch()
    for command in commands:
        done = run(*command)
        assert (done.exit_code, done.stdout) == (2, "")
        assert done.stderr.endswith(
            "does not have the tables of this version. Run `fidelity db upgrade` first. [K28]\n"
        )
    run("db", "upgrade")
    assert (
        run("verify").stdout == "Nothing was changed by hand: 0 records, 0 events, 0 signatures.\n"
    )


def test_audit_writes_who_changed_what_from_what_to_what(url: str, tmp_path: Path):
    keep_visit(url)
    done = run("audit", "1", "--out", "trail.csv")
    assert (done.exit_code, done.stderr) == (0, "")
    found = rows(tmp_path / "trail.csv")
    changes = {row["number"] for row in found}
    told = f"{len(changes)} changes in {len(found)} lines"
    assert done.stdout == f"trail.csv: {told}, as Lee may see them.\n"
    settled = [r for r in found if r["key"] == "assessment_id=1 item=T2 rater=consensus"]
    assert [(r["who"], r["when"], r["field"], r["old"], r["new"]) for r in settled] == [
        ("Ann", "2026-03-02T09:30:00.000000+00:00", "because", "", words("because")),
        ("Ann", "2026-03-02T09:30:00.000000+00:00", "confirmed", "", "true"),
        ("Ann", "2026-03-02T09:30:00.000000+00:00", "level", "", "4"),
        ("Ann", "2026-03-02T09:30:00.000000+00:00", "note", "", words("note of both")),
        ("Ann", "2026-03-02T09:30:00.000000+00:00", "reason", "", ""),
        ("Ann", "2026-03-02T09:30:00.000000+00:00", "revision", "", "1"),
        ("Ann", "2026-03-02T09:30:00.000000+00:00", "sources", "", "[]"),
        ("Ann", "2026-03-02T09:30:00.000000+00:00", "state", "", "rated"),
        (
            *("Ann", "2026-03-02T09:30:00.000000+00:00", "updated_at", ""),
            "2026-03-02T09:30:00.000000+00:00",
        ),
    ]
    with closing(sqlite3.connect(tmp_path / "data.sqlite")) as raw:
        kept = dict(raw.execute("SELECT number, hash FROM audit_event WHERE book = 'visit 1'"))
    assert {int(row["number"]): row["hash"] for row in found} == kept


def test_audit_shows_what_the_person_may_see(url: str, tmp_path: Path):
    site = keep_visit(url)
    with closing(Store.open(url)) as store:
        contact = person_named(store, "Con")
    assert run("audit", "1", "--out", "con.csv", "--as", str(contact)).exit_code == 0
    keys = {row["key"] for row in rows(tmp_path / "con.csv") if row["record"] == "answer"}
    assert keys == set()
    assert run("audit", "1", "--out", "ann.csv", "--as", str(site.ann.person.id)).exit_code == 0
    keys = {row["key"] for row in rows(tmp_path / "ann.csv") if row["record"] == "answer"}
    assert {f"assessment_id=1 item={item} rater=consensus" for item in ("T1", "T2")} <= keys
    stranger = run("audit", "1", "--out", "max.csv", "--as", str(site.stranger.person.id))
    assert (stranger.exit_code, stranger.stderr) == (
        2,
        "There is no visit 1. It may have been removed elsewhere.\n",
    )
    nobody = run("audit", "1", "--out", "max.csv", "--as", "99")
    assert (nobody.exit_code, nobody.stderr) == (
        2,
        "There is no person 99. It may have been removed elsewhere.\n",
    )
    assert not (tmp_path / "max.csv").exists()


def test_purged_words_are_told_as_such(url: str, tmp_path: Path):
    keep_visit(url)
    with closing(Store.open(url)) as store:
        purge_visit(act(store, 1), 1, "Kept long enough", NOW)
        assert verify(store) == ()
    run("audit", "1", "--out", "trail.csv")
    text = (tmp_path / "trail.csv").read_text(encoding="utf-8-sig")
    assert ("xyzzy" in text, text.count("(purged)") > 10) == (False, True)


def test_nothing_is_written_over_or_elsewhere(url: str, tmp_path: Path):
    keep_visit(url)
    (tmp_path / "trail.csv").write_text("an older one")
    refused = run("audit", "1", "--out", "trail.csv")
    assert (refused.exit_code, refused.stderr) == (
        2,
        "trail.csv exists and was left as it is. Choose another name, or add --force.\n",
    )
    assert (tmp_path / "trail.csv").read_text() == "an older one"
    assert run("audit", "1", "--out", "trail.csv", "--force").exit_code == 0
    assert len(rows(tmp_path / "trail.csv")) > 100
    if os.name != "nt":
        assert stat.S_IMODE((tmp_path / "trail.csv").stat().st_mode) == 0o600
    workbook = run("audit", "1", "--out", "trail.xlsx")
    assert (workbook.exit_code, workbook.stderr) == (
        2,
        "trail.xlsx: a table's name ends in .csv.\n",
    )
    nowhere = run("audit", "1", "--out", "none/trail.csv")
    assert (nowhere.exit_code, nowhere.stderr) == (
        2,
        "none/trail.csv: the table cannot be written (No such file or directory).\n",
    )


def test_a_database_that_nobody_uses_yet_has_nobody_to_ask_for():
    run("db", "upgrade")
    done = run("audit", "1", "--out", "trail.csv")
    assert (done.exit_code, done.stderr) == (
        2,
        "Nobody uses this database yet. Open the app and say who you are.\n",
    )


EXPLAINED = (Path(__file__).parents[1] / "docs/explanation/audit-trail.md").read_text("utf-8")


def test_the_hashes_on_the_page_come_out_by_its_own_recipe():
    recipes = re.findall(r"\$ printf '%s' '(.+)' \| sha256sum\n(\w{64})  -", EXPLAINED)
    assert len(recipes) == 2
    for text, documented in recipes:
        assert sha256(text.encode()).hexdigest() == documented


def test_the_event_on_the_page_is_one_that_the_toolkit_writes(tmp_path: Path, url: str):
    with closing(Store.open(url)) as store:
        upgrade(store)
        add_first_person(store, "Lee", NOW)
    with closing(sqlite3.connect(tmp_path / "data.sqlite")) as raw:
        found = raw.execute("SELECT * FROM audit_event")
        (row,) = found.fetchall()
    columns = [column[0] for column in found.description]
    shown = [
        f"{name:>9} = {'' if value is None else value}".rstrip()
        for name, value in zip(columns, row, strict=True)
    ]
    assert "\n".join(shown) in EXPLAINED


def test_the_hash_of_an_event_with_words_comes_out_by_the_recipe(tmp_path: Path, url: str):
    """Written out as the page says it, with nothing of ours but what lies in the database."""
    keep_visit(url)
    with closing(sqlite3.connect(tmp_path / "data.sqlite")) as raw:
        raw.row_factory = sqlite3.Row
        events = [dict(row) for row in raw.execute("SELECT * FROM audit_event WHERE salt <> ''")]
    words_of = {
        "answer": ("note", "reason", "because"),
        "correction": ("says", "answer"),
        "report_words": ("words",),
        "chart_row": ("chart", "findings", "note"),
    }

    def canonical(value: object) -> str:
        return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    def sha(value: object) -> str:
        return sha256(canonical(value).encode("utf-8")).hexdigest()

    for event in events:
        documented = event.pop("hash")
        salt = event.pop("salt")
        for side in ("old", "new"):
            event[side] = json.loads(event[side])
            for column in words_of.get(event["record"], ("note",)) if event[side] else ():
                if event[side][column]:
                    event[side][column] = sha([salt, column, event[side][column]])
        assert sha(event) == documented
    assert len(events) > 15
