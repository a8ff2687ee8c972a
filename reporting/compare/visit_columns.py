"""The columns that say which visit a line of a table is about, and what stands in a cell."""

from __future__ import annotations

from reporting.compare.named_columns import Column
from reporting.file_words import file_changed_words
from reporting.report import kind_words
from reporting.sentences import day
from scoring.compare.lineup import ComparedVisit, Lineup
from scoring.states import State

SHORT = {State.NOT_RATED: "–", State.NOT_APPLICABLE: "n/a", State.NOT_ENOUGH: "?"}
SHORT_MEANS = "– is not rated, n/a not applicable, ? not enough information."


def visit_columns(lineup: Lineup) -> list[Column]:
    """Say which visit each line is about, with the number it has in addresses and commands."""
    places = range(len(lineup.visits))
    return [
        ("Program", [visit.name for visit in lineup.visits]),
        ("Region", [visit.region for visit in lineup.visits]),
        ("Date", [day(visit.day) for visit in lineup.visits]),
        ("Kind", [kind_words(visit.kind) for visit in lineup.visits]),
        ("Visit number", [visit.id for visit in lineup.visits]),
        ("Rated with version", [version_words(lineup, place) for place in places]),
    ]


def version_words(lineup: Lineup, place: int) -> str:
    """The version a visit was rated with, and whether its scores here are another version's."""
    visit = lineup.visits[place]
    if lineup.restated(place):
        return f"{visit.version} (restated)"
    return f"{visit.version} (file changed since)" if visit.file_changed else visit.version


def restated_words(lineup: Lineup) -> str:
    """Say which visits are scored by another version or file than they were rated with, if any."""
    changed = file_changed_words(sum(visit.file_changed for visit in lineup.visits))
    return " ".join(told for told in (_another_version(lineup), changed) if told)


def _another_version(lineup: Lineup) -> str:
    visits = [v for place, v in enumerate(lineup.visits) if lineup.restated(place)]
    if not visits:
        return ""
    many = "1 visit was" if len(visits) == 1 else f"{len(visits)} visits were"
    return (
        f"Restated: {many} rated with another version of the scale and scored anew by the rules "
        f"of version {lineup.scale.version}, as its file maps the items. The visit's own report "
        "may say another number."
    )


def shown_label(lineup: Lineup, place: int) -> str:
    """What a visit is called in a picture or a table."""
    label = lineup.visits[place].label
    return f"{label} (restated)" if lineup.restated(place) else label


def part_of(shown: Lineup, whole: Lineup) -> str:
    """Say which part of all visits is shown; empty where it is all of them."""
    if len(shown.visits) == len(whole.visits) or not shown.visits:
        return ""
    first = whole.visits.index(shown.visits[0]) + 1
    return f"Visits {first} to {first + len(shown.visits) - 1} of {len(whole.visits)}"


def visit_words(visit: ComparedVisit) -> str:
    """A visit in full, to choose it by."""
    return f"{visit.name}, {visit_day(visit)}"


def visit_day(visit: ComparedVisit) -> str:
    """A visit beside others of the same program: its kind and day."""
    return f"{kind_words(visit.kind).lower()} of {day(visit.day)}"


def level_words(level: int) -> str:
    """A level, or why there is none."""
    return str(level) if level >= 0 else State(level).words


def step_words(step: int | None) -> str:
    """Levels up or down with their sign; a dash where there is nothing to compare."""
    if step is None:
        return "–"
    return f"{step:+d}" if step else "0"
