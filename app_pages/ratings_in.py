"""Bring ratings in from a file: what it holds, beside what is stored, then all of it or nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from app_pages.header import escape
from app_pages.ratings_in_columns import show_columns
from app_pages.ratings_in_faults import show_faults
from app_pages.ratings_in_preview import show_preview
from app_pages.ratings_in_where import choose_direction
from app_pages.session import now, open_acting, open_catalog
from exchange.incoming import Incoming, IncomingError
from exchange.score_grid import Grid, read_grids
from exchange.score_mapping import ScoreMapping, guess_mapping
from handover.formats import READERS, SCORE_SHEET, DataFile, find_reader, read_data_file
from handover.incoming import Choice, Preview, accept, preview
from handover.places import Direction
from handover.workspace import Workspace
from reporting.sentences import counted, listed
from scales.catalog import Catalog
from storage.acting import Acting
from storage.problem import StorageError
from storage.taking_in import Taken

LARGEST_MEGABYTES = 50
_HELD = "ratings in: held"
_TURN = "ratings in: turn"
_DONE = "ratings in: done"


@dataclass
class _Held:
    """A file that was brought, and what became of it so far; let go once it was taken in."""

    file_id: str
    data: DataFile
    grids: dict[str, Grid] | None = None
    guessed: ScoreMapping | None = None
    read_with: ScoreMapping | None = None
    incoming: Incoming | IncomingError | None = None
    looked_with: Direction | None = None
    seen: Preview | None = None


def show_ratings_in(workspace: Workspace | None) -> None:
    """Draw the field for a file, and what is to be decided about one that was brought.

    Args:
        workspace: The visit in hand; None where none is chosen.
    """
    st.subheader("Ratings from a file", anchor=False)
    st.markdown(
        "Of one visit or of thousands; you first see what it would change. Such a file is one of "
        f"these: {'; '.join(escape(reader.what) for reader in reversed(READERS))}."
    )
    turn = st.session_state.setdefault(_TURN, 0)
    brought = st.file_uploader(
        "File with ratings",
        key=f"ratings file {turn}",
        max_upload_size=LARGEST_MEGABYTES,
    )
    if brought is None:
        st.session_state.pop(_HELD, None)
        if done := st.session_state.pop(_DONE, None):
            st.success(escape(done), icon=":material/check:")
        return
    catalog = open_catalog()
    held = st.session_state.get(_HELD)
    if held is None or held.file_id != brought.file_id:
        scales = {entry.scale.id: entry.scale for entry in catalog.entries}
        held = _Held(brought.file_id, DataFile(brought.getvalue(), brought.name, scales))
        st.session_state[_HELD] = held
    incoming = _read(held)
    if isinstance(incoming, Incoming):
        _decide(held, incoming, open_acting(), workspace, catalog)


def _read(held: _Held) -> Incoming | None:
    """Read the file with what its columns mean by now; faults are drawn."""
    try:
        mapping = _mapping(held)
    except IncomingError as error:
        show_faults(error.faults, f"Nothing was taken from {held.data.name}.")
        return None
    if held.incoming is None or held.read_with != mapping:
        held.incoming = _read_anew(replace(held.data, mapping=mapping))
        held.read_with, held.seen = mapping, None
    if isinstance(held.incoming, IncomingError):
        show_faults(held.incoming.faults, f"Nothing was taken from {held.data.name}.")
        return None
    return held.incoming


def _mapping(held: _Held) -> ScoreMapping | None:
    if find_reader(held.data).id != SCORE_SHEET:
        return None
    if held.guessed is None:
        with st.spinner("Reading the sheets"):
            held.grids = read_grids(held.data.content, held.data.name)
            held.guessed = guess_mapping(held.grids, held.data.scales)
    assert held.grids is not None
    return show_columns(held.grids, held.guessed, held.data.scales, held.file_id)


def _read_anew(data: DataFile) -> Incoming | IncomingError:
    bar = _Bar("Reading")
    try:
        return read_data_file(replace(data, progress=bar.show))
    except IncomingError as error:
        return error
    finally:
        bar.end()


def _decide(
    held: _Held, incoming: Incoming, acting: Acting, workspace: Workspace | None, catalog: Catalog
) -> None:
    direction = choose_direction(incoming, workspace, held.file_id)
    if held.seen is None or held.looked_with != direction:
        bar = _Bar("Comparing with what is stored")
        held.seen = preview(acting, incoming, catalog, direction, bar.show)
        held.looked_with = direction
        bar.end()
    choice = show_preview(held.seen, held.file_id)
    if choice is None or not st.button("Take it in", type="primary", icon=":material/download:"):
        return
    bar = _Bar("Taking in")
    try:
        taken = accept(acting, held.seen, choice, catalog, now(), bar.show)
    except (StorageError, IncomingError) as error:
        held.seen = None  # the next look shows what is stored by then
        st.error(escape(str(error)))
        return
    finally:
        bar.end()
    _finish(held, taken, choice)


def _finish(held: _Held, taken: Taken, choice: Choice) -> None:
    """Let go of the file, and say what was done when the page is drawn anew."""
    parts = {
        "answer": taken.answers,
        "fact": taken.facts,
        "program": taken.programs,
        "visit": taken.visits,
    }
    told = listed(counted(number, what) for what, number in parts.items() if number)
    done = (
        f"{held.data.name}: taken in: {told}."
        if told
        else (f"{held.data.name}: all that was chosen is stored already.")
    )
    assert held.seen is not None
    left_out = len(held.seen.sets) - len(held.seen.possible)
    if choice.leaving_out and left_out:
        done += f" Left out: {counted(left_out, 'set')}."
    st.session_state[_DONE] = done
    st.session_state[_TURN] += 1
    st.session_state.pop(_HELD, None)
    st.rerun()


class _Bar:
    """A progress bar that is drawn a hundred times at most."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._place = st.empty()
        self._shown = -1

    def show(self, done: int, of: int) -> None:
        """Draw how far it is."""
        share = done * 100 // max(of, 1)
        if share > self._shown:
            self._shown = share
            self._place.progress(share, f"{self._what}: {done:,} of {of:,}")

    def end(self) -> None:
        """Take it away."""
        self._place.empty()
