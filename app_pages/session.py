"""What every page needs: the open database, the scales, the time, and the visit in hand."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import platformdirs
import streamlit as st

from handover.workspace import Workspace, read_workspace
from scales.catalog import LIBRARY, Catalog, load_catalog
from storage.acting import Acting
from storage.location import default_url
from storage.numbering import draw_first
from storage.people import act
from storage.problem import NotFound
from storage.store import Store, upgrade
from storage.visit_record import Kind, Visit

KINDS: dict[Kind, str] = {
    "self_audit": "Self-audit",
    "site_visit": "Site visit",
    "follow_up": "Follow-up",
}
PERSON = "person"
"""Where the session keeps the id of who uses it."""


def open_store() -> Store:
    """Open the database that FIDELITY_DATABASE_URL names, or the one in the user's data folder."""
    return _open_store(os.environ.get("FIDELITY_DATABASE_URL") or _own_url())


def open_acting() -> Acting:
    """Open the database in the name of who uses this session; the front door knows who it is.

    Raises:
        NotFound: They may not use it any more.
    """
    return act(open_store(), st.session_state[PERSON])


def open_catalog() -> Catalog:
    """Load the scales, again whenever a file in the user's folder has changed."""
    named = os.environ.get("FIDELITY_SCALES")
    folder = Path(named) if named else None
    return _open_catalog(folder, _signature(folder))


def now() -> dt.datetime:
    """The moment, in UTC."""
    return dt.datetime.now(dt.UTC)


def today() -> dt.date:
    """The local date."""
    return dt.date.today()


def clock(moment: dt.datetime) -> str:
    """The time of day where the reader is, in UTC where that is not known."""
    zone = st.context.timezone
    try:
        local = moment.astimezone(ZoneInfo(zone)) if zone else moment
    except (ZoneInfoNotFoundError, ValueError):
        zone, local = None, moment
    return f"{local:%H:%M:%S}" + ("" if zone else " UTC")


def choose_visit(visit_id: int) -> None:
    """Take a visit in hand for all pages."""
    st.session_state["visit_in_hand"] = visit_id


def visit_in_hand() -> Workspace | None:
    """Load the visit that the address names, or the one this session had last; None without both.

    The address has the say, so that a link to another visit opens that one; Streamlit's own menu
    empties it, and then the session remembers.
    """
    visit_id = st.query_params.get("visit") or st.session_state.get("visit_in_hand")
    if visit_id is None:
        return None
    try:
        workspace = load_workspace(open_acting(), int(visit_id))
    except (ValueError, OverflowError, NotFound):
        st.session_state.pop("visit_in_hand", None)
        st.query_params.pop("visit", None)
        st.warning("That visit does not exist (any more). Choose one under Programs.")
        return None
    choose_visit(workspace.visit.id)
    st.query_params["visit"] = str(workspace.visit.id)
    return workspace


def visit_words(visit: Visit) -> str:
    """A visit in a few words."""
    return f"{KINDS[visit.kind]} of {visit.date:%B} {visit.date.day}, {visit.date.year}"


def load_workspace(acting: Acting, visit_id: int) -> Workspace:
    """Load a visit with its program, its team, its assessments and their scales.

    Raises:
        NotFound: There is no such visit, or the acting person may not see it.
    """
    return read_workspace(acting, visit_id, open_catalog())


def elsewhere(acting: Acting, by: str) -> str:
    """Say who else changed something meanwhile, or that it was done in another window."""
    return f"by {by}" if by and by != acting.person.name else "in another window"


def _own_url() -> str:
    return default_url(Path(platformdirs.user_data_dir("program-fidelity", appauthor=False)))


@st.cache_resource(show_spinner="Opening the data")
def _open_store(url: str) -> Store:
    store = Store.open(url)
    upgrade(store, first=draw_first())
    return store


@st.cache_resource(show_spinner="Reading the scales", max_entries=4)
def _open_catalog(folder: Path | None, signature: tuple[object, ...]) -> Catalog:
    del signature  # only there so that a changed file is read again
    return load_catalog(folder)


def _signature(folder: Path | None) -> tuple[object, ...]:
    folders = [LIBRARY, folder] if folder and folder.is_dir() else [LIBRARY]
    files = [path for each in folders for path in sorted(each.glob("*.y*ml"))]
    return tuple((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in files)
