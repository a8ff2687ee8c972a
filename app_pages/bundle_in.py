"""Bring in a bundle: a look at what it holds, and then all of it or nothing."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from app_pages.bundle_out import bar, told
from app_pages.person import choose_person
from app_pages.plain_table import show_notes, show_table
from app_pages.session import now, open_acting
from handover.bundle_words import COLUMNS, people_notes, preview_rows, summary
from storage.acting import Acting
from storage.bundle import open_bundle
from storage.bundle_compare import preview_bundle
from storage.bundle_preview import BundlePreview
from storage.bundle_writing import import_bundle
from storage.problem import StorageError

_MOST_MEGABYTES = 200
"""A bundle of some thousand programs."""
_TURN = "bundle turn"
_LOOKED = "bundle looked at"
_DONE = "bundle brought in"


@dataclass(frozen=True)
class _Looked:
    """What was found in one uploaded file."""

    file_id: str
    preview: BundlePreview | None
    fault: str


def show_bundle_in() -> None:
    """Draw the field for the file, what it would bring, and the button that brings it in."""
    st.subheader("Programs, whole", anchor=False)
    acting = open_acting()
    if not acting.person.sees_all:
        show_notes(["Only who sees everything may bring in a bundle."])
        return
    if _DONE in st.session_state:
        st.success(st.session_state.pop(_DONE))
    # A field of another name is an empty one: the server lets go of the file.
    turn = st.session_state.setdefault(_TURN, 0)
    file = st.file_uploader(
        "A bundle (.fidelity.zip)", type=["zip"], key=f"bundle {turn}", max_upload_size=200
    )
    if file is None:
        st.session_state.pop(_LOOKED, None)
        return
    looked = _look(acting, file)
    if looked.preview is None:
        st.error(looked.fault)
        return
    _show(acting, file, looked.preview)


def _look(acting: Acting, file: UploadedFile) -> _Looked:
    """Look at a file once, and not again with every click on the page."""
    known: _Looked | None = st.session_state.get(_LOOKED)
    if known is not None and known.file_id == file.file_id:
        return known
    shown = st.empty()
    try:
        with open_bundle(file, file.name, bar(shown, "Checking")) as bundle:
            looked = _Looked(file.file_id, preview_bundle(acting, bundle), "")
    except StorageError as refused:
        looked = _Looked(file.file_id, None, told(refused))
    shown.empty()
    st.session_state[_LOOKED] = looked
    return looked


def _show(acting: Acting, file: UploadedFile, preview: BundlePreview) -> None:
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in preview_rows(preview)]
    show_table(rows, "What the file would bring, program by program and visit by visit")
    show_notes([*people_notes(preview), summary(preview)])
    left_out = False
    if preview.conflicting:
        left_out = st.checkbox(
            "Leave out the programs that conflict", key=f"leave out {preview.fingerprint}"
        )
    if not preview.brought:
        return
    if st.button(
        "Bring it in",
        type="primary",
        disabled=bool(preview.conflicting) and not left_out,
        key="bring bundle in",
    ):
        _bring_in(acting, file, preview, left_out)


def _bring_in(acting: Acting, file: UploadedFile, preview: BundlePreview, left_out: bool) -> None:
    shown = st.empty()
    try:
        with open_bundle(file, file.name, bar(shown, "Checking again")) as bundle:
            import_bundle(
                acting,
                bundle,
                preview,
                now(),
                skip_conflicts=left_out,
                progress=bar(shown, "Bringing in"),
            )
    except StorageError as refused:
        shown.error(told(refused))
        # What was looked at may be out of date: the next click looks again.
        st.session_state.pop(_LOOKED, None)
        return
    # With the first others in it, the app would ask who of them this is.
    choose_person(acting.person)
    count = len(preview.brought)
    st.session_state[_DONE] = f"{count:,} {'program' if count == 1 else 'programs'} brought in."
    st.session_state[_TURN] += 1
    st.session_state.pop(_LOOKED, None)
    st.rerun()
