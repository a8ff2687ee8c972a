"""Checks of the score: what it was worked out with, and what could still tip it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from reporting.preflight.check import Check, Spot, each_scale, item_place, scale_place
from reporting.preflight.finding import Place
from reporting.preflight.visit import ScaleUnderCheck, VisitUnderCheck
from reporting.verdict_text import BorderlineNote, borderline_notes
from scoring.borderline import find_borderline
from scoring.explanation import Scored
from scoring.ratings import ratings_from_rows
from scoring.reasons import deciding
from scoring.scores import columns_of


def _other_file(visit: VisitUnderCheck, of: ScaleUnderCheck) -> Iterable[Spot]:
    if not of.same_file:
        said = f"{of.scale.short_name}: the scale file has changed since the visit began."
        yield Spot(said, Place("visit", of.scale.id))


def _missing_fact(visit: VisitUnderCheck, of: ScaleUnderCheck) -> Iterable[Spot]:
    for fact in of.scale.choice_facts:
        # What a program calls itself may stay open: the verdict does not ask.
        if not fact.claim and fact.id not in of.result.scored.row.choices:
            said = f'{of.scale.short_name}: "{fact.asks}" is not answered.'
            yield Spot(said, scale_place(visit, of))


def _no_verdict(visit: VisitUnderCheck, of: ScaleUnderCheck) -> Iterable[Spot]:
    scored = of.result.scored
    if scored.verdict.tier is None:
        said = f"{of.scale.short_name}: {scored.verdict.name} (rule {scored.verdict.rule})."
        yield Spot(" ".join((said, *scored.because)), Place("results", of.scale.id))


def _contradiction(visit: VisitUnderCheck, of: ScaleUnderCheck) -> Iterable[Spot]:
    scale, fired = of.scale, of.result.scored.warnings
    columns = columns_of(ratings_from_rows(scale, [of.result.scored.row]))
    for warning in scale.warnings:
        if warning.text in fired:
            items = [item for reason in deciding(warning.when, columns) for item in reason.items]
            place = item_place(visit, of, items[0]) if items else scale_place(visit, of)
            yield Spot(f"{scale.short_name}: {warning.text}", place)


def _borderline(visit: VisitUnderCheck, of: ScaleUnderCheck) -> Iterable[Spot]:
    for note in borderline_notes(of.result.scored):
        said = f"{of.scale.short_name}: one point would change the verdict. {note.text}"
        yield Spot(said, _place_of(note, visit, of))


def _borderline_elsewhere(visit: VisitUnderCheck, of: ScaleUnderCheck) -> Iterable[Spot]:
    for note in borderline_notes(_not_watched(of.result.scored)):
        said = (
            f"{of.scale.short_name}: one point outside the items that decide would change the "
            f"verdict. {note.text}"
        )
        yield Spot(said, _place_of(note, visit, of))


def _not_watched(scored: Scored) -> Scored:
    """The same score with the moves that its scale does not try: those of all other items."""
    every_item = scored.scale.model_copy(update={"borderline": ("all",)})
    found = find_borderline(every_item, scored.row)
    return replace(scored, borderline=tuple(b for b in found if b not in scored.borderline))


def _place_of(note: BorderlineNote, visit: VisitUnderCheck, of: ScaleUnderCheck) -> Place:
    if len(note.items) == 1:
        return item_place(visit, of, note.items[0])
    return Place("results", of.scale.id)


VERDICT_CHECKS = (
    Check(
        "P50",
        "error",
        "The scale file has changed since the visit began.",
        "The items were rated by other words or rules than those they are scored with.",
        "Put back the file that was rated with, or look through the ratings and take over the new "
        "file, at the foot of Sign-off.",
        each_scale(_other_file),
    ),
    Check(
        "P51",
        "error",
        "A question before the items has no answer (what the program calls itself may stay open).",
        "The verdict depends on it: the integration scale cannot tell a class without it.",
        "Answer the question.",
        each_scale(_missing_fact),
    ),
    Check(
        "P52",
        "warning",
        "No verdict can be given.",
        "Too little is known. That can be an honest end of a visit, and no level should be made up "
        "for the sake of a verdict.",
        "Rate what is missing, or say in the report why it could not be told.",
        each_scale(_no_verdict),
    ),
    Check(
        "P53",
        "warning",
        "Two answers contradict each other, by the scale's own list of contradictions.",
        "One of the two is probably wrong.",
        "Look at both answers again.",
        each_scale(_contradiction),
    ),
    Check(
        "P54",
        "warning",
        "One point on one item that the scale watches would change the verdict.",
        "The verdict is no surer than that item.",
        "Look at the evidence of the item once more, and say in the report how near it was.",
        each_scale(_borderline),
    ),
    Check(
        "P55",
        "note",
        "One point on one item that the scale does not watch would change the verdict, as where a "
        "mean lies near a cut.",
        "The verdict is near its edge.",
        "Say in the report how near it was.",
        each_scale(_borderline_elsewhere),
    ),
)
