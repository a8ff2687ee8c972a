"""The command that brings ratings in: a look at what a file holds, then all of it or nothing."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from exchange.fault_csv import fault_table
from exchange.filed import RatingsFileError
from exchange.incoming import SHOWN, Incoming, IncomingError
from exchange.ratings_file import read_content
from exchange.ratings_sets import LARGEST_FILE
from exchange.score_grid import read_grids
from exchange.score_mapping_file import read_mapping, write_mapping
from fidelity_bundle_cli import import_bundle_file
from fidelity_store_cli import act_as, opened_store
from fidelity_terminal import count, progress, refusal, say, scales_folder, warn
from scales.catalog import Catalog, load_catalog
from scales.fault import Fault

# What opens databases takes a while to load: no other command should wait for it.
if TYPE_CHECKING:
    from handover.formats import DataFile
    from handover.incoming import Choice, Preview, PreviewedSet
    from handover.places import Direction
    from storage.acting import Acting
    from storage.taking_in import Taken

Kind = Literal["self_audit", "site_visit", "follow_up"]


def import_data(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file with ratings, or a bundle.")],
    visit: Annotated[
        int | None, typer.Option("--visit", help="The visit, where the file does not say.")
    ] = None,
    rater: Annotated[
        str | None, typer.Option("--rater", help="Whose ratings they are, at that visit.")
    ] = None,
    person: Annotated[
        int | None,
        typer.Option("--as", metavar="PERSON", help="The number of the person who brings them."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only tell what would be taken in.")
    ] = False,
    take: Annotated[
        Literal["stored", "file"],
        typer.Option("--take", help="What stands where file and database differ."),
    ] = "stored",
    add: Annotated[
        bool, typer.Option("--add", help="Add programs and visits that are not there yet.")
    ] = False,
    kind: Annotated[
        Kind, typer.Option("--kind", help="Of visits that are added, where the file does not say.")
    ] = "self_audit",
    leave_out: Annotated[
        bool, typer.Option("--leave-out", help="Leave out what cannot be taken in.")
    ] = False,
    no_clients: Annotated[
        bool,
        typer.Option("--no-clients", help="Say that what looks like a client's data is none."),
    ] = False,
    mapping: Annotated[
        Path | None,
        typer.Option("--map", help="What the columns of a sheet of item scores mean (CSV)."),
    ] = None,
    write_map: Annotated[
        Path | None,
        typer.Option("--write-map", help="Write what the columns seem to mean (CSV), and stop."),
    ] = None,
    faults: Annotated[
        Path | None, typer.Option("--faults", help="Write every fault into a table (.csv).")
    ] = None,
    skip_conflicts: Annotated[
        bool, typer.Option("--skip-conflicts", help="Leave out programs of a bundle that conflict.")
    ] = False,
) -> None:
    """Bring in what a file holds, ratings or a bundle of programs: all of it, or nothing."""
    from storage.bundle import ENDING

    if file.name.lower().endswith(ENDING):
        import_bundle_file(file, dry_run, skip_conflicts, person)
        return
    from handover.formats import DataFile
    from handover.incoming import Choice
    from handover.places import Direction

    catalog = _catalog()
    scales = {entry.scale.id: entry.scale for entry in catalog.entries}
    try:
        data = DataFile(_content(file), file.name, scales, progress=progress("Reading"))
        if write_map is not None:
            _write_mapping(data, write_map)
            return
        incoming = _read(data, mapping)
        with opened_store() as store:
            from storage.revisions import require_newest

            require_newest(store)
            acting = act_as(store, person)
            names = {one.rater for one in incoming.sets}
            raters = _raters(file, names, rater)
            direction = Direction(visit, raters, add, kind)
            choice = Choice(take, leaving_out=leave_out, accept_identifiers=no_clients)
            taken = _import(acting, incoming, catalog, direction, choice, dry_run=dry_run)
    except IncomingError as error:
        if faults is not None:
            _write(faults, fault_table(error.faults))
        elif len(error.faults) > SHOWN:
            warn("Write them all into a table with --faults FILE.csv.")
        raise refusal(str(error)) from None
    if taken is not None:
        say(_taken_words(file, taken))


def _import(
    acting: Acting,
    incoming: Incoming,
    catalog: Catalog,
    direction: Direction,
    choice: Choice,
    *,
    dry_run: bool,
) -> Taken | None:
    from handover.incoming import accept, preview

    seen = preview(acting, incoming, catalog, direction, progress("Comparing"))
    for line in _preview_lines(seen, choice):
        say(line)
    refused = () if choice.leaving_out else seen.faults
    clients = () if choice.accept_identifiers else seen.clients
    if refused or clients:
        raise IncomingError(incoming.name, (*refused, *clients))
    if dry_run:
        say("Nothing was written: --dry-run.")
        return None
    now = dt.datetime.now(dt.UTC)
    return accept(acting, seen, choice, catalog, now, progress("Taking in"))


def _preview_lines(seen: Preview, choice: Choice) -> list[str]:
    lines = [_set_line(one) for one in seen.sets[:SHOWN]]
    if len(seen.sets) > SHOWN:
        lines.append(f"... and {count(len(seen.sets) - SHOWN, 'set')} more.")
    conflicts = [
        f"  {item.place}: stored {item.stored!r}, file {item.brought!r}"
        for one in seen.possible
        for item in one.items
        if item.finding == "conflicting"
    ]
    if conflicts:
        stands = "the file" if choice.side == "file" else "what is stored"
        lines.append(f"Where they differ, {stands} stands (--take):")
        lines += conflicts[:SHOWN]
        if len(conflicts) > SHOWN:
            lines.append(f"  ... and {len(conflicts) - SHOWN:,} more.")
    counts = seen.counts
    told = ", ".join(f"{counts[what]:,} {what}" for what in ("new", "same", "conflicting"))
    lines.append(f"In all: {told}.")
    if seen.new_visits:
        programs = count(len(seen.new_programs), "program")
        lines.append(f"To be added: {count(len(seen.new_visits), 'visit')}, {programs}.")
    return lines


def _set_line(one: PreviewedSet) -> str:
    if one.place is None:
        return f"{one.brought.place}: not possible"
    place = one.place
    when = place.visit.visit.date if place.visit else place.new and place.new.date
    told = ", ".join(f"{one.count(what)} {what}" for what in ("new", "same", "conflicting"))
    told = "not possible" if one.faults else told
    added = "" if place.visit else " (to be added)"
    name = one.brought.scale.short_name
    return f"{place.program_name}, {when}{added}, {place.rater}, {name}: {told}"


def _raters(file: Path, names: set[str], rater: str | None) -> dict[str, str]:
    if rater is None:
        return {}
    if len(names) > 1:
        listed = ", ".join(sorted(name or "(nobody)" for name in names))
        raise refusal(f"{file.name}: --rater names one, and the file has several: {listed}.")
    return {next(iter(names)): rater}


def _read(data: DataFile, mapping: Path | None) -> Incoming:
    from dataclasses import replace

    from handover.formats import SCORE_SHEET, find_reader, read_data_file

    if mapping is None:
        return read_data_file(data)
    if find_reader(data).id != SCORE_SHEET:
        raise refusal(f"{data.name}: --map is for a sheet of item scores, and this is none.")
    grids = read_grids(data.content, data.name)
    known = read_mapping(_content(mapping), mapping.name, grids, data.scales)
    return read_data_file(replace(data, mapping=known))


def _write_mapping(data: DataFile, out: Path) -> None:
    from handover.formats import SCORE_SHEET, find_mapping, find_reader

    if find_reader(data).id != SCORE_SHEET:
        raise refusal(f"{data.name}: --write-map is for a sheet of item scores, and this is none.")
    mapping = find_mapping(data)
    _write(out, write_mapping(mapping))
    items = count(len(mapping.items), "item")
    say(f"{out}: {items} in {count(len(mapping.columns), 'column')}. Correct it and use --map.")


def _content(path: Path) -> bytes:
    if path.is_file() and path.stat().st_size > LARGEST_FILE:
        found = f"the file has more than {LARGEST_FILE:,} bytes."
        fault = Fault("R32", None, "", found, "Divide it into several files.")
        raise IncomingError(path.name, [fault])
    try:
        return read_content(path)
    except RatingsFileError as error:
        raise IncomingError(path.name, error.faults) from None


def _write(out: Path, text: str) -> None:
    if out.exists():
        raise refusal(f"{out} exists and was left as it is. Choose another name.")
    try:
        # For its owner alone, as the database is. By the mark it begins with Excel knows UTF-8.
        made = os.open(out, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(made, "w", encoding="utf-8-sig", newline="") as file:
            file.write(text)
    except OSError as error:
        raise refusal(f"{out}: it cannot be written ({error.strerror}).") from None


def _catalog() -> Catalog:
    return load_catalog(scales_folder())


def _taken_words(file: Path, taken: Taken) -> str:
    if not any(vars(taken).values()):
        return f"{file}: nothing was taken in; all that was chosen is stored already."
    told = f"{file}: {count(taken.answers, 'answer')} and {count(taken.facts, 'fact')} taken in"
    if taken.visits:
        told += f", with {count(taken.programs, 'program')} and {count(taken.visits, 'visit')}"
    return f"{told}."
