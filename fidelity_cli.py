"""The `fidelity` command: the same verbs as on the screens, without a screen."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Literal

import typer

from exchange.score_json import to_json
from exchange.score_table import score_lines, table_lines
from exchange.scored_file import ScoredFiling, score_file
from fidelity_benchmarks_cli import tell_benchmarks
from fidelity_bundle_cli import export_data
from fidelity_compare_cli import compare_programs
from fidelity_history_cli import tell_history
from fidelity_offline_cli import make_pack
from fidelity_path_cli import find_path
from fidelity_plan_cli import follow_plan
from fidelity_portfolio_cli import list_due_programs, load_sample_portfolio
from fidelity_ratings_cli import (
    AssessmentOption,
    RaterOption,
    RatingsArgument,
    ScaleOption,
    Scales,
    choose_assessment,
    known_scales,
    load_scale_file,
    read_file,
)
from fidelity_ratings_in_cli import import_data
from fidelity_report_cli import write_report
from fidelity_state_cli import write_state_report
from fidelity_store_cli import (
    backup_database,
    db_app,
    export_audit_trail,
    restore_database,
    verify_database,
)
from fidelity_tables_cli import export_tables, export_to_fhir
from fidelity_terminal import count, refusal, say, warn
from reporting.facts import AnswerFacts, PlanLine, ProgramFacts, ScaleResult, VisitFacts
from reporting.report import build_report
from scales.catalog import Entry
from scales.fault import join
from scoring import draft_plan, find_gaps
from scoring.plan import SuggestedAction, first_steps

app = typer.Typer(
    help="Rate a program's fidelity, see why, and plan what to do next.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
scales_app = typer.Typer(
    help="List the scales there are, or check a scale file.", invoke_without_command=True
)
app.add_typer(scales_app, name="scales")
app.add_typer(db_app, name="db")
app.command("backup")(backup_database)
app.command("restore")(restore_database)
app.command("verify")(verify_database)
app.command("compare")(compare_programs)
app.command("due")(list_due_programs)
app.command("sample-portfolio")(load_sample_portfolio)
app.command("audit")(export_audit_trail)
app.command("export-tables")(export_tables)
app.command("fhir")(export_to_fhir)
app.command("offline-pack")(make_pack)
app.command("report")(write_report)
app.command("state-report")(write_state_report)
app.command("export")(export_data)
app.command("import")(import_data)
app.command("path")(find_path)
app.command("actions")(follow_plan)
app.command("history")(tell_history)
app.command("benchmarks")(tell_benchmarks)


@app.callback()
def _set_up() -> None:
    for stream in (sys.stdout, sys.stderr):
        # A Windows console may lack a character; an escape is better than no answer.
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="backslashreplace")


@scales_app.callback()
def list_scales(context: typer.Context) -> None:
    """List the scales there are; those of the folder FIDELITY_SCALES among them."""
    if context.invoked_subcommand:
        return
    catalog = known_scales()
    rows = [("Id", "Version", "Items", "Name", "Status")]
    for scale in (entry.scale for entry in catalog.entries):
        rows.append((scale.id, scale.version, str(len(scale.items)), scale.name, scale.status))
    for line in table_lines(rows):
        say(line)
    for unusable in catalog.faults:
        warn(str(unusable.error))


@scales_app.command("check")
def check_scale(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A scale file (YAML).")],
) -> None:
    """Check a scale file and tell every fault; exit status 2 where there is one."""
    scale = load_scale_file(file).scale
    counts = {"item": scale.items, "subscale": scale.subscales, "verdict": scale.verdicts}
    parts = join((count(len(found), what) for what, found in counts.items()), "and")
    say(f"{file.name}: {scale.name}, version {scale.version}: {parts}. It can be used.")


@app.command("score")
def score_ratings(
    ratings: RatingsArgument,
    scale: ScaleOption = None,
    rater: RaterOption = None,
    output: Annotated[
        Literal["table", "json"],
        typer.Option("--format", help="A table to read, or one JSON object per line."),
    ] = "table",
) -> None:
    """Score every assessment of a ratings file."""
    scores = score_file(read_file(ratings, Scales(scale), rater))
    for line in score_lines(list(scores)) if output == "table" else map(to_json, scores):
        say(line)


@app.command("plan")
def write_plan(
    ratings: RatingsArgument,
    out: Annotated[Path, typer.Option("--out", help="The workbook to write (.xlsx).")],
    scale: ScaleOption = None,
    rater: RaterOption = None,
    assessment: AssessmentOption = None,
    date: Annotated[
        dt.datetime | None,
        typer.Option("--date", formats=["%Y-%m-%d"], help="Day of the visit; today if left out."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")] = False,
) -> None:
    """Write scores, gaps and suggested actions of one assessment into a workbook."""
    # What makes workbooks takes a while to load: no other command should wait for it.
    from reporting.excel import write_workbook

    _check_out(out, force)
    scales = Scales(scale)
    file = read_file(ratings, scales, rater)
    name = choose_assessment(file, assessment)
    chosen = [scored for scored in score_file(file) if scored.filed.row.assessment == name]
    today = dt.date.today()
    visit = VisitFacts(date.date() if date else today, rater=chosen[0].filed.rater)
    draft = draft_plan([gap for scored in chosen for gap in find_gaps(scored.scored)])
    lines = [_plan_line(action) for action in first_steps(draft)]
    results = [_result(scored, scales.entries) for scored in chosen]
    report = build_report(ProgramFacts(name), visit, results, lines, today)
    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        with part.open("xb") as workbook:
            write_workbook(report, workbook)
        part.replace(out)
    except OSError as error:
        raise refusal(f"{out}: the workbook cannot be written ({error.strerror}).") from None
    finally:
        part.unlink(missing_ok=True)
    first = count(len(draft.first), "action")
    say(f"{out}: {first} to begin with, {len(lines) - len(draft.first)} more suggested.")


@app.command()
def serve(
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Port.")] = 8501,
    browser: Annotated[bool, typer.Option(help="Open the app in a browser.")] = True,
) -> None:
    """Run the app on this machine, for this machine alone."""
    spec = find_spec("fidelity_app")
    if spec is None or spec.origin is None:
        raise refusal("The app is not installed. Install it with `pip install .` and try again.")
    command = [sys.executable, "-m", "streamlit", "run", spec.origin]
    options = {
        "server.address": "127.0.0.1",
        "server.port": port,
        "server.headless": str(not browser).lower(),
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
        "client.showErrorDetails": "type",
        "client.showErrorLinks": "false",
        "client.toolbarMode": "viewer",
        "theme.base": Path(spec.origin).with_name("app_pages") / "theme.toml",
    }
    command += [f"--{name}={value}" for name, value in options.items()]
    if os.name == "nt":  # Windows cannot put one program in the place of another.
        raise typer.Exit(subprocess.call(command))
    os.execv(sys.executable, command)


def _check_out(out: Path, force: bool) -> None:
    if out.suffix.lower() != ".xlsx":
        raise refusal(f"{out}: a workbook's name ends in .xlsx.")
    if not out.parent.is_dir():
        raise refusal(f"{out}: there is no folder {out.parent}.")
    if out.is_dir() or (out.exists() and not force):
        raise refusal(f"{out} exists and was left as it is. Choose another name, or add --force.")


def _result(scored: ScoredFiling, entries: dict[str, Entry]) -> ScaleResult:
    filed = scored.filed
    answers = {
        item: AnswerFacts(
            note=detail.note,
            grade=detail.grade,
            numerator=detail.numerator,
            denominator=detail.denominator,
            reason=detail.note if filed.row.levels.get(item, 0) < 0 else "",
        )
        for item, detail in filed.details.items()
    }
    return ScaleResult(
        scored.scored,
        scored.verified.explain() if scored.verified else None,
        answers=answers,
        counts=filed.counts,
        stamp=entries[filed.scale.id].stamp,
    )


def _plan_line(suggested: SuggestedAction) -> PlanLine:
    gap, action = suggested.gap, suggested.action
    return PlanLine(
        do=action.do,
        reason=suggested.reason,
        items=((gap.scale.id, gap.item.id),),
        effort=action.effort,
        measure_of_success=action.done_when,
        status="suggested",
        baseline=gap.level,
        target=gap.target,
        note=f"Usually led by: {action.lead}.",
    )


if __name__ == "__main__":
    app()
