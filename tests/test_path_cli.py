"""`fidelity path`: what it says of a file and of a visit, to whom, and how it ends."""

from __future__ import annotations

import json
import re
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

import fidelity_cli
from storage.store import Store, upgrade
from tests.shipped_scales import read_scales, shipped_scales
from tests.storage.site_visit import SiteVisit, begin_site_visit

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs/reference/command-line.md").read_text(encoding="utf-8")
IDDT = shipped_scales().get("iddt").scale.members("treatment")
INTEGRATION = shipped_scales().get("integration").scale.item_ids


@pytest.fixture(autouse=True)
def url(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """Where the data is; the scales are those read already."""
    address = f"sqlite:///{tmp_path / 'data.sqlite'}"
    monkeypatch.setenv("FIDELITY_DATABASE_URL", address)
    monkeypatch.setattr("fidelity_ratings_cli.load_catalog", read_scales)
    monkeypatch.chdir(tmp_path)
    return address


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(fidelity_cli.app, ["path", *arguments], input=stdin)


def lines(levels: dict[str, int], scale: str, name: str = "Elm") -> str:
    return "".join(f"{name},{scale},{item},{level}\n" for item, level in levels.items())


def file_of(*parts: str) -> str:
    return "assessment,scale,item,rating\n" + "".join(parts)


FOURS = file_of(lines(dict.fromkeys(IDDT, 4) | {"T13": 3}, "iddt"))
TEAM = "Elm,integration,delivery,in_house_one_team\n"
BOTH = FOURS + lines(dict.fromkeys(INTEGRATION, 4) | {"INT08": 2}, "integration") + TEAM

TOLD = """\
Elm, Integration
Partially integrated or better: takes 1 one-level raise at the least (effort 1). Now: Bundled or
  co-located.

1 one-level raise, effort 1
   Raise INT08 No sobriety or stability prerequisites from 2 to 3.
      Strike abstinence, negative tests, stability and psychiatric or addiction medicines from
        the admission, group, housing and discharge rules; start with the written policy and the
        telephone script. (Small effort.)
      If it stays: INT08 No sobriety or stability prerequisites is 2 (asked: at least 3).
   Then: Partially integrated, by rule R4. INT01 One treatment plan for both conditions is 4
     (asked: at least 4). Every one of the team timing communication items that applies is at
     least 3. 3 of the team timing communication items are at 4 or more (asked: at least 2).
     INT08 No sobriety or stability prerequisites is 3 (asked: at least 3). Every one of the
     service items that applies is at least 2. 5 of the service items are at 3 or more (asked:
     at least 4). Mean of rated items is 3.96 (asked: at least 3.0).

It rests on:
  - That no other way of raising ratings costs less is proven. Whether a raise is real, the next
    visit must find.
  - Effort: small 1, medium 2 and large 3, for each level by the action suggested first at it.
  - Left as answered: Who treats the other condition, the one the program was not first set up
    for? Same organization, one team.
"""


def test_the_best_way_is_told_with_what_to_do_what_for_and_what_it_rests_on():
    done = run("-", "--to", "Partially integrated", stdin=BOTH)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == TOLD


def test_ways_of_the_same_cost_are_numbered_and_as_many_as_asked_for():
    done = run("-", "--to", "high", stdin=FOURS)
    assert re.findall(r"^(\d)\. (.*)$", done.stdout, re.M) == [
        (number, "1 one-level raise, effort 1") for number in "123"
    ]
    assert "There are more ways of the same cost. --alternatives lists them." in done.stdout
    all_ = run("-", "--to", "high", "--alternatives", "13", "--format", "json", stdin=FOURS)
    answer = json.loads(all_.stdout)
    assert len(answer["paths"]) == 14
    assert answer["more"] is False


def test_as_json_it_is_one_object_with_the_documented_keys():
    done = run("-", "--to", "high", "--alternatives", "0", "--format", "json", stdin=FOURS)
    (line,) = done.stdout.splitlines()
    answer = json.loads(line)
    assert answer == {
        "assessment": "Elm",
        "scale": "iddt",
        "version": "1.0.0",
        "goal": {"verdict": "high", "exactly": False},
        "least": "raises",
        "fixed": [],
        "assumed": {},
        "now": {"verdict": "moderate", "tier": 1, "total": "3.9286"},
        "raises": 1,
        "effort": 1,
        "paths": [
            {
                "raises": 1,
                "effort": 1,
                "items": [
                    {
                        "item": "T2",
                        "from": 4,
                        "to": 5,
                        "effort": 1,
                        "actions": ["a3"],
                        "otherwise": ["Treatment mean is 3.93 (asked: at least 4.0)."],
                    }
                ],
                "then": {"verdict": "high", "tier": 2, "total": "4.0000"},
                "because": ["Treatment mean is 4.00 (asked: at least 4.0)."],
            }
        ],
        "more": True,
        "obstacles": [],
        "reachable_if_free": False,
    }
    table = PAGE.split("## A path as JSON")[1].split("\n## ")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    assert {key for row in rows for key in re.findall(r"`(\w+)`", row)} == set(answer)


def test_a_goal_out_of_reach_is_an_answer_and_no_fault():
    done = run(
        "-",
        "--to",
        "integrated",
        "--fix",
        "INT08",
        "--fix",
        "INT01",
        "--format",
        "json",
        stdin=BOTH,
    )
    assert done.exit_code == 0
    answer = json.loads(done.stdout)
    assert (answer["paths"], answer["raises"], answer["effort"]) == ([], None, None)
    assert answer["fixed"] == ["INT01", "INT08"]
    assert answer["obstacles"] == [
        {
            "leave_rule": None,
            "condition": {"test": "every", "of": "core", "at_least": 4},
            "found": ["INT08 is 2 (asked: every one of the core items at least 4)."],
            "fixed": ["INT01", "INT08"],
        }
    ]
    assert answer["reachable_if_free"] is True
    told = run("-", "--to", "integrated", "--fix", "INT08", stdin=BOTH).stdout
    assert "In the way:\n  - Asked: each of the 9 core items is at least 4." in told


def test_a_fact_in_the_way_is_told_in_json_as_the_rule_to_leave():
    referred = BOTH.replace("in_house_one_team", "other_none")
    done = run("-", "--to", "integrated", "--format", "json", stdin=referred)
    (obstacle,) = json.loads(done.stdout)["obstacles"]
    assert obstacle["leave_rule"] == "R1"
    assert obstacle["condition"] == {"test": "fact", "fact": "delivery", "one_of": ["other_none"]}


def test_least_effort_exactly_and_a_mean_can_be_asked_for():
    effort = run("-", "--to", "high", "--least", "effort", "--format", "json", stdin=FOURS)
    assert json.loads(effort.stdout)["least"] == "effort"
    exactly = run("-", "--to", "bundled", "--exactly", stdin=BOTH)
    assert exactly.stdout.splitlines()[1].startswith("Bundled or co-located: reached as things")
    mean = run("-", "--to", "treatment_mean=4.1", "--format", "json", stdin=FOURS)
    answer = json.loads(mean.stdout)
    assert answer["goal"] == {
        "condition": {"test": "mean", "of": "treatment_mean", "at_least": "4.1"}
    }
    assert answer["raises"] == 3  # 14 x 4.1 is 57.4: 58 points, and there are 55


def test_an_open_item_can_be_taken_as_rated():
    open_ = FOURS.replace("Elm,iddt,T1a,4\n", "").replace("Elm,iddt,T1b,4\n", "")
    open_ = open_.replace("Elm,iddt,T2,4\n", "")
    assert "cannot be reached" in run("-", "--to", "high", stdin=open_).stdout
    assumed = run("-", "--to", "high", "--assume", "T1a=5", "--format", "json", stdin=open_)
    answer = json.loads(assumed.stdout)
    assert (answer["assumed"], answer["now"]["total"], answer["raises"]) == (
        {"T1a": 5},
        "4.0000",
        0,
    )


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--to", "high"], "Name a ratings file, or a visit with --visit."),
        (["-", "--visit", "1", "--to", "high"], "Name a ratings file, or a visit with --visit."),
        (
            ["--visit", "1", "--rater", "Ann", "--to", "high"],
            "A visit goes by its result. Leave --rater and --assessment out.",
        ),
        (
            ["-", "--to", "hihg", "--scale", "iddt"],
            "This path cannot be looked for.\n"
            '  - verdict "hihg": the IDDT scale has no such verdict. Did you mean "high"? [Q04]',
        ),
        (
            ["-", "--to", "high", "--scale", "iddt", "--fix", "t2", "--assume", "T3=9"],
            "This path cannot be looked for.\n"
            '  - item "t2": the IDDT scale has no such item. Did you mean "T2"? [Q01]\n'
            '  - item "T3": it is rated 4, so no level can be assumed. Leave it out. [Q02]\n'
            '  - item "T3": 9 is not a level (it has 1 to 5). Choose one of these. [Q03]',
        ),
        (
            ["-", "--to", "high", "--scale", "iddt", "--assume", "T3"],
            '--assume "T3": write an item and a level, as in INT17=3.',
        ),
        (
            ["-", "--to", "nonsense"],
            "standard input: choose one of its scales with --scale: iddt or integration.",
        ),
    ],
)
def test_what_cannot_be_asked_is_told_and_ends_with_2(arguments, told):
    stdin = BOTH if "--scale" not in arguments else FOURS
    done = run(*arguments, stdin=stdin)
    assert (done.exit_code, done.stdout, done.stderr) == (2, "", f"{told}\n")


