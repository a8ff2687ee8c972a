"""What reviewers put down at a visit besides ratings, so that every page of it holds something."""

from __future__ import annotations

from dataclasses import replace

from storage.acting import Acting
from storage.documents import DocumentRequest, add_documents, change_document
from storage.people import act
from storage.team import Member
from storage.team_changes import add_to_team
from storage.visits import list_team
from storage.worksheets import ChartSample, add_sample
from tests.browser.rated_visit import NOW


def fill_visit(acting: Acting, visit: int) -> None:
    """Ask for documents, draw charts and survey somebody at a visit that is not signed."""
    lead = next(m.person_id for m in list_team(acting, visit) if m.role == "lead")
    assert lead is not None
    by = act(acting.store, lead)
    served = (("iddt", "T1"), ("goi", "G4"))
    names = ("Staff roster", "Policies on medication")
    asked = [DocumentRequest(visit, name, served) for name in names]
    first, _ = add_documents(by, visit, asked, NOW)
    change_document(by, replace(first, requested_on=NOW.date()), 1, NOW)
    sample = ChartSample(visit, 30, "f" * 64, "2026-03-02", (("goi", "G4"), ("goi", "G5")))
    add_sample(by, sample, ["0007", "0031"], NOW)
    add_to_team(by, visit, Member("Clinician 1", "respondent", staff_role="Clinician"), NOW)
