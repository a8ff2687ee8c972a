"""A program that audits itself twice, on a scale of two items, with a plan in between."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from handover.workspace import Workspace, read_workspace
from scales.catalog import Catalog, load_catalog
from storage.acting import Acting
from storage.answers import Answer, save_answer
from storage.people import act, add_first_person
from storage.plans import PlanAction, add_action, list_actions
from storage.programs import add_program
from storage.store import Store
from storage.team import alone
from storage.visits import add_visit, get_assessments

TINY = Path(__file__).parents[1] / "broken_scales" / "tiny.yaml"
NOW = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC)
MARCH, SEPTEMBER = dt.date(2026, 3, 2), dt.date(2026, 9, 1)
X1, X2 = ("tiny", "X1"), ("tiny", "X2")


def tiny_catalog(folder: Path, text: str | None = None) -> Catalog:
    """The scales that ship, and the tiny one, perhaps changed."""
    folder.mkdir(exist_ok=True)
    kept = text or TINY.read_text(encoding="utf-8")
    (folder / "tiny.yaml").write_text(kept, encoding="utf-8")
    return load_catalog(folder)


@dataclass
class Twice:
    """The program, and how to audit it."""

    acting: Acting
    catalog: Catalog
    program: int

    def audit(self, day: dt.date, levels: Mapping[str, int]) -> Workspace:
        """Rate the tiny scale on a day, and take the visit in hand."""
        entry = self.catalog.get("tiny")
        pin = (entry.scale.id, entry.scale.version, entry.stamp, entry.scale.target_level)
        team = alone("Rater", self.acting.person.id)
        visit = add_visit(self.acting, self.program, day, "self_audit", team, [pin], NOW)
        [assessment] = get_assessments(self.acting, visit.id)
        for item, level in levels.items():
            rated = Answer(assessment.id, "Rater", item, "rated", level)
            save_answer(self.acting, rated, 0, NOW)
        return read_workspace(self.acting, visit.id, self.catalog)

    def plan(self, workspace: Workspace, do: str, **values) -> PlanAction:
        """Add an action to the plan of a visit."""
        return add_action(self.acting, PlanAction(workspace.visit.id, do, **values), NOW)

    def plan_of(self, workspace: Workspace) -> tuple[PlanAction, ...]:
        """The plan of a visit."""
        return list_actions(self.acting, workspace.visit.id)


def begin_twice(store: Store, folder: Path) -> Twice:
    """Add the program and who audits it."""
    acting = act(store, add_first_person(store, "Rater", NOW).id)
    program = add_program(acting, name="Harbor House", invented=True, now=NOW)
    return Twice(acting, tiny_catalog(folder), program.id)
