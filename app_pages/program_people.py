"""Who belongs to a program, and so sees all of it, starts visits and changes what is noted."""

from __future__ import annotations

import streamlit as st

from app_pages.header import escape
from app_pages.person import name_among
from app_pages.session import now
from storage.acting import Acting
from storage.people import add_member, list_members, list_people, remove_member
from storage.problem import StorageError
from storage.programs import Program


def show_program_people(acting: Acting, program: Program) -> None:
    """Draw the choice of who belongs to a program; it is saved when it is made."""
    people = {person.id: person for person in list_people(acting.store)}
    members = [m.id for m in list_members(acting, program.id) if m.id in people]
    key = f"members of {program.id}"
    # Another window may have chosen others meanwhile; the page shows what is stored.
    st.session_state[key] = members
    st.multiselect(
        "Who belongs to this program",
        list(people),
        key=key,
        format_func=lambda person: name_among([*people.values()], people[person]),
        placeholder="Choose people",
        help="They see all of it. Who sees every program need not be chosen.",
        on_change=_save,
        args=(acting, program.id, members, key),
    )
    trouble = st.session_state.pop(f"{key} trouble", None)
    if trouble:
        st.error(escape(trouble))


def _save(acting: Acting, program_id: int, before: list[int], key: str) -> None:
    chosen: list[int] = st.session_state[key]
    try:
        for person in set(chosen) - set(before):
            add_member(acting, program_id, person, now())
        for person in set(before) - set(chosen):
            remove_member(acting, program_id, person, now())
    except StorageError as error:
        st.session_state[f"{key} trouble"] = str(error)