# A visit of the database


@pytest.fixture
def site(url: str) -> SiteVisit:
    """A visit that Ann has rated on the treatment items: 55 points of 14 items."""
    with closing(Store.open(url)) as store:
        upgrade(store)
        begun = begin_site_visit(store)
        for item in IDDT:
            begun.rate("Ann", item, 3 if item == "T13" else 4)
        return begun


def test_a_visit_goes_by_what_the_person_may_see_of_it(site: SiteVisit):
    ann = str(site.ann.person.id)
    done = run("--visit", str(site.id), "--to", "high", "--as", ann, "--format", "json")
    assert done.exit_code == 0
    answer = json.loads(done.stdout)
    assert (answer["now"]["total"], answer["raises"]) == ("3.9286", 1)
    assert answer["assessment"] == "Invented program, 2026-03-02"
    assert done.stderr == (
        "The scale file has changed since this visit was rated. The path goes by the new.\n"
    )


def test_nobody_sees_a_path_from_ratings_that_are_not_theirs_to_see(site: SiteVisit):
    stranger, contact, ben = (
        str(acting.person.id) for acting in (site.stranger, site.contact, site.ben)
    )
    hidden = run("--visit", str(site.id), "--to", "high", "--as", stranger)
    assert (hidden.exit_code, hidden.stdout) == (2, "")
    early = run("--visit", str(site.id), "--to", "high", "--as", contact)
    assert (early.exit_code, early.stdout) == (2, "")
    assert early.stderr == f"Of visit {site.id} there is no result yet that you may see.\n"
    own = run("--visit", str(site.id), "--to", "high", "--as", ben, "--format", "json")
    assert json.loads(own.stdout)["now"] == {"verdict": "not_scorable", "tier": None, "total": None}


def test_a_scale_that_the_visit_does_not_have_is_told(site: SiteVisit):
    ann = str(site.ann.person.id)
    done = run("--visit", str(site.id), "--to", "high", "--as", ann, "--scale", "idt")
    assert done.stderr == f'Visit {site.id} has no scale "idt". Did you mean "iddt"?\n'
