"""Everybody who uses this: pick oneself, add a person, change a name or what somebody sees."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from app_pages.header import escape
from app_pages.person import choose_person, name_among, show_picker
from app_pages.session import elsewhere, now, open_acting
from storage.acting import Acting
from storage.people import (
    Person,
    StalePerson,
    add_person,
    change_person,
    list_former_people,
    list_people,
)
from storage.problem import StorageError


def show_people() -> None:
    """Draw who one is, everybody else, and the form that adds a person."""
    acting = open_acting()
    people = list_people(acting.store)
    st.header("Who are you?", anchor=False)
    show_picker(people, using=acting.person.id)
    st.header("Everybody", anchor=False)
    for person in people:
        _show_person(acting, person, name_among(people, person))
    _show_gone(acting)
    st.header("Add a person", anchor=False)
    _show_adding(acting)


def _show_gone(acting: Acting) -> None:
    """Let who sees everything bring somebody back who does not use it any more."""
    gone = list_former_people(acting) if acting.person.sees_all else ()
    if not gone:
        return
    with st.expander("Who does not use this any more", key="people gone"):
        st.markdown("What they rated stays. Brought back, they see again what they saw before.")
        for person in gone:
            st.button(
                f"Bring {escape(name_among(gone, person))} back",
                key=f"bring back {person.id}",
                on_click=_bring_back,
                args=(acting, person),
            )
        trouble = st.session_state.pop("people gone trouble", None)
        if trouble:
            st.error(escape(trouble))


def _bring_back(acting: Acting, person: Person) -> None:
    try:
        change_person(acting, replace(person, active=True), person.revision, now())
    except StorageError as error:
        st.session_state["people gone trouble"] = str(error)


def _show_person(acting: Acting, person: Person, name: str) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        about = [
            "you" if person.id == acting.person.id else "",
            "sees every program" if person.sees_all else "sees the programs they belong to",
            "invented sample" if person.invented else "",
        ]
        st.markdown(f"**{escape(name)}** ({', '.join(filter(None, about))})")
        if acting.person.sees_all or person.id == acting.person.id:
            with st.popover(f"Change {escape(name)}", key=f"change person {person.id}"):
                _show_changing(acting, person)


def _show_changing(acting: Acting, person: Person) -> None:
    generation = st.session_state.setdefault(_generation(person), 0)
    key = f"person {person.id} {generation}"
    base: Person = st.session_state.setdefault(f"{key} base", person)
    given: dict[str, object] = {
        "name": (st.text_input("Name", base.name, key=f"{key} name", max_chars=200) or "").strip()
    }
    if acting.person.sees_all:
        given["sees_all"] = st.checkbox(
            "Sees every program, as a state office does", base.sees_all, key=f"{key} sees all"
        )
        given["active"] = not st.checkbox(
            "Does not use this any more", not base.active, key=f"{key} gone"
        )
    changed = {field: value for field, value in given.items() if value != getattr(base, field)}
    if not changed and person.revision != base.revision:
        _begin_again(person)
    if not st.button("Save", key=f"{key} save"):
        return
    current: Person = st.session_state.get(f"{key} theirs", base)
    try:
        saved = change_person(acting, replace(current, **changed), current.revision, now())
    except StalePerson as stale:
        theirs = st.session_state[f"{key} theirs"] = stale.current
        sight = "sees every program" if theirs.sees_all else "sees the programs they belong to"
        st.warning(
            f"This was changed {escape(elsewhere(acting, stale.by))}: it is now "
            f"{escape(theirs.name)}, who {sight}. Nothing was overwritten. Save again to use what "
            "you gave here."
        )
    except StorageError as error:
        st.error(escape(str(error)))
    else:
        _begin_again(saved)


def _show_adding(acting: Acting) -> None:
    generation = st.session_state.setdefault("new person", 0)
    key = f"new person {generation}"
    name = st.text_input("Name", key=f"{key} name", max_chars=200)
    sees_all = acting.person.sees_all and st.checkbox(
        "Sees every program, as a state office does", key=f"{key} sees all"
    )
    if not sees_all:
        st.caption(
            "They see the programs they belong to and the visits they take part in. Both are "
            "chosen on the page of a program."
        )
    if not st.button("Add person", key="add person", type="primary"):
        return
    try:
        add_person(acting, (name or "").strip(), now(), sees_all=sees_all)
    except StorageError as error:
        st.error(escape(str(error)))
    else:
        # With a second name the next page would ask: this browser answers as who added it.
        choose_person(acting.person)
        st.session_state["new person"] = generation + 1
        st.rerun()


def _generation(person: Person) -> str:
    return f"person {person.id} generation"


def _begin_again(person: Person) -> None:
    st.session_state[_generation(person)] += 1
    st.rerun()
