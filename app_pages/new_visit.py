"""Start a visit: when, what sort, who takes part, and the scales to rate."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from app_pages.header import escape
from app_pages.person import name_among
from app_pages.session import KINDS, choose_visit, now, open_catalog, today
from storage.acting import Acting
from storage.people import Person, list_people
from storage.problem import StorageError
from storage.programs import Program
from storage.team import Member, Role, alone
from storage.visits import add_visit


def show_new_visit(acting: Acting, program: Program) -> None:
    """Draw the form, and start the visit when it is sent."""
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
    team = _choose_self(acting, key) if kind == "self_audit" else _choose_team(acting, key)
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
            visit = add_visit(acting, program.id, date, kind, team, pins, now())
        except StorageError as error:
            st.error(escape(str(error)))
        else:
            choose_visit(visit.id)
            st.switch_page("app_pages/assess.py", query_params={"visit": str(visit.id)})


def _choose_self(acting: Acting, key: str) -> tuple[Member, ...]:
    name = st.text_input(
        "Who rates",
        acting.person.name,
        key=f"{key} rater",
        max_chars=200,
        help="Your name as it stands in reports.",
    )
    return alone((name or "").strip(), acting.person.id)


def _choose_team(acting: Acting, key: str) -> tuple[Member, ...]:
    people = {person.id: person for person in list_people(acting.store)}
    lead = st.selectbox(
        "Who leads",
        list(people),
        index=list(people).index(acting.person.id),
        key=f"{key} lead",
        format_func=lambda person: name_among([*people.values()], people[person]),
    )
    reviewers = st.multiselect(
        "Other reviewers",
        [person for person in people if person != lead],
        key=f"{key} reviewers",
        format_func=lambda person: _words(people, person),
        accept_new_options=True,
        placeholder="Choose people, or type a name",
        help="Who leads enters the ratings of somebody whose name is typed here.",
    )
    st.markdown("Who rates, each alone until all have handed in")
    rating = {
        person: st.checkbox(
            f"{escape(_words(people, person))} rates", value=True, key=f"{key} rates {person}"
        )
        for person in (lead, *reviewers)
    }
    contact = st.selectbox(
        "Contact in the program",
        [person for person in people if person not in rating],
        index=None,
        key=f"{key} contact",
        format_func=lambda person: _words(people, person),
        accept_new_options=True,
        placeholder="Choose a person, or type a name",
    )
    members = [_member(people, person, rating[person], "reviewer") for person in reviewers]
    if contact is not None:
        members.append(_member(people, contact, False, "contact"))
    return (_member(people, lead, rating[lead], "lead"), *members)


def _member(people: Mapping[int, Person], person: int | str, rates: bool, role: Role) -> Member:
    name = _words(people, person).strip()
    # Somebody who was chosen above in another role comes back as if the name had been typed.
    known = next((i for i in people if _words(people, i).casefold() == name.casefold()), None)
    return Member(name, role, known, rates)


def _words(people: Mapping[int, Person], person: int | str) -> str:
    """A person's name, or the name that was typed."""
    if isinstance(person, str):
        return person
    return name_among([*people.values()], people[person])
