"""What is said about a visit, decided once; screens, charts and workbooks only lay it out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reporting.combined_means import CombinedMean, combined_means
from reporting.evidence_words import graded_words, source_words
from reporting.facts import CorrectionFacts, PlanLine, ProgramFacts, ScaleResult, VisitFacts
from reporting.plan_table import PlanRow, plan_rows, plan_summary
from reporting.scale_report import ScaleReport, scale_report
from reporting.sentences import as_words, day

KINDS = {"self_audit": "Self-audit", "site_visit": "Site visit", "follow_up": "Follow-up"}
"""What a kind of visit is called."""


@dataclass(frozen=True)
class Report:
    """Everything that is said about one visit.

    Attributes:
        about: Label and value of what is known of the program and the visit.
        notes: What a reader must know before any number.
        software: Name and version of the program that made it; empty where unknown.
        combined: Means over the items of two scales that were both rated.
    """

    title: str
    program: ProgramFacts
    visit: VisitFacts
    made_on: date
    software: str
    about: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    scales: tuple[ScaleReport, ...]
    combined: tuple[CombinedMean, ...]
    plan: tuple[PlanRow, ...]
    plan_summary: str
    corrections: tuple[CorrectionFacts, ...] = ()

    @property
    def occasion(self) -> str:
        """Program, day and kind of visit in one line."""
        parts = (self.program.name, day(self.visit.date), kind_words(self.visit.kind))
        return ", ".join(part for part in parts if part)


def build_report(
    program: ProgramFacts,
    visit: VisitFacts,
    sections_in: Sequence[ScaleResult],
    plan: Sequence[PlanLine],
    made_on: date,
    software: str = "",
    corrections: Sequence[CorrectionFacts] = (),
) -> Report:
    """Decide what is said about a visit.

    Args:
        program: The program.
        visit: The visit.
        sections_in: The scales that were rated, in the order to show them; may be none.
        plan: The improvement plan, in its own order; may be empty.
        made_on: The day of the report; what was due before it is overdue.
        software: Name and version of the program that makes it.
        corrections: What the program said was factually wrong; may be empty.
    """
    names = {
        (result.scored.scale.id, item.id): f"{item.id} {item.name}"
        for result in sections_in
        for item in result.scored.scale.items
    }
    rows = plan_rows(plan, names, made_on)
    return Report(
        title=f"Program fidelity: {program.name}",
        program=program,
        visit=visit,
        made_on=made_on,
        software=software,
        about=_about(program, visit, sections_in, made_on),
        notes=_notes(program, visit, sections_in),
        scales=tuple(scale_report(result) for result in sections_in),
        combined=combined_means(sections_in),
        plan=rows,
        plan_summary=plan_summary(rows),
        corrections=tuple(corrections),
    )


def kind_words(kind: str) -> str:
    """Say a kind of visit; what is words already stays so."""
    return KINDS.get(kind, as_words(kind))


def _about(
    program: ProgramFacts, visit: VisitFacts, results: Sequence[ScaleResult], made_on: date
) -> tuple[tuple[str, str], ...]:
    lines = (
        ("Program", program.name),
        ("Agency", program.agency),
        ("Setting", program.setting),
        ("Levels of care", ", ".join(program.levels_of_care)),
        ("Region", program.region),
        ("Caseload", "" if program.caseload is None else str(program.caseload)),
        ("Populations", ", ".join(program.populations)),
        ("Visit", day(visit.date)),
        ("Kind of visit", kind_words(visit.kind)),
        ("Rated by", visit.rater),
        ("Ratings entered", _entered(visit)),
        ("Scales", "; ".join(map(_version, results))),
        ("Evidence", graded_words(results)),
        ("Sources seen", source_words(results)),
        ("Status", visit.status),
        ("Report made on", day(made_on)),
    )
    return tuple((label, value) for label, value in lines if value)


def _entered(visit: VisitFacts) -> str:
    if visit.entered is None:
        return ""
    first, last = map(day, visit.entered)
    return first if first == last else f"{first} to {last}"


def _version(result: ScaleResult) -> str:
    scale = result.scored.scale
    return f"{scale.short_name}, version {scale.version}"


def _notes(
    program: ProgramFacts, visit: VisitFacts, results: Sequence[ScaleResult]
) -> tuple[str, ...]:
    notes = []
    if program.invented:
        notes.append("Sample data: this program is invented.")
    if visit.draft:
        notes.append("Draft: not everything is rated yet, so these results may still change.")
    if len(results) > 1:
        notes.append(
            "The scales stand side by side; they measure different things and are never added up."
        )
    return tuple(notes)
