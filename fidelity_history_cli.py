"""The command that tells how one program moved from visit to visit."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fidelity_pool_cli import (
    FormatOption,
    PoolScaleOption,
    frame_lines,
    program_of,
    scale_of,
    wrapped,
)
from fidelity_tables_cli import PersonOption, acting_as, catalog
from fidelity_terminal import refusal, say

# What opens databases takes a while to load: no other command should wait for it.
if TYPE_CHECKING:
    from handover.program_history import ProgramHistory
    from reporting.change_table import ItemStory
    from scoring.chance import Chance
    from scoring.change import Change
    from storage.programs import Program


def tell_history(
    program: Annotated[
        str, typer.Argument(metavar="PROGRAM", help="A program, by its number or its name.")
    ],
    scale: PoolScaleOption = None,
    earlier: Annotated[
        int | None,
        typer.Option("--earlier", metavar="VISIT", help="What moved from this visit on."),
    ] = None,
    later: Annotated[
        int | None,
        typer.Option("--later", metavar="VISIT", help="What moved until this visit."),
    ] = None,
    output: FormatOption = "table",
    person: PersonOption = None,
) -> None:
    """Tell how one program moved from visit to visit, and whether that is more than chance."""
    from handover.change_story import item_stories
    from handover.pool import load_pool, pool_chance
    from handover.program_history import change_of, program_history

    with acting_as(person) as acting:
        of = program_of(acting, program)
        known = catalog()
        pool = load_pool(acting, known)
        own = [v for v in pool if v.program.id == of.id] or load_pool(acting, known, None, [of.id])
        chosen = scale_of(known, own, scale)
        history = program_history(of, chosen, own)
        chance = pool_chance(chosen, pool, for_real=not of.invented)
        change, stories = None, {}
        pair = _two(history, earlier, later)
        if pair is not None:
            first, second = pair
            change = change_of(chosen, history.visits[first], history.visits[second])
            between = history.visits[first:second]
            stories = item_stories(acting, change.items, history.visits[second], between)
    if output == "json":
        say(json.dumps(_history_data(history, of, change, pair, stories, chance)))
        return
    for line in _history_lines(history, change, stories, chance):
        say(line)


def _two(history: ProgramHistory, earlier: int | None, later: int | None) -> tuple[int, int] | None:
    """The places of the two visits to compare; the last two unless told, None where there are no
    two."""
    numbers = [visit.visit.id for visit in history.visits]
    faults = [
        f"--{option} {number}: you see no result of such a visit. {_choices(numbers)} [V02]"
        for option, number in (("earlier", earlier), ("later", later))
        if number is not None and number not in numbers
    ]
    if faults:
        raise refusal("\n".join(faults))
    if len(numbers) < 2 and earlier is None and later is None:
        return None
    second = len(numbers) - 1 if later is None else numbers.index(later)
    first = second - 1 if earlier is None else numbers.index(earlier)
    if not 0 <= first < second:
        raise refusal(
            f"The earlier visit has to come before the later one. {_choices(numbers)} [V10]"
        )
    return first, second


def _choices(numbers: list[int]) -> str:
    if not numbers:
        return "There is none yet."
    return f"In the order of their days there are {', '.join(map(str, numbers))}."


def _history_lines(
    history: ProgramHistory,
    change: Change | None,
    stories: dict[str, ItemStory],
    chance: Chance,
) -> Iterator[str]:
    from reporting.chance_words import chance_words
    from reporting.change_words import change_words
    from reporting.history import history_table, history_words, measures_of

    told = history.told
    yield f"{told.program}, {told.scale.short_name}"
    if not told.visits:
        yield "There is no result on this scale yet that you may see."
        return
    yield ""
    yield from frame_lines(history_table(told))
    yield ""
    yield from wrapped(history_words(told, measures_of(told.scale)[0], chance.total))
    if change is not None:
        yield ""
        yield f"From {change.earlier.day.isoformat()} to {change.later.day.isoformat()}:"
        for sentence in change_words(change, chance):
            yield from wrapped(sentence)
        yield from _item_lines(change, stories, chance)
    yield ""
    for sentence in chance_words(chance):
        yield from wrapped(sentence)


def _item_lines(change: Change, stories: dict[str, ItemStory], chance: Chance) -> Iterator[str]:
    from reporting.change_table import ItemStory, item_did, item_name, sort_items

    items = sort_items(change)
    for item in (*items.up, *items.down, *items.open):
        story = stories.get(item.now or "", ItemStory())
        yield from wrapped(f"- {item_name(change.scale, item)}: {item_did(item, chance)}.")
        for sentence in (*story.reasons, *(f"Planned: {action}." for action in story.actions)):
            yield from wrapped(sentence, 4)


def _history_data(
    history: ProgramHistory,
    program: Program,
    change: Change | None,
    pair: tuple[int, int] | None,
    stories: dict[str, ItemStory],
    chance: Chance,
) -> dict[str, Any]:
    from exchange.change_json import change_data
    from exchange.history_json import chance_data, point_data

    visits = [
        {
            "visit": pooled.visit.id,
            "kind": past.kind,
            "file_changed": past.file_changed,
            **point_data(past.point),
        }
        for pooled, past in zip(history.visits, history.told.visits, strict=True)
    ]
    moved = None
    if change is not None and pair is not None:
        moved = change_data(change, chance)
        for item in moved["items"]:
            story = stories.get(item["item"])
            item["reasons"] = list(story.reasons) if story else []
            item["actions"] = list(story.actions) if story else []
        moved = {
            "earlier": history.visits[pair[0]].visit.id,
            "later": history.visits[pair[1]].visit.id,
            **moved,
        }
    return {
        "program": {"id": program.id, "name": program.name, "invented": program.invented},
        "scale": history.told.scale.id,
        "version": history.told.scale.version,
        "visits": visits,
        "in_progress": [visit.visit.id for visit in history.waiting],
        "not_shown": [visit.visit.id for visit in history.unseen],
        "change": moved,
        "chance": chance_data(chance),
    }
