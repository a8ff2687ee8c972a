"""One rater's set as it enters the tables, and the rows of the table ratings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from exchange.tidy.column import Value
from handover.scoring_rows import Given, row_of
from scales.catalog import Catalog
from scales.item import Item
from scales.model import Scale
from scoring.ratings import Row
from scoring.states import State
from storage.answers import Answer
from storage.assessments import Assessment
from storage.facts import FactAnswer
from storage.seen_records import SeenVisit, SetKey
from storage.team import CONSENSUS

SetKind = Literal["own", "consensus", "survey"]
Line = dict[str, Value]
_WRITTEN = {State.NOT_RATED: "", State.NOT_APPLICABLE: "NA", State.NOT_ENOUGH: "NEI"}
"""How a ratings file writes what is no level."""


@dataclass(frozen=True)
class RatedSet:
    """What one rater answered on one scale at one visit.

    Attributes:
        scale: None where the file of the scale is gone; then there is no row to score either.
        official: Whether it is the visit's result.
    """

    seen: SeenVisit
    assessment: Assessment
    rater: str
    kind: SetKind
    official: bool
    scale: Scale | None
    answers: Mapping[str, Answer]
    facts: Mapping[str, FactAnswer]
    row: Row | None

    @property
    def visit_id(self) -> int:
        """The number of the visit."""
        return self.seen.visit.id

    @property
    def program_id(self) -> int:
        """The number of the program."""
        return self.seen.program.id


def sets_of(seen: SeenVisit, catalog: Catalog) -> Iterator[RatedSet]:
    """Yield the sets of a visit that may be read, by scale and rater."""
    staff = {member.name for member in seen.team if member.role == "respondent"}
    keys: list[SetKey] = sorted({*seen.answers, *seen.facts})
    assessments = {each.id: each for each in seen.assessments}
    for assessment_id, rater in keys:
        assessment = assessments[assessment_id]
        answers = seen.answers.get((assessment_id, rater), {})
        facts = seen.facts.get((assessment_id, rater), {})
        known = assessment.scale_id in catalog.ids
        scale = catalog.get(assessment.scale_id).scale if known else None
        yield RatedSet(
            seen,
            assessment,
            rater,
            "consensus" if rater == CONSENSUS else "survey" if rater in staff else "own",
            rater == seen.official,
            scale,
            answers,
            facts,
            row_of(Given(rater, scale, answers, facts), assessment_name(seen)) if scale else None,
        )


def assessment_name(seen: SeenVisit) -> str:
    """Say which visit it is; it begins with a word, so that no program's name is a formula."""
    name = " ".join(seen.program.name.split())
    return f"Visit {seen.visit.id}: {name}, {seen.visit.date.isoformat()}"


def rating_lines(each: RatedSet) -> Iterator[Line]:
    """All facts and items of the scale, then what is stored that the scale has no longer."""
    common = _common(each)
    scale = each.scale
    fact_ids = [fact.id for fact in scale.facts] if scale else []
    for fact_id in dict.fromkeys((*fact_ids, *each.facts)):
        yield common | _fact_cells(each, fact_id)
    items: dict[str, Item | None] = {item.id: item for item in scale.items} if scale else {}
    blank = Answer(each.assessment.id, each.rater, "")
    for item_id in dict.fromkeys((*items, *each.answers)):
        answer = each.answers.get(item_id, blank)
        yield common | _item_cells(each, item_id, items.get(item_id), answer)


def _common(each: RatedSet) -> Line:
    visit, program = each.seen.visit, each.seen.program
    return {
        "assessment": assessment_name(each.seen),
        "scale": each.assessment.scale_id,
        "rater": each.rater,
        "program": program.name,
        "date": visit.date,
        "kind": visit.kind,
        "visit": visit.id,
        "program_id": program.id,
        "scale_version": each.assessment.scale_version,
        "set": each.kind,
        "official": each.official,
    }


def _fact_cells(each: RatedSet, fact_id: str) -> Line:
    answer = each.facts.get(fact_id)
    choice = each.row.choices.get(fact_id) if each.row else None
    count = answer.count if answer else None
    nothing = dict.fromkeys(("numerator", "denominator", "note", "evidence", "sources", "reason"))
    return {
        **nothing,
        "item": fact_id,
        "rating": choice or (None if count is None else str(count)),
        "asked": "fact",
        "item_name": None,
        "subscale": None,
        "state": None,
        "level": None,
        "choice": answer.choice if answer else None,
        "count": count,
        "because": None,
        "confirmed": None,
        "copied_from": None,
        "updated_at": answer.updated_at if answer else None,
    }


def _item_cells(each: RatedSet, item_id: str, item: Item | None, answer: Answer) -> Line:
    counts = each.row.levels.get(item_id, State.NOT_RATED) if each.row else State.NOT_RATED
    stored = answer.revision > 0
    return {
        "item": item_id,
        "rating": _WRITTEN[State(counts)] if counts < 0 else str(counts),
        "numerator": answer.numerator,
        "denominator": answer.denominator,
        "note": answer.note,
        "evidence": answer.grade,
        "sources": answer.sources,
        # One typed before a level was chosen is kept for the rater and said nowhere else.
        "reason": answer.reason if answer.state == "not_applicable" else None,
        "asked": "item",
        "item_name": item.name if item else None,
        "subscale": item.subscale if item else None,
        "state": answer.state,
        "level": answer.level,
        "choice": None,
        "count": None,
        "because": answer.because,
        "confirmed": answer.confirmed if stored else None,
        "copied_from": answer.copied_from,
        "updated_at": answer.updated_at,
    }
