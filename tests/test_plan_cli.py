"""`fidelity actions`: how a plan stands, out as files, and back in."""

from __future__ import annotations

import datetime as dt
import json
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

import fidelity_cli
from storage.acting import Acting
from storage.people import act, add_first_person, add_person
from storage.plans import PlanAction, add_action, list_actions
from storage.programs import add_program
from storage.store import Store, upgrade
from storage.team import alone
from storage.visits import add_visit
from tests.shipped_scales import read_scales, shipped_scales

NOW = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC)
GOI = shipped_scales().get("goi")


@dataclass(frozen=True)
class Planned:
    """A visit with a plan of two actions, and who made it."""

    acting: Acting
    visit: str

    @property
    def actions(self) -> tuple[PlanAction, ...]:
        """As they are stored."""
        return list_actions(self.acting, int(self.visit))


@pytest.fixture
def planned(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """A visit of Ann's; Ben belongs to nothing."""
    url = f"sqlite:///{tmp_path / 'data.sqlite'}"
    monkeypatch.setenv("FIDELITY_DATABASE_URL", url)
    monkeypatch.delenv("FIDELITY_SCALES", raising=False)
    monkeypatch.setattr("scales.catalog.load_catalog", read_scales)
    monkeypatch.chdir(tmp_path)
    with closing(Store.open(url)) as store:
        upgrade(store)
        ann = act(store, add_first_person(store, "Ann", NOW).id)
        add_person(ann, "Ben", NOW)
        program = add_program(ann, name="Harbor House", now=NOW)
        pin = ("goi", GOI.scale.version, GOI.stamp, 4)
        team = alone("Ann", ann.person.id)
        visit = add_visit(ann, program.id, NOW.date(), "self_audit", team, [pin], NOW)
        late = PlanAction(visit.id, "Meet weekly", owner="Kim", due=dt.date(2026, 3, 9))
        add_action(ann, late, NOW)
        add_action(ann, PlanAction(visit.id, "Hire", items=(("goi", "G7"),)), NOW)
        yield Planned(ann, str(visit.id))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(fidelity_cli.app, ["actions", *arguments])


def test_a_plan_is_told_with_what_is_overdue(planned):
    done = run(planned.visit)
    assert done.exit_code == 0, done.output
    first, *rows = done.stdout.splitlines()
    assert first.startswith("2 actions: 2 planned, 1 overdue. 1 open action without an owner.")
    assert rows[0].split() == ["Action", "Owner", "Due", "Status", "Overdue", "Verified"]
    assert any("Meet weekly" in row and "Planned since 2026-03-02" in row for row in rows)
    one, two = map(json.loads, run(planned.visit, "--format", "json").stdout.splitlines())
    assert (one["do"], one["due"], one["revision"]) == ("Meet weekly", "2026-03-09", 1)
    assert one["overdue_days"] == (dt.date.today() - dt.date(2026, 3, 9)).days
    assert (two["items"], two["overdue_days"], two["since"]) == (["goi/G7"], 0, "2026-03-02")


def test_a_plan_goes_out_and_comes_back(planned, tmp_path):
    done = run(planned.visit, "--csv", "plan.csv", "--ics", "plan.ics")
    assert done.stdout == "plan.csv: 2 actions.\nplan.ics: 1 day.\n"
    file = tmp_path / "plan.csv"
    file.write_bytes(file.read_bytes().replace(b"Hire,", b"Hire a peer,"))
    looked = run(planned.visit, "--import", "plan.csv", "--dry-run")
    change = "2. Hire: What to do: Hire -> Hire a peer\n"
    assert looked.stdout == f"{change}Nothing was changed.\n"
    assert planned.actions[1].do == "Hire"
    taken = run(planned.visit, "--import", "plan.csv")
    assert taken.stdout == f"{change}plan.csv: 1 action changed.\n"
    assert planned.actions[1].do == "Hire a peer"
    again = run(planned.visit, "--import", "plan.csv")
    assert again.stdout == "plan.csv: there is nothing to take in.\n"
    days = tmp_path / "plan.ics"
    days.write_bytes(days.read_bytes().replace(b"DATE:20260309", b"DATE:20260401"))
    moved = run(planned.visit, "--import", "plan.ics")
    assert "1. Meet weekly: Due: 2026-03-09 -> 2026-04-01\n" in moved.stdout
    assert planned.actions[0].due == dt.date(2026, 4, 1)


def test_faults_are_told_and_nothing_is_taken(planned, tmp_path):
    (tmp_path / "plan.csv").write_text("do,due,action,revision\nHire,soon,,\nTrain,,17,1\n")
    done = run(planned.visit, "--import", "plan.csv")
    assert done.exit_code == 2
    assert done.stderr.splitlines()[:2] == [
        "plan.csv: nothing was taken from this file.",
        '  - line 2, due: "soon" is not a day. Write it as YYYY-MM-DD, or leave it empty. [A06]',
    ]
    assert len(planned.actions) == 2
    gone = run(planned.visit, "--import", "none.csv")
    assert (gone.exit_code, gone.stderr) == (
        2,
        "none.csv: the file cannot be read (No such file or directory).\n",
    )


def test_words_that_look_like_a_clients_need_a_word_more(planned, tmp_path):
    line = "Call the family of John Smith born 03/04/1980"
    (tmp_path / "plan.csv").write_text(f"do,action,revision\n{line},,\n")
    done = run(planned.visit, "--import", "plan.csv")
    assert done.exit_code == 2
    assert "If they are none, add --no-clients." in done.stderr
    assert len(planned.actions) == 2
    assert run(planned.visit, "--import", "plan.csv", "--no-clients").exit_code == 0
    assert planned.actions[2].do == line


def test_files_are_not_written_over_and_people_see_what_is_theirs(planned, tmp_path):
    (tmp_path / "plan.csv").write_text("mine")
    kept = run(planned.visit, "--csv", "plan.csv")
    assert (kept.exit_code, (tmp_path / "plan.csv").read_text()) == (2, "mine")
    assert run(planned.visit, "--csv", "plan.csv", "--force").exit_code == 0
    assert run(planned.visit, "--csv", "plan.txt").stderr == (
        "plan.txt: the name of such a file ends in .csv.\n"
    )
    both = run(planned.visit, "--csv", "a.csv", "--import", "plan.csv")
    assert both.stderr == "Write files and bring one back with two commands.\n"
    ben = run(planned.visit, "--as", "2")
    assert ben.exit_code == 2
    assert f"There is no visit {planned.visit}." in ben.stderr
