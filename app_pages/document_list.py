"""The documents a program is asked for: what is still outstanding stands first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app_pages.address import follow_address, keep_in_address
from app_pages.document_form import show_document, stage_of
from app_pages.handout import csv_file, file_name
from app_pages.header import escape
from app_pages.identifiers import may_keep
from app_pages.practice_files import open_documents
from app_pages.session import now, today
from app_pages.typing_saver import save_while_typing
from handover.workspace import Workspace
from reporting.sentences import counted, day
from scales.practice.documents import DocumentRequest as Asked
from scales.practice.documents import document_requests
from storage.documents import DocumentRequest, add_documents, change_document, list_documents
from storage.limits import LONGEST_LINE
from storage.problem import StorageError

_SHOWN = {"outstanding": "Outstanding first", "open": "Not received", "received": "Received"}
_ON_ONE_PAGE = 12


def show_documents(workspace: Workspace) -> None:
    """Draw the list, the ways to add to it, and its download."""
    documents = list_documents(workspace.acting, workspace.visit.id)
    asked = _asked(workspace)
    locked = workspace.visit.status == "final"
    counts = _Counts(workspace, st.empty())
    counts.draw()
    if not locked:
        _show_building(workspace, documents, asked)
    if documents:
        save_while_typing()
        _show_list(workspace, documents, {a.name.casefold(): a for a in asked}, counts.draw, locked)
    if not locked:
        _show_adding(workspace)
    trouble = st.session_state.pop("documents trouble", None)
    if trouble:
        st.error(escape(trouble))
    if documents:
        st.download_button(
            "Download the list (CSV)",
            lambda: csv_file(_rows(workspace)),
            file_name=file_name(workspace, "documents", "csv"),
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
        )


class _Counts:
    """How many documents are in which stage; drawn again whenever one of them changes."""

    def __init__(self, workspace: Workspace, place: DeltaGenerator) -> None:
        self._workspace = workspace
        self._place = place

    def draw(self) -> None:
        """Draw the sentence in its place."""
        workspace = self._workspace
        stages = [stage_of(d) for d in list_documents(workspace.acting, workspace.visit.id)]
        if not stages:
            self._place.markdown("No documents are on the list yet.")
            return
        self._place.markdown(
            f"{counted(len(stages), 'document')}: {stages.count('outstanding')} outstanding, "
            f"{stages.count('open')} not asked for yet, {stages.count('received')} received."
        )


def _asked(workspace: Workspace) -> tuple[Asked, ...]:
    template = open_documents()
    if template is None:
        return ()
    return document_requests([entry.scale for entry in workspace.entries.values()], template)


def _show_building(
    workspace: Workspace, documents: Sequence[DocumentRequest], asked: Sequence[Asked]
) -> None:
    there = {document.document.casefold() for document in documents}
    lacking = [one for one in asked if one.name.casefold() not in there]
    if lacking:
        words = "that the list lacks" if documents else "that the scales ask for"
        st.button(
            f"Add the {counted(len(lacking), 'document')} {words}",
            key="build documents",
            type="secondary" if documents else "primary",
            icon=":material/playlist_add:",
            on_click=_add,
            args=(workspace, _requests(workspace, lacking)),
        )
    waiting = [d for d in documents if d.requested_on is None and d.received_on is None]
    if waiting:
        st.button(
            f"Asked for today: all {len(waiting)} that were not asked for yet",
            key="ask for all",
            icon=":material/outgoing_mail:",
            on_click=_ask_for,
            args=(workspace, waiting),
        )


def _requests(workspace: Workspace, asked: Sequence[Asked]) -> list[DocumentRequest]:
    return [
        DocumentRequest(
            workspace.visit.id,
            one.name[:LONGEST_LINE],
            tuple((item.scale_id, item.item_id) for item in one.items),
        )
        for one in asked
    ]


def _show_list(
    workspace: Workspace,
    documents: Sequence[DocumentRequest],
    asked: Mapping[str, Asked],
    after: Callable[[], None],
    locked: bool,
) -> None:
    follow_address("show", list(_SHOWN))
    st.radio("Which", list(_SHOWN), key="show", format_func=_SHOWN.__getitem__, horizontal=True)
    keep_in_address("show")
    shown = _chosen(documents, st.session_state["show"])
    if not shown:
        st.info("There is none here.")
    page = 1
    if len(shown) > _ON_ONE_PAGE:
        pages = -(-len(shown) // _ON_ONE_PAGE)
        page = st.pagination(pages, key=f"page of documents {st.session_state['show']}")
    for document in shown[(page - 1) * _ON_ONE_PAGE : page * _ON_ONE_PAGE]:
        about = asked.get(document.document.casefold())
        show_document(workspace, document, (about.ask if about else None) or "", locked, after)


def _chosen(documents: Sequence[DocumentRequest], show: str) -> list[DocumentRequest]:
    order = ("outstanding", "open", "received")
    if show == "open":
        documents = [d for d in documents if d.received_on is None]
    elif show == "received":
        documents = [d for d in documents if d.received_on is not None]
    return sorted(documents, key=lambda d: order.index(stage_of(d)))


def _show_adding(workspace: Workspace) -> None:
    with st.expander("Add a document of your own"):
        generation = f"own document of {workspace.visit.id}"
        key = f"{generation} {st.session_state.setdefault(generation, 0)}"
        name = (st.text_input("Document", key=key, max_chars=LONGEST_LINE) or "").strip()
        clean = may_keep(f"{key} clean", document=name)
        if st.button("Add to the list", key=f"{key} add") and clean:
            if _try_adding(workspace, [DocumentRequest(workspace.visit.id, name)]):
                st.session_state[generation] += 1
            st.rerun()


def _add(workspace: Workspace, requests: Sequence[DocumentRequest]) -> None:
    _try_adding(workspace, requests)


def _try_adding(workspace: Workspace, requests: Sequence[DocumentRequest]) -> bool:
    try:
        add_documents(workspace.acting, workspace.visit.id, requests, now())
    except StorageError as error:
        st.session_state["documents trouble"] = str(error)
        return False
    return True


def _ask_for(workspace: Workspace, waiting: Sequence[DocumentRequest]) -> None:
    try:
        for document in waiting:
            asked = replace(document, requested_on=today())
            change_document(workspace.acting, asked, document.revision, now())
    except StorageError as error:
        st.session_state["documents trouble"] = str(error)


def _rows(workspace: Workspace) -> list[dict[str, str]]:
    """The list as it stands at this moment, for the program."""
    asked = {one.name.casefold(): one for one in _asked(workspace)}
    return [
        {
            "Document": document.document,
            "What to send": (about.ask or "") if about else "",
            "Helps to rate": " ".join(item for _scale, item in document.serves),
            "Asked for on": day(document.requested_on),
            "Received on": day(document.received_on),
            "Note": document.note,
        }
        for document in list_documents(workspace.acting, workspace.visit.id)
        for about in (asked.get(document.document.casefold()),)
    ]
