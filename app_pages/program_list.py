"""All programs: find one, add one, or begin with the invented samples."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

import streamlit as st

from app_pages.header import escape
from app_pages.program_form import show_program_fields
from app_pages.sample_loading import add_samples, samples_missing
from app_pages.sample_portfolio import offer_portfolio
from app_pages.session import now, open_acting, open_catalog, today, visit_words
from handover.due_list import who_reached
from scales.catalog import Catalog
from scoring.due import next_due
from storage.acting import Acting
from storage.problem import StorageProblem
from storage.programs import Program, add_program, list_programs
from storage.rated_scales import RatedScale, list_rated_scales

_ON_ONE_PAGE = 15
Reached = Collection[tuple[int, str]]
"""Program and scale of those who have the verdict that the scale's rule names."""


def program_in_hand() -> int | None:
    """The program that the address names, if any."""
    named = st.query_params.get("program", "")
    # Python reads no number of thousands of digits.
    return int(named) if named.isdecimal() and len(named) < 1000 else None


def show_programs() -> None:
    """Draw the list of programs and the ways to add to it."""
    st.title("Programs", anchor=False)
    acting = open_acting()
    anything = list_programs(acting) or list_programs(acting, archived=True)
    if not anything:
        _welcome()
    _show_faulty_scales()
    if anything:
        _show_list(acting)
    _show_adding(acting, expanded=not anything)


def _welcome() -> None:
    st.markdown(
        "Does your program really treat mental illness and addiction together, in a "
        "trauma-informed way, and what should it do next? Rate it here, see where it stands and "
        "why, and leave with an improvement plan.\n\n"
        "To look around first, add the invented sample programs. To begin for real, add your own "
        "program below. Everything stays on this computer."
    )


def _show_list(acting: Acting) -> None:
    find = st.text_input("Find by name, agency or region", key="find", bind="query-params") or ""
    archived = st.toggle("Show archived programs instead", key="archived")
    programs = list_programs(acting, find, archived)
    if not programs:
        st.info("No program matches." if find else "There is none here.")
        return
    page = 1
    if len(programs) > _ON_ONE_PAGE:
        st.caption(f"{len(programs)} programs")
        page = st.pagination(-(-len(programs) // _ON_ONE_PAGE), key=f"page of {find} {archived}")
    catalog = open_catalog()
    shown = programs[(page - 1) * _ON_ONE_PAGE : page * _ON_ONE_PAGE]
    ids = [program.id for program in shown]
    rated = list_rated_scales(acting, ids)
    reached = who_reached(acting, catalog, ids, today())
    for program in shown:
        _show_card(catalog, program, rated[program.id], reached)


def _show_card(
    catalog: Catalog, program: Program, all_rated: Sequence[RatedScale], reached: Reached
) -> None:
    with st.container(border=True):
        st.subheader(escape(program.name), anchor=False)
        facts = [program.agency, program.setting, program.region]
        invented = ["invented sample"] if program.invented else []
        about = ", ".join(escape(fact) for fact in [*facts, *invented] if fact)
        if about:
            st.markdown(about)
        rated = [each for each in all_rated if each.visit.date <= today()]
        if rated:
            due = _due_words(catalog, rated, reached, today())
            st.markdown(f"Last assessed: {visit_words(rated[0].visit)}. {due}")
        else:
            st.markdown("Not assessed yet.")
        st.page_link(
            "app_pages/programs.py",
            label=f"Open {escape(program.name)}",
            icon=":material/arrow_forward:",
            query_params={"program": str(program.id)},
        )


def due_words(acting: Acting, catalog: Catalog, program: Program, on: dt.date) -> str:
    """Say which scale is due next, and when.

    A visit counts once an item of the scale is rated at it as far as the person may see, and from
    its date on.
    """
    rated = list_rated_scales(acting, [program.id])[program.id]
    reached = who_reached(acting, catalog, [program.id], on)
    return _due_words(catalog, [each for each in rated if each.visit.date <= on], reached, on)


def _due_words(catalog: Catalog, rated: Sequence[RatedScale], reached: Reached, on: dt.date) -> str:
    by_scale: dict[str, list[dt.date]] = {}
    for each in rated:
        by_scale.setdefault(each.scale_id, []).append(each.visit.date)
    due = []
    for scale_id, dates in by_scale.items():
        rule = catalog.get(scale_id).scale.reassess if scale_id in catalog.ids else None
        there = (rated[0].visit.program_id, scale_id) in reached
        date = next_due(rule, dates, reached=there) if rule else None
        if date:
            due.append((date, catalog.get(scale_id).scale.short_name))
    if not due:
        return ""
    first = min(date for date, _ in due)
    names = ", ".join(escape(name) for date, name in due if date == first)
    overdue = " (overdue)" if first < on else ""
    return f"Due next: {names} on {first:%B} {first.day}, {first.year}{overdue}."


def _show_adding(acting: Acting, *, expanded: bool) -> None:
    if samples_missing(acting):
        st.button(
            "Add the sample programs (invented)",
            key="add samples",
            icon=":material/science:",
            type="primary" if expanded else "secondary",
            on_click=add_samples,
            args=(acting,),
        )
    if expanded:
        offer_portfolio(acting, [])
    with st.expander("Add your own program", expanded=expanded):
        generation = st.session_state.setdefault("new program", 0)
        fields = show_program_fields(f"new program {generation}")
        if st.button("Add program", type="primary"):
            try:
                program = add_program(acting, **vars(fields), now=now())
            except StorageProblem as error:
                st.error(escape(str(error)))
            else:
                st.session_state["new program"] = generation + 1
                st.switch_page("app_pages/programs.py", query_params={"program": str(program.id)})


def _show_faulty_scales() -> None:
    for unusable in open_catalog().faults:
        st.error(f"{escape(unusable.path.name)} cannot be used. Open Scales to see why.")
