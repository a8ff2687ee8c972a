"""The program and the visit as a report tells of them."""

from __future__ import annotations

import datetime as dt

from handover.scoring_rows import Given, missing_facts, missing_items
from handover.standing import raters_of
from handover.workspace import Workspace
from reporting.facts import ProgramFacts, VisitFacts
from reporting.sentences import listed, upper_first
from storage.signing import list_signatures
from storage.team import CONSENSUS
from storage.visit_states import WORDS


def program_facts(workspace: Workspace) -> ProgramFacts:
    """What is known of the program."""
    program = workspace.program
    return ProgramFacts(
        name=program.name,
        agency=program.agency,
        setting=program.setting,
        levels_of_care=program.levels_of_care,
        region=program.region,
        caseload=program.caseload,
        populations=program.populations,
        invented=program.invented,
    )


def visit_facts(workspace: Workspace, given: list[Given]) -> VisitFacts:
    """What is known of the visit.

    Args:
        workspace: The visit in hand.
        given: What was answered, scale by scale.
    """
    visit = workspace.visit
    return VisitFacts(
        visit.date,
        visit.kind,
        _rated_by(workspace),
        draft=any(missing_items(each) or missing_facts(each) for each in given),
        status=upper_first(WORDS[visit.status]),
        signature=_signature(workspace),
        entered=_entered(given),
    )


def _signature(workspace: Workspace) -> tuple[tuple[str, str], ...]:
    if workspace.visit.status != "final":
        return ()
    signed = list_signatures(workspace.acting, workspace.visit.id)[0]  # the latest; it holds
    return (
        ("Signed by", signed.person),
        ("Signed at", signed.signed_at),
        ("Edition", str(signed.edition)),
        ("Signature (SHA-256)", signed.hash),
    )


def _rated_by(workspace: Workspace) -> str:
    if workspace.shown != CONSENSUS:
        return workspace.shown or ""
    return f"{listed(member.name for member in raters_of(workspace.team))} (consensus)"


def _entered(given: list[Given]) -> tuple[dt.date, dt.date] | None:
    answers = (answer for each in given for answer in each.answers.values())
    days = [answer.updated_at.date() for answer in answers if answer.updated_at]
    return (min(days), max(days)) if days else None
