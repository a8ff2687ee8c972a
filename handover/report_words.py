"""What reviewers wrote for the report, scale by scale."""

from __future__ import annotations

from handover.workspace import Workspace
from reporting.facts import WrittenWords
from storage.acting import NotAllowed
from storage.report_words import ReportWords, list_report_words

Written = dict[tuple[str, str], WrittenWords]


def fetch_report_words(workspace: Workspace) -> dict[str, tuple[ReportWords, ...]]:
    """Fetch what was written, by scale.

    None while only a person's own set is shown: it was written about what is settled.
    """
    if workspace.shown != workspace.official:
        return {}
    try:
        found = list_report_words(workspace.acting, workspace.visit.id)
    except NotAllowed:
        return {}
    return {
        assessment.scale_id: tuple(each for each in found if each.assessment_id == assessment.id)
        for assessment in workspace.assessments
    }


def written_words(found: tuple[ReportWords, ...]) -> Written:
    """Lay out what was written on one scale for a report."""
    return {
        (each.item, each.subject): WrittenWords(each.level, each.words, each.said) for each in found
    }
