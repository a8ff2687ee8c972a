"""Which programs are overdue, due soon, in progress or planned: a page of them at a time."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from app_pages.due_download import show_due_download
from app_pages.header import escape
from app_pages.plain_table import one_line, show_notes
from app_pages.pool_session import due_lines_of, pool_of
from app_pages.session import open_catalog, today
from handover.due_calendar import named
from handover.due_list import DueLine
from handover.due_programs import DueProgram, by_program, count_states, open_visits
from handover.pool_filter import PoolFilter
from reporting.due_words import STATES, dues_sentences, rule_of_rating_again
from reporting.pool_words import states_sentence
from reporting.sentences import counted, upper_first
from storage.acting import Acting
from storage.programs import Program

_ON_ONE_PAGE = 10
_ALL = "all"


def show_due(acting: Acting, programs: Sequence[Program], chosen: PoolFilter) -> None:
    """Draw how many programs are in which state, and those of one state.

    Args:
        acting: Who looks.
        programs: All that they see.
        chosen: Which of these are looked at.
    """
    st.header("Who is due", anchor=False)
    lines = [line for line in due_lines_of(acting) if chosen.keeps_program(line.program)]
    due = by_program(lines)
    if not due:
        st.info("No program is left. Take a filter away.")
        return
    st.markdown(f"**{states_sentence(count_states(due))}**")
    shown = _choose_state(due)
    _show_rules(lines, sum(map(chosen.keeps_program, programs)) - len(due))
    _show_page(acting, shown)
    show_due_download(acting, lines)


def _choose_state(due: Sequence[DueProgram]) -> list[DueProgram]:
    """Let the reader choose a state; the most urgent that there is comes first."""
    names: dict[str, str] = {
        state: f"{upper_first(STATES[state])} ({count})"
        for state, count in count_states(due).items()
        if count
    }
    if len(names) > 1:
        names[_ALL] = f"All ({len(due)})"
    # What was chosen may be gone, once the last visit in progress is done.
    if st.session_state.get("due state") not in names:
        st.session_state["due state"] = next(iter(names))
    chosen = st.radio(
        "Show", list(names), key="due state", format_func=names.__getitem__, horizontal=True
    )
    return [each for each in due if chosen in (each.state, _ALL)]


def _show_rules(lines: Sequence[DueLine], without: int) -> None:
    scales = {line.scale.id: line.scale for line in lines if line.scale}
    rules = [f"{s.short_name}: {rule_of_rating_again(s)}" for s in scales.values()]
    if without:
        rules.append(
            f"{counted(without, 'program')} with visits on scales without a rule only: not listed "
            "here."
        )
    with st.expander("When is a program due? The rule of each scale", icon=":material/rule:"):
        show_notes(
            [
                *rules,
                "A program is listed by the most urgent of its scales. A visit is called due soon "
                "in the 60 days before its day. While one is in progress or planned, the program "
                "is neither due nor overdue on its scales.",
            ]
        )


def _show_page(acting: Acting, due: Sequence[DueProgram]) -> None:
    page = 1
    if len(due) > _ON_ONE_PAGE:
        pages = -(-len(due) // _ON_ONE_PAGE)
        page = st.pagination(pages, key=f"page of {len(due)} {due[0].state} due")
    shown = due[(page - 1) * _ON_ONE_PAGE : page * _ON_ONE_PAGE]
    visits = open_visits(shown, pool_of(acting))
    for each in shown:
        _show_card(each, visits.get(each.program.id))


def _show_card(due: DueProgram, visit_id: int | None) -> None:
    program = due.program
    with st.container(border=True):
        st.subheader(one_line(named(program)), anchor=False)
        about = ", ".join(escape(fact) for fact in (program.region, program.setting) if fact)
        told = [
            f"- **{one_line(upper_first(state))}.** {one_line(words)}"
            for state, words in dues_sentences(
                [(line.scale.short_name if line.scale else "", line.due) for line in due.lines],
                today(),
            )
        ]
        st.markdown("\n".join([about, "", *told] if about else told))
        with st.container(horizontal=True):
            st.page_link(
                "app_pages/programs.py",
                label=f"Open {one_line(program.name)}",
                icon=":material/arrow_forward:",
                query_params={"program": str(program.id)},
            )
            _link_visit(due, visit_id)


def _link_visit(due: DueProgram, visit_id: int | None) -> None:
    # A longer label, with the name of the program, would be cut off on a telephone.
    if visit_id is not None:
        ahead = due.begun is not None and due.begun > today()
        st.page_link(
            "app_pages/visit.py",
            label="Open the planned visit" if ahead else "Go on with the visit",
            icon=":material/event:",
            query_params={"visit": str(visit_id)},
        )
    elif open_catalog().entries:
        st.page_link(
            "app_pages/programs.py",
            label="Begin a visit",
            icon=":material/add:",
            query_params={"program": str(due.program.id), "begin": "visit"},
        )
