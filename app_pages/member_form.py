"""Add somebody to the team of a visit, change what they do there, or take them off."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import streamlit as st

from app_pages.header import escape
from app_pages.identifiers import may_keep
from app_pages.person import name_among
from app_pages.session import now
from handover.workspace import Workspace
from storage.people import Person, list_people
from storage.problem import StorageError
from storage.team import Member, Role
from storage.team_changes import add_to_team, change_member, remove_from_team

_ROLES: dict[Role, str] = {
    "lead": "Lead",
    "reviewer": "Reviewer",
    "contact": "Contact in the program",
}
_BY_LEAD = "For somebody who does not use this toolkit, who leads the visit enters the ratings."


def show_adding(workspace: Workspace) -> None:
    """Draw the form that adds a member."""
    generation = f"new member of {workspace.visit.id}"
    key = f"{generation} {st.session_state.setdefault(generation, 0)}"
    people = {person.id: person for person in list_people(workspace.acting.store)}
    there = [member.person_id for member in workspace.team]
    chosen = st.selectbox(
        "Who",
        [person for person in people if person not in there],
        index=None,
        key=f"{key} who",
        format_func=lambda who: _words(people, who),
        accept_new_options=True,
        placeholder="Choose a person, or type a name",
        help=_BY_LEAD,
    )
    has_lead = any(member.role == "lead" for member in workspace.team)
    role = _choose_role(key, "reviewer", [r for r in _ROLES if r != "lead" or not has_lead])
    rates = _choose_rating(workspace, key, role, workspace.visit.status == "draft")
    name = _words(people, chosen) if chosen is not None else ""
    clean = may_keep(f"{key} sure", name=name) if isinstance(chosen, str) else True
    if not st.button("Add to the team", key=f"{key} add", type="primary") or not clean:
        return
    person = chosen if isinstance(chosen, int) else None
    member = Member(name.strip(), role, person, rates)
    if _done(lambda: add_to_team(workspace.acting, workspace.visit.id, member, now())):
        st.session_state[generation] += 1
        st.rerun()


def show_changing(workspace: Workspace, member: Member) -> None:
    """Draw the fields of a member, and the button that takes them off the team."""
    generation = f"member {member.id} generation"
    key = f"member {member.id} {st.session_state.setdefault(generation, 0)}"
    base: Member = st.session_state.setdefault(f"{key} base", member)
    people = {person.id: person for person in list_people(workspace.acting.store)}
    name = (st.text_input("Name", base.name, key=f"{key} name", max_chars=200) or "").strip()
    persons = list(dict.fromkeys([None, *people, base.person_id]))
    person = st.selectbox(
        "Uses this toolkit as",
        persons,
        index=persons.index(base.person_id),
        key=f"{key} person",
        format_func=lambda who: "Nobody: does not use it" if who is None else _words(people, who),
        help=_BY_LEAD,
    )
    role = _choose_role(key, base.role, list(_ROLES))
    rates = _choose_rating(workspace, key, role, base.rates)
    wanted = replace(base, name=name, person_id=person, role=role, rates=rates)
    if wanted == base and member.revision != base.revision:
        _begin_again(generation)  # another window has changed them, and nothing is given here
    clean = may_keep(f"{key} sure", name=name) if name != base.name else True
    if name != base.name and base.rates:
        st.caption("What they rated goes on under the new name.")
    save = st.button("Save", key=f"{key} save", type="primary") and clean
    remove = st.button(f"Take {escape(base.name)} off the team", key=f"{key} remove")
    if save and _done(lambda: change_member(workspace.acting, wanted, base.revision, now())):
        _begin_again(generation)
    if remove and _done(lambda: remove_from_team(workspace.acting, member.id, now())):
        st.rerun()


def _choose_role(key: str, role: Role, roles: list[Role]) -> Role:
    return st.radio(
        "Role",
        roles,
        index=roles.index(role),
        key=f"{key} role",
        format_func=lambda role: _ROLES[role],
        horizontal=True,
    )


def _choose_rating(workspace: Workspace, key: str, role: Role, rates: bool) -> bool:
    """Ask whether they rate; a contact does not, and past being rated nobody begins to."""
    if role not in ("lead", "reviewer"):
        return False
    return st.checkbox(
        "Rates on their own",
        rates,
        key=f"{key} rates",
        disabled=workspace.visit.status != "draft",
    )


def _done(change: Callable[[], object]) -> bool:
    """Make a change; say on the page why it cannot be made."""
    try:
        change()
    except StorageError as error:
        st.error(escape(str(error)))
        return False
    return True


def _words(people: Mapping[int, Person], who: int | str) -> str:
    """A person's name, or the name that was typed."""
    if isinstance(who, str):
        return who
    return name_among([*people.values()], people[who]) if who in people else f"person {who}"


def _begin_again(generation: str) -> None:
    """Fill the fields anew from what is stored."""
    st.session_state[generation] += 1
    st.rerun()
