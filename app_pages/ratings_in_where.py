"""Where the ratings of a file belong, as far as the file leaves it open."""

from __future__ import annotations

import streamlit as st

from app_pages.plain_table import one_line
from app_pages.session import KINDS, visit_words
from exchange.incoming import Incoming, IncomingSet
from handover.places import Direction
from handover.workspace import Workspace

_MOST_NAMES = 12
_AS_FILE = ""


def choose_direction(incoming: Incoming, workspace: Workspace | None, file: str) -> Direction:
    """Draw what the file does not say, and return what is chosen.

    Args:
        incoming: What the file brings.
        workspace: The visit in hand; None where none is chosen.
        file: Tells this file from another, for which all is asked anew.
    """
    here = [one for one in incoming.sets if not _says_visit(one)]
    raters: dict[str, str] = {}
    if here and workspace is not None:
        visit = f"{one_line(workspace.program.name)}, {visit_words(workspace.visit)}"
        st.markdown(f"What names no visit is of the visit in hand: **{visit}**.")
        raters = _choose_raters(here, workspace, file)
    elif here:
        st.info("The file does not say which visit it is of. Open that visit first.")
    adding = False
    kind = next(iter(KINDS))
    if len(here) < len(incoming.sets):
        adding = st.checkbox(
            "Add programs and visits that are not there yet",
            key=f"ratings adding {file}",
            help="You lead a visit that is added so, and enter what others rate in it.",
        )
    if adding and any(not one.kind for one in incoming.sets):
        kind = st.radio(
            "Kind of added visits, where the file does not say",
            list(KINDS),
            key=f"ratings kind {file}",
            format_func=lambda kind: KINDS[kind],
            horizontal=True,
        )
    return Direction(workspace.visit.id if workspace else None, raters, adding, kind)


def _says_visit(one: IncomingSet) -> bool:
    return one.visit is not None or bool(one.program and one.date)


def _choose_raters(here: list[IncomingSet], workspace: Workspace, file: str) -> dict[str, str]:
    surveyed = [m.name for m in workspace.team if m.role == "respondent"]
    fills = [*workspace.standing.fills, *(surveyed if workspace.standing.reviews else ())]
    names = list(dict.fromkeys(one.rater for one in here))
    known = {name.casefold() for name in fills}
    open_names = [name for name in names if name.casefold() not in known][:_MOST_NAMES]
    chosen: dict[str, str] = {}
    for name in open_names if fills else ():
        # A name that nobody here has needs to be told; without a name, one's own set is meant.
        first = fills[0] if not name else _AS_FILE
        label = f"Whose are the ratings of “{one_line(name)}”" if name else "Whose ratings they are"
        whose = st.selectbox(
            label,
            [_AS_FILE, *fills] if name else fills,
            index=0 if name else fills.index(first),
            key=f"ratings of {name} {file}",
            format_func=lambda who: one_line(who) if who else "Nobody's at this visit",
        )
        if whose:
            chosen[name] = whose
    return chosen
