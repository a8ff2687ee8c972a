"""One program: what it is, what was assessed when, and a new visit."""

from __future__ import annotations

import streamlit as st

from app_pages.header import escape
from app_pages.program_editing import show_editing
from app_pages.program_list import due_words
from app_pages.scoring_rows import load_given, missing_items, row_of
from app_pages.session import (
    KINDS,
    Workspace,
    choose_visit,
    load_workspace,
    now,
    open_catalog,
    open_store,
    today,
    visit_words,
)
from app_pages.visit_editing import show_visit_editing
from scoring import ratings_from_rows, score
from storage.problem import NotFound, StorageError, StorageProblem
from storage.programs import (
    Program,
    archive_program,
    get_program,
    restore_program,
)
from storage.store import Store
from storage.visits import Visit, add_visit, delete_visit, list_visits

_PAGES = (
    ("assess", "Rate", "edit_note"),
    ("results", "Results", "bar_chart"),
    ("plan", "Plan", "checklist"),
)


def show_program(program_id: int) -> None:
    """Draw one program."""
    store = open_store()
    try:
        program = get_program(store, program_id)
    except NotFound as error:
        st.title("Programs", anchor=False)
        st.warning(str(error))
        return
    st.title(escape(program.name), anchor=False)
    _show_facts(program)
    due = due_words(store, open_catalog(), program, today())
    if due:
        st.markdown(due)
    st.header("Visits", anchor=False)
    visits = list_visits(store, program.id)
    for visit in visits:
        _show_visit(load_workspace(visit.id))
    if not visits:
        st.info("Not assessed yet. Start the first visit below.")
    with st.expander("Start a visit", expanded=not visits):
        _show_new_visit(program)
    with st.expander("Edit, archive"):
        _show_editing(program)


def _show_facts(program: Program) -> None:
    facts = {
        "Agency": program.agency,
        "Setting": program.setting,
        "Levels of care": ", ".join(program.levels_of_care),
        "Region": program.region,
        "Caseload": "" if program.caseload is None else str(program.caseload),
        "Populations": ", ".join(program.populations),
    }
    lines = [f"**{label}:** {escape(fact)}" for label, fact in facts.items() if fact]
    if program.invented:
        lines.insert(0, "This program is invented, to try things out.")
    if program.archived:
        lines.insert(0, "This program is archived.")
    st.markdown("  \n".join(lines) or "Nothing is noted about it yet.")


def _show_visit(workspace: Workspace) -> None:
    visit = workspace.visit
    with st.container(border=True):
        st.subheader(visit_words(visit), anchor=False)
        st.markdown(f"Rated by {escape(visit.rater)}")
        lines = [_scale_line(workspace, scale_id) for scale_id in workspace.entries]
        st.markdown("\n".join(f"- {line}" for line in lines))
        with st.container(horizontal=True):
            for page, words, icon in _PAGES:
                st.page_link(
                    f"app_pages/{page}.py",
                    label=f"{words} ({visit.date:%Y-%m-%d})",
                    icon=f":material/{icon}:",
                    query_params={"visit": str(visit.id)},
                )
        with st.popover("Edit the visit", key=f"edit {visit.id}"):
            show_visit_editing(visit)
        with st.popover("Delete", key=f"delete {visit.id}"):
            _show_deleting(workspace, visit)


def _scale_line(workspace: Workspace, scale_id: str) -> str:
    given = load_given(workspace, scale_id)
    scale = given.scale
    done = len(scale.items) - len(missing_items(given))
    verdict = score(scale, ratings_from_rows(scale, [row_of(given, "visit")])).verdicts[0]
    return f"{escape(scale.name)}: {escape(verdict.name)}, {done} of {len(scale.items)} items done"


def _show_deleting(workspace: Workspace, visit: Visit) -> None:
    st.markdown("Everything rated at this visit, and its plan, goes with it.")
    sure = st.checkbox("Yes, delete it for good", key=f"sure {visit.id}")
    if st.button("Delete the visit", key=f"really delete {visit.id}", disabled=not sure) and sure:
        try:
            delete_visit(workspace.store, visit.id, with_entries=True)
        except StorageError as error:
            st.error(escape(str(error)))
        else:
            st.session_state.pop("visit_in_hand", None)
            st.rerun()


def _show_new_visit(program: Program) -> None:
    catalog = open_catalog()
    names = {entry.scale.id: entry.scale.name for entry in catalog.entries}
    key = f"new visit of {program.id}"
    date = st.date_input("Date of the visit", today(), key=f"{key} date")
    kind = st.radio(
        "Kind of visit",
        list(KINDS),
        key=f"{key} kind",
        format_func=lambda kind: KINDS[kind],
        horizontal=True,
    )
    rater = st.text_input("Who rates", key=f"{key} rater", max_chars=200)
    st.markdown("Scales to rate")
    scales = [
        scale_id
        for scale_id, name in names.items()
        if st.checkbox(escape(name), value=True, key=f"{key} {scale_id}")
    ]
    if st.button("Start the visit", type="primary"):
        entries = [catalog.get(scale_id) for scale_id in names if scale_id in scales]
        pins = [(e.scale.id, e.scale.version, e.stamp, e.scale.target_level) for e in entries]
        try:
            visit = add_visit(
                open_store(), program.id, date, kind, (rater or "").strip(), pins, now()
            )
        except StorageProblem as error:
            st.error(escape(str(error)))
        else:
            choose_visit(visit.id)
            st.switch_page("app_pages/assess.py", query_params={"visit": str(visit.id)})


def _show_editing(program: Program) -> None:
    show_editing(program)
    store = open_store()
    if program.archived:
        st.button("Bring back from the archive", on_click=_bring_back, args=(store, program.id))
    else:
        st.button("Archive this program", on_click=_archive, args=(store, program.id))


def _archive(store: Store, program_id: int) -> None:
    archive_program(store, program_id)


def _bring_back(store: Store, program_id: int) -> None:
    restore_program(store, program_id)
