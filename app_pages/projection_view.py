"""A projected plan: all scales in a glance, then one of them quarter by quarter."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from app_pages.chart_panel import drawing_of, show_chart
from app_pages.plain_table import one_line, show_notes, show_table
from app_pages.projection_choice import quarter_words
from app_pages.session import visit_words
from handover.plan_projection import PlanToProject
from handover.workspace import Workspace
from reporting.charts.projection import projection_chart
from reporting.charts.words import plain
from reporting.sentences import upper_first
from reporting.what_if_words import ProjectionWords, projection_words
from scoring.rounding import as_decimal
from scoring.what_if import Projection


def show_overview(plan: PlanToProject, projections: Mapping[str, Projection]) -> None:
    """Draw verdict and total of every scale, now and at the end of the plan."""
    if len(projections) < 2:
        return
    last = max(projection.phases for projection in projections.values())
    end = quarter_words(plan.start, last)
    show_table(
        (
            {
                "Scale": projection.scores.scale.short_name,
                "Now": _standing(projection, 0),
                f"After {end[:1].lower()}{end[1:]}": _standing(projection, projection.phases),
            }
            for projection in projections.values()
        ),
        alt="Verdict and total of each scale now and after the last quarter of the plan",
    )


def show_projection(workspace: Workspace, plan: PlanToProject, projection: Projection) -> None:
    """Draw the quarters of one scale as a table and a chart, with what they rest on."""
    scale = projection.scores.scale
    st.header(f"{one_line(scale.short_name)}: quarter by quarter", anchor=False)
    told = projection_words(projection)
    if not projection.effects:
        st.markdown("No chosen action raises an item of this scale.")
        return
    whens = [quarter_words(plan.start, phase) for phase in range(projection.phases + 1)]
    show_table(
        (
            {
                "When": when,
                "Verdict": phase.verdict,
                phase.total[0]: phase.total[1],
                "What is raised": " ".join(phase.raises) or "–",
            }
            for when, phase in zip(whens, told.phases, strict=True)
        ),
        alt=f"Projected verdict and total of {scale.short_name} by quarter, with what is raised",
    )
    program, visit = workspace.program, workspace.visit
    chart = projection_chart(
        projection,
        f"{program.name}, {visit_words(visit)}",
        whens,
        "-".join(part for part in (plain(program.name), visit.date.isoformat()) if part),
    )
    show_chart(chart, drawing_of(chart))
    _show_notes(told)


def _show_notes(told: ProjectionWords) -> None:
    for phase in told.phases[1:]:
        for warning in phase.warnings:
            st.warning(one_line(f"{phase.name}: {warning}"))
    if told.notes:
        st.markdown("\n".join(f"- {one_line(upper_first(note))}" for note in told.notes))
    show_notes(told.assumed)


def _standing(projection: Projection, phase: int) -> str:
    scores = projection.scores
    verdict, total = scores.verdicts[phase].name, as_decimal(scores.total.value(phase))
    return f"{verdict} ({total})"
