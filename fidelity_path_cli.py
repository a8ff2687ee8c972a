"""The command that finds the shortest path to a verdict or a mean."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from textwrap import wrap
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from fidelity_ratings_cli import (
    AssessmentOption,
    RaterOption,
    ScaleOption,
    Scales,
    choose_assessment,
    known_scales,
    read_file,
)
from fidelity_store_cli import act_as, opened_store
from fidelity_terminal import refusal, say, warn
from scales.fault import join, near, quote

# What solves takes a while to load: no other command should wait for it.
if TYPE_CHECKING:
    from reporting.path_words import AnswerWords, PathWords
    from scales.model import Scale
    from scoring import Row

_WIDTH = 96


def find_path(
    to: Annotated[
        str,
        typer.Option(
            "--to",
            metavar="VERDICT|MEAN=NUMBER",
            help="A verdict by id or name; or the total or a subscale and how much it should be.",
        ),
    ],
    ratings: Annotated[
        str | None,
        typer.Argument(metavar="[RATINGS]", help="A ratings file (CSV), or - for standard input."),
    ] = None,
    visit: Annotated[
        int | None, typer.Option("--visit", metavar="VISIT", help="A visit of the database.")
    ] = None,
    scale: ScaleOption = None,
    least: Annotated[
        Literal["raises", "effort"],
        typer.Option("--least", help="The fewest one-level raises, or the least effort."),
    ] = "raises",
    fix: Annotated[
        list[str] | None,
        typer.Option("--fix", metavar="ITEM", help="An item that cannot move; may be repeated."),
    ] = None,
    assume: Annotated[
        list[str] | None,
        typer.Option(
            "--assume",
            metavar="ITEM=LEVEL",
            help="Take an item that is not rated as if it were; may be repeated.",
        ),
    ] = None,
    exactly: Annotated[
        bool, typer.Option("--exactly", help="Just this verdict, and no better one.")
    ] = False,
    alternatives: Annotated[
        int,
        typer.Option("--alternatives", min=0, max=50, help="How many more of the same cost."),
    ] = 2,
    assessment: AssessmentOption = None,
    rater: RaterOption = None,
    person: Annotated[
        int | None, typer.Option("--as", metavar="PERSON", help="The number of who asks.")
    ] = None,
    output: Annotated[
        Literal["table", "json"], typer.Option("--format", help="Text to read, or a JSON object.")
    ] = "table",
) -> None:
    """Find the shortest path to a verdict or a mean, proven shortest."""
    from exchange.path_json import path_to_json
    from reporting.path_words import path_words
    from scoring.path import PathError, Request, find_paths, named_goal

    if (ratings is None) == (visit is None):
        raise refusal("Name a ratings file, or a visit with --visit.")
    if visit is None:
        of, row = _from_file(ratings or "", scale, to, rater, assessment)
    else:
        if rater or assessment:
            raise refusal("A visit goes by its result. Leave --rater and --assessment out.")
        of, row = _from_visit(visit, scale, to, person)
    try:
        goal = named_goal(of, to, exactly=exactly)
        request = Request(of, row, goal, least, frozenset(fix or ()), _assumed(assume or []))
        answer = find_paths(request, most=1 + alternatives)
    except PathError as error:
        listed = "".join(f"\n  - {problem}" for problem in error.problems)
        raise refusal(f"This path cannot be looked for.{listed}") from None
    if output == "json":
        say(path_to_json(answer))
        return
    say(f"{row.assessment}, {of.short_name}")
    for line in _lines(path_words(answer)):
        say(line)


def _from_file(
    ratings: str, scale: str | None, to: str, rater: str | None, assessment: str | None
) -> tuple[Scale, Row]:
    file = read_file(ratings, Scales(scale), rater)
    name = choose_assessment(file, assessment)
    by_scale = {f.scale.id: f for f in file.assessments if f.row.assessment == name}
    meant = _meant([filed.scale for filed in by_scale.values()], to, file.name)
    return by_scale[meant].scale, by_scale[meant].row


def _meant(rated: list[Scale], to: str, place: str) -> str:
    """The id of the scale that is meant where none is named: the only one that has such a goal."""
    from scoring.path import PathError, named_goal

    if len(rated) == 1:
        return rated[0].id
    having = []
    for scale in rated:
        with suppress(PathError):
            named_goal(scale, to)
            having.append(scale.id)
    if len(having) == 1:
        return having[0]
    listed = join(having or [scale.id for scale in rated])
    raise refusal(f"{place}: choose one of its scales with --scale: {listed}.")


def _from_visit(visit: int, scale: str | None, to: str, person: int | None) -> tuple[Scale, Row]:
    from handover.scoring_rows import load_given, row_of
    from handover.workspace import read_workspace
    from storage.revisions import require_newest

    with opened_store() as store:
        require_newest(store)
        workspace = read_workspace(act_as(store, person), visit, known_scales())
        rated = {scale_id: entry.scale for scale_id, entry in workspace.entries.items()}
        if workspace.shown is None or not rated:
            raise refusal(f"Of visit {visit} there is no result yet that you may see.")
        if scale is not None and scale not in rated:
            raise refusal(f"Visit {visit} has no scale {quote(scale)}. {near(scale, rated)}")
        meant = scale or _meant(list(rated.values()), to, f"Visit {visit}")
        if workspace.assessment(meant).scale_stamp != workspace.entries[meant].stamp:
            warn("The scale file has changed since this visit was rated. The path goes by the new.")
        given = load_given(workspace, meant)
        name = f"{workspace.program.name}, {workspace.visit.date}"
        return given.scale, row_of(given, name)


def _assumed(texts: list[str]) -> dict[str, int]:
    """Read what --assume gives: items and levels."""
    levels = {}
    for text in texts:
        item, sign, level = text.partition("=")
        if not sign or not level.strip().isdecimal():
            raise refusal(f"--assume {quote(text)}: write an item and a level, as in INT17=3.")
        levels[item.strip()] = int(level)
    return levels


def _lines(words: AnswerWords) -> Iterator[str]:
    yield from _wrapped(words.headline, 0)
    for number, path in enumerate(words.paths, start=1):
        yield ""
        yield f"{number}. {path.cost}" if len(words.paths) > 1 else path.cost
        yield from _path_lines(path)
    if words.more:
        yield ""
        yield f"{words.more} --alternatives lists them."
    for title, sentences in (("In the way:", words.obstacles), ("It rests on:", words.assumed)):
        if sentences:
            yield ""
            yield title
            for sentence in sentences:
                yield from _wrapped(f"- {sentence}", 2)


def _path_lines(path: PathWords) -> Iterator[str]:
    for each in path.raises:
        yield from _wrapped(each.text, 3)
        for sentence in (*each.actions, each.otherwise):
            yield from _wrapped(sentence, 6)
    yield from _wrapped(path.reached, 3)


def _wrapped(text: str, indent: int) -> list[str]:
    first = " " * indent
    return wrap(text, _WIDTH, initial_indent=first, subsequent_indent=first + "  ")
