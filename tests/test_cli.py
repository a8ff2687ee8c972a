"""The command line keeps its promises: what it prints, what it writes, and how it ends."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import tomllib
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import typer
from click.testing import Result
from typer.testing import CliRunner

import fidelity_cli
import fidelity_store_cli
from scales.catalog import LIBRARY

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "sample_data"
IDDT = ["T1a", "T1b", *(f"T{n}" for n in range(2, 14))]
PAGE = (ROOT / "docs/reference/command-line.md").read_text(encoding="utf-8")


def run(*arguments: str | Path, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(fidelity_cli.app, [str(a) for a in arguments], input=stdin)


@pytest.fixture(autouse=True)
def _apart(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("FIDELITY_SCALES", raising=False)
    monkeypatch.setenv("FIDELITY_DATABASE_URL", f"sqlite:///{tmp_path / 'data.sqlite'}")


@pytest.fixture
def ratings(tmp_path: Path) -> Path:
    """One assessment on IDDT: 55 points on 14 items."""
    file = tmp_path / "visit.csv"
    levels = dict.fromkeys(IDDT, 4) | {"T13": 3}
    lines = [f"Harbor House 2026,iddt,{item},{level}" for item, level in levels.items()]
    file.write_text("\n".join(["assessment,scale,item,rating", *lines]), encoding="utf-8")
    return file


def own_scale(folder: Path, name: str = "ours") -> Path:
    text = (LIBRARY / "goi.yaml").read_text(encoding="utf-8")
    text = text.replace("\nid: goi\n", f"\nid: {name}\n").replace("name: General", "name: Our", 1)
    (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder / f"{name}.yaml"


def test_scales_lists_each_scale_with_version_items_name_and_status():
    result = run("scales")
    assert result.exit_code == 0
    head, *lines = result.stdout.splitlines()
    assert head.split() == ["Id", "Version", "Items", "Name", "Status"]
    assert [line.split()[0] for line in lines] == ["iddt", "goi", "trauma_informed", "integration"]
    assert "1.0.0    28     Trauma-Informed Principles Rating" in result.stdout
    assert "unvalidated" in lines[2]


def test_scales_finds_ones_own_and_mentions_a_faulty_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    own_scale(tmp_path)
    (tmp_path / "half.yaml").write_text("format: 1\nid: half\n", encoding="utf-8")
    monkeypatch.setenv("FIDELITY_SCALES", str(tmp_path))
    result = run("scales")
    assert result.exit_code == 0
    assert "\nours " in result.stdout
    assert "half" not in result.stdout
    assert "half.yaml: this scale cannot be used yet." in result.stderr


def test_checking_a_good_scale_says_what_is_in_it():
    result = run("scales", "check", LIBRARY / "goi.yaml")
    assert result.exit_code == 0
    assert result.stdout == (
        "goi.yaml: General Organizational Index, version 1.0.0: "
        "12 items, 1 subscale and 4 verdicts. It can be used.\n"
    )


def test_checking_a_faulty_scale_tells_every_fault_and_ends_with_2(tmp_path: Path):
    file = own_scale(tmp_path)
    text = file.read_text(encoding="utf-8").replace("of: [organizational]", "of: [everything]")
    file.write_text(text.replace("format: 1", "format: 9"), encoding="utf-8")
    result = run("scales", "check", file)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("ours.yaml: this scale cannot be used yet.\n  - line ")
    assert result.stderr.count("\n  - line ") == 2


def test_scoring_as_json_gives_the_agreed_shape(ratings: Path):
    result = run("score", ratings, "--format", "json")
    assert result.exit_code == 0
    (line,) = result.stdout.splitlines()
    scored = json.loads(line)
    assert scored["assessment"] == "Harbor House 2026"
    assert scored["scale"] == "iddt"
    assert scored["verdict"] == {
        "id": "moderate",
        "name": "Moderate fidelity",
        "rule": "B2",
        "because": "Treatment mean is 3.93 (asked: at least 3.0).",
    }
    assert scored["total"] == {"value": "3.9286", "rated": 14, "of": 14}
    assert scored["subscales"] == {
        "treatment": {"value": "3.9286", "rated": 14, "of": 14},
        "supplementary": {"value": None, "rated": 0, "of": 1},
    }
    assert scored["warnings"] == []
    assert scored["borderline"][0] == {"item": "T1a", "change": 1, "verdict": "high"}
    assert scored["unrated"] == ["RP"]
    assert scored["bounds"] == {
        "lowest": "3.9286",
        "highest": "3.9286",
        "worst": "moderate",
        "best": "moderate",
    }
    assert (scored["tier"], scored["index"], scored["verified"]) == (1, None, None)


def test_every_key_of_the_json_is_documented(ratings: Path):
    scored = json.loads(run("score", ratings, "--format", "json").stdout)
    table = PAGE.split("these are all its keys")[1].split("\n## ")[0]
    documented = {
        key
        for line in table.splitlines()
        if line.startswith("| `")
        for key in re.findall(r"`(\w+)`", line.split("|")[1])
    }
    assert documented == set(scored)


def test_json_holds_one_object_per_assessment_and_scale_in_the_order_of_the_file():
    result = run("score", SAMPLES / "cedar_ridge_2025_04.csv", "--format", "json")
    scores = {s["scale"]: s for s in map(json.loads, result.stdout.splitlines())}
    assert list(scores) == ["iddt", "goi", "trauma_informed", "integration"]
    integration = scores["integration"]
    assert integration["verdict"]["id"] == "sequential"
    assert [w["id"] for w in integration["warnings"]] == [
        "tracking_without_shared_record",
        "experience_below_structure",
    ]
    assert integration["not_applicable"] == ["INT20"]
    assert integration["not_enough_information"] == ["INT19"]
    assert integration["claim"] == {"claimed": "integrated_claim", "tiers_above": 3}
    assert scores["trauma_informed"]["capped_by"]["items"] == ["TIC-SAF4"]
    assert scores["goi"]["combined"] == {"all_26": {"value": "3.7308", "rated": 26, "of": 26}}


def test_the_table_says_verdict_total_and_why(ratings: Path):
    result = run("score", ratings)
    assert result.exit_code == 0
    head, line, why, *_ = result.stdout.splitlines()
    assert head == "Assessment         Scale  Verdict            Total   Rated"
    assert line == "Harbor House 2026  iddt   Moderate fidelity  3.9286  14 of 14"
    assert why == "    Rule B2: Treatment mean is 3.93 (asked: at least 3.0)."
    assert "Not rated: RP." in result.stdout


def test_a_total_that_cannot_be_formed_is_null_and_never_zero():
    scored = json.loads(
        run(
            "score", "-", "--format", "json", stdin="assessment,scale,item,rating\nA,iddt,T1a,5\n"
        ).stdout
    )
    assert scored["total"] == {"value": None, "rated": 1, "of": 14}
    assert scored["verdict"]["id"] == "not_scorable"


def test_a_scale_can_be_named_by_its_file_and_needs_no_column_then(tmp_path: Path):
    lines = "\n".join(f"A,G{n},4" for n in range(1, 13))
    scale = own_scale(tmp_path)
    result = run(
        "score",
        "-",
        "--scale",
        scale,
        "--format",
        "json",
        stdin=f"assessment,item,rating\n{lines}\n",
    )
    assert json.loads(result.stdout)["scale"] == "ours"


def test_a_scale_of_ones_own_is_scored_like_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    own_scale(tmp_path)
    monkeypatch.setenv("FIDELITY_SCALES", str(tmp_path))
    lines = "\n".join(f"A,ours,G{n},4" for n in range(1, 13))
    result = run("score", "-", "--format", "json", stdin=f"assessment,scale,item,rating\n{lines}\n")
    assert json.loads(result.stdout)["verdict"]["id"] == "high"


def test_an_unknown_scale_is_told_with_the_near_word(ratings: Path):
    result = run("score", ratings, "--scale", "idt")
    assert result.exit_code == 2
    assert result.stderr == 'There is no scale "idt". Did you mean "iddt"?\n'


def test_faults_in_the_ratings_end_with_2_and_write_nothing(tmp_path: Path):
    file = tmp_path / "visit.csv"
    file.write_text("assessment,scale,item,rating\nA,iddt,T14,4\nA,iddt,T2,6\n", encoding="utf-8")
    told = (
        "visit.csv: these ratings cannot be scored.\n"
        '  - line 2, item "T14": the IDDT scale has no such item. Did you mean "T4"? [R01]\n'
        '  - line 3, item "T2", Stage-wise interventions: 6 is not a level (it has 1 to 5). '
        "Pick the level the evidence supports, or leave it empty. [R02]\n"
    )
    for command in (["score"], ["score", "--format", "json"], ["plan", "--out", "plan.xlsx"]):
        out = [tmp_path / a if a == "plan.xlsx" else a for a in command]
        result = run(*out, file)
        assert (result.exit_code, result.stdout, result.stderr) == (2, "", told)
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_that_names_a_faulty_scale_points_to_the_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "half.yaml").write_text("format: 1\nid: half\n", encoding="utf-8")
    monkeypatch.setenv("FIDELITY_SCALES", str(tmp_path))
    result = run("score", "-", stdin="assessment,scale,item,rating\nA,half,X1,5\n")
    assert result.exit_code == 2
    assert (
        "half.yaml: this scale cannot be used; `fidelity scales check` says why." in result.stderr
    )


def test_the_plan_is_a_workbook_with_the_most_worthwhile_actions_first(tmp_path: Path):
    out = tmp_path / "plan.xlsx"
    result = run("plan", SAMPLES / "cedar_ridge_2025_04.csv", "--out", out, "--date", "2025-04-08")
    assert result.exit_code == 0
    assert "3 actions to begin with" in result.stdout
    book = openpyxl.load_workbook(out)
    assert {"Summary", "Scores", "Gaps", "Plan"} <= set(book.sheetnames)
    cells = [str(c.value) for row in book["Plan"].iter_rows(max_row=12) for c in row if c.value]
    assert any("it caps the verdict" in cell for cell in cells)
    assert list(tmp_path.iterdir()) == [out]


def test_an_existing_workbook_is_left_alone_unless_forced(ratings: Path, tmp_path: Path):
    out = tmp_path / "plan.xlsx"
    out.write_text("mine", encoding="utf-8")
    result = run("plan", ratings, "--out", out)
    assert result.exit_code == 2
    assert out.read_text(encoding="utf-8") == "mine"
    assert "exists and was left as it is" in result.stderr
    assert run("plan", ratings, "--out", out, "--force").exit_code == 0
    assert openpyxl.load_workbook(out)["Plan"].max_row > 1


@pytest.mark.parametrize(
    ("out", "told"), [("plan.pdf", "ends in .xlsx"), ("nowhere/plan.xlsx", "there is no folder")]
)
def test_a_workbook_that_cannot_be_written_is_told_before_any_work(
    ratings: Path, tmp_path: Path, out: str, told: str
):
    result = run("plan", ratings, "--out", tmp_path / out)
    assert result.exit_code == 2
    assert told in result.stderr
    assert list(tmp_path.iterdir()) == [ratings]


def test_a_plan_is_for_one_assessment(tmp_path: Path):
    file = tmp_path / "two.csv"
    rows = "".join(f"{name},goi,G{n},3\n" for name in ("Elm", "Oak") for n in range(1, 13))
    file.write_text(f"assessment,scale,item,rating\n{rows}", encoding="utf-8")
    out = tmp_path / "plan.xlsx"
    result = run("plan", file, "--out", out)
    assert result.exit_code == 2
    assert result.stderr == (
        "two.csv: choose one of its assessments with --assessment:\n  - Elm\n  - Oak\n"
    )
    result = run("plan", file, "--out", out, "--assessment", "Ash")
    assert result.exit_code == 2
    assert not out.exists()
    assert run("plan", file, "--out", out, "--assessment", "Oak").exit_code == 0
    assert out.exists()


def test_one_of_several_raters_is_chosen_by_name(tmp_path: Path):
    rows = "".join(
        f"A,goi,G{n},{level},{rater}\n"
        for rater, level in (("Ann", 2), ("Bob", 4))
        for n in range(1, 13)
    )
    text = f"assessment,scale,item,rating,rater\n{rows}"
    assert run("score", "-", stdin=text).exit_code == 2
    scored = json.loads(run("score", "-", "--rater", "Bob", "--format", "json", stdin=text).stdout)
    assert scored["total"]["value"] == "4.0000"


def test_upgrading_the_database_makes_it_and_may_be_repeated(tmp_path: Path):
    for _ in range(2):
        result = run("db", "upgrade")
        assert (result.exit_code, result.stdout) == (0, "The database is up to date.\n")
    assert (tmp_path / "data.sqlite").exists()


def test_a_database_that_cannot_be_used_is_told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("FIDELITY_DATABASE_URL", "sqlite://")
    result = run("db", "upgrade")
    assert result.exit_code == 2
    assert "[K21]" in result.stderr


def test_text_from_a_file_cannot_command_the_console():
    text = "assessment,scale,item,rating\n\x1b[2JA,goi,\x1b[31mG1,3\n"
    result = run("score", "-", stdin=text)
    assert "\x1b" not in result.stderr
    assert run("score", "-", stdin=text.replace("\x1b[31m", "")).stdout.count("?[2JA") == 1


def own(*arguments: str | Path, **options: object) -> subprocess.Popen[bytes]:
    command = [sys.executable, ROOT / "fidelity_cli.py", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)


def test_a_console_without_the_character_gets_an_escape(tmp_path: Path):
    file = tmp_path / "visit.csv"
    file.write_text("assessment,scale,item,rating\nŽivot,iddt,T1a,5\n", encoding="utf-8")
    process = own("score", file, env={**os.environ, "PYTHONIOENCODING": "cp437"})
    out, err = process.communicate()
    assert (process.returncode, err) == (0, b"")
    assert b"\\u017divot" in out


def test_a_reader_who_has_seen_enough_is_no_fault():
    with own("score", SAMPLES / "lakeside_act_2025_07.csv", "--format", "json") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


@pytest.mark.skipif(os.name == "nt", reason="Windows has no interrupt that a test can send")
def test_serve_answers_on_this_machine_and_ends_when_interrupted():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with own("serve", "--no-browser", "--port", str(port)) as process:
        try:
            assert _answer(f"http://127.0.0.1:{port}/_stcore/health") == b"ok"
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=30) == 0
        finally:
            process.kill()


def test_an_installed_app_is_set_up_as_one_in_a_checkout(monkeypatch: pytest.MonkeyPatch):
    """A checkout has a file with the settings; what is installed is handed them."""
    monkeypatch.setattr("os.execv", lambda program, command: started.extend(command))
    started: list[str] = []
    run("serve", "--port", "8510")
    kept = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    del kept["theme"], kept["server"]["maxUploadSize"]
    for section, settings in kept.items():
        for name, value in settings.items():
            wanted = value if isinstance(value, str) else str(value).lower()
            assert f"--{section}.{name}={wanted}" in started


def _answer(url: str) -> bytes:
    for _ in range(300):
        try:
            with urllib.request.urlopen(url, timeout=5) as response:
                return response.read()
        except OSError:
            time.sleep(0.2)
    return b""


def test_app_and_command_line_keep_their_data_in_the_same_place(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    from app_pages import session

    monkeypatch.setattr("platformdirs.user_data_dir", lambda *a, **k: str(tmp_path / f"{a}{k}"))
    assert fidelity_store_cli.own_database_url() == session._own_url()


def test_every_command_and_option_is_documented():
    commands = dict(_commands(typer.main.get_command(fidelity_cli.app)))
    assert {"scales", "scales check", "score", "plan", "serve", "db upgrade"} <= set(commands)
    for name, command in commands.items():
        assert f"| `fidelity {name}" in PAGE, name
        for option in command.params:
            for flag in (*option.opts, *option.secondary_opts):
                if flag.startswith("--"):
                    rows = [r for r in PAGE.splitlines() if f"`{name}`" in r and f"`{flag}" in r]
                    assert rows, (name, flag)


def _commands(command: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    children = getattr(command, "commands", {})
    if not children or command.invoke_without_command:
        yield name, command
    for child_name, child in children.items():
        yield from _commands(child, f"{name} {child_name}".strip())
