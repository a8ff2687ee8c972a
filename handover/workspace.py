"""The visit in hand with all that belongs to it, for the person who has it in hand."""

from __future__ import annotations

from dataclasses import dataclass

from handover.standing import Standing, find_standing
from scales.catalog import Catalog, Entry
from storage.acting import Acting
from storage.assessments import Assessment
from storage.programs import Program, get_program
from storage.team import Member
from storage.visit_record import Visit
from storage.visits import get_assessments, get_visit, list_team


@dataclass(frozen=True)
class Workspace:
    """The visit in hand with what belongs to it, for the person who has it in hand."""

    acting: Acting
    program: Program
    visit: Visit
    team: tuple[Member, ...]
    standing: Standing
    assessments: tuple[Assessment, ...]
    entries: dict[str, Entry]
    """Scale id to its file; a scale whose file is gone is missing here."""

    @property
    def own(self) -> str | None:
        """The rater name of the person's own set at this visit; None if they do not rate it."""
        return self.standing.own

    @property
    def official(self) -> str:
        """Whose answers are the visit's result; empty while that is not settled."""
        return self.standing.official

    @property
    def shown(self) -> str | None:
        """The set that results are shown of: the official one, or before there is one their own.

        None where there is nothing they may see.
        """
        return self.standing.shown

    def assessment(self, scale_id: str) -> Assessment:
        """Return the assessment on one scale."""
        return next(a for a in self.assessments if a.scale_id == scale_id)


def read_workspace(acting: Acting, visit_id: int, catalog: Catalog) -> Workspace:
    """Read a visit with its program, its team, its assessments and their scales.

    Raises:
        NotFound: There is no such visit, or the acting person may not see it.
    """
    visit = get_visit(acting, visit_id)
    team = list_team(acting, visit_id)
    assessments = get_assessments(acting, visit_id)
    known = [a.scale_id for a in assessments if a.scale_id in catalog.ids]
    return Workspace(
        acting,
        get_program(acting, visit.program_id),
        visit,
        team,
        find_standing(acting, visit, team),
        assessments,
        {scale_id: catalog.get(scale_id) for scale_id in known},
    )
