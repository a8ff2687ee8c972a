"""The desk of the rater: choose scale and part, rate its items, see what is missing."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from app_pages.address import follow_address, keep_in_address
from app_pages.answer_saving import Desk
from app_pages.copying import show_copying
from app_pages.fact_form import show_facts
from app_pages.handing_in import is_handing_in, show_handing_in
from app_pages.header import escape
from app_pages.item_form import anchor_id, item_form
from app_pages.locked_style import make_readable
from app_pages.progress import FACTS, Board
from app_pages.rater_choice import choose_rater, show_closed
from app_pages.scrolling import scroll_to
from app_pages.typing_saver import save_while_typing
from handover.scoring_rows import Given, counts_of, load_given
from handover.workspace import Workspace


def show_rating(workspace: Workspace) -> None:
    """Draw the part of the scale that is being rated."""
    rater = choose_rater(workspace)
    if rater is None:
        return
    closed = show_closed(workspace, rater)
    if closed:
        make_readable()
    all_given = {s: load_given(workspace, s, rater) for s in workspace.entries}
    scale_id = _choose_scale(all_given)
    given = all_given[scale_id]
    desk = Desk(workspace, scale_id, given, locked=closed)
    desk.counts = counts_of(given)
    board = Board(workspace, all_given, scale_id)
    show_copying(desk, given)
    part = _choose_part(given)
    save_while_typing()
    board.show_missing_here()
    if part == FACTS:
        st.header("Before you rate", anchor=False)
        show_facts(desk)
    else:
        _show_part(desk, part, lambda: _draw_again(desk, board))
    _show_next(given, part)
    if not closed:
        show_handing_in(workspace, rater, all_given)
    _follow_link(given)
    board.finish()


def _draw_again(desk: Desk, board: Board) -> None:
    board.draw_again(desk.answers())
    if board.is_drawn and is_handing_in(desk.workspace, desk.rater):
        st.rerun()  # what is missing stands there too


def _choose_scale(all_given: dict[str, Given]) -> str:
    if len(all_given) == 1:
        return next(iter(all_given))
    follow_address("scale", list(all_given))
    st.radio(
        "Scale",
        list(all_given),
        key="scale",
        format_func=lambda scale_id: all_given[scale_id].scale.short_name,
        horizontal=True,
        persist_state="session",
    )
    keep_in_address("scale")
    return st.session_state["scale"]


def _parts(given: Given) -> list[str]:
    facts = [FACTS] if given.scale.facts else []
    return facts + [subscale.id for subscale in given.scale.subscales]


def _choose_part(given: Given) -> str:
    parts = _parts(given)
    if len(parts) == 1:
        return parts[0]
    follow_address("part", parts)
    st.radio(
        "Part",
        parts,
        key="part",
        format_func=lambda part: _part_name(given, part),
        persist_state="session",
    )
    keep_in_address("part")
    return st.session_state["part"]


def _part_name(given: Given, part: str) -> str:
    # Without its progress: an answer runs only its own item again, which would leave old figures.
    if part == FACTS:
        return "Before you rate"
    return escape(next(s.name for s in given.scale.subscales if s.id == part))


def _show_part(desk: Desk, part: str, after: Callable[[], None]) -> None:
    subscale = next(s for s in desk.scale.subscales if s.id == part)
    st.header(escape(subscale.name), anchor=False)
    if subscale.asks:
        st.markdown(escape(subscale.asks))
    for item_id in desk.scale.members(part):
        item_form(desk, desk.scale.item(item_id), after)


def _show_next(given: Given, part: str) -> None:
    parts = _parts(given)
    place = parts.index(part)
    with st.container(horizontal=True):
        if place + 1 < len(parts):
            following = parts[place + 1]
            st.button(
                f"Next: {_part_name(given, following)}",
                type="primary",
                on_click=_go_to,
                args=(following,),
            )
        st.page_link("app_pages/results.py", label="See results", icon=":material/bar_chart:")


def _go_to(part: str) -> None:
    st.session_state["part"] = part


def _follow_link(given: Given) -> None:
    """Go to the item that the address names, once; then take it out of the address."""
    item_id = st.query_params.get("item", "")
    if item_id in given.scale.item_ids:
        st.session_state["links followed"] = st.session_state.get("links followed", 0) + 1
        st.session_state["go to"] = anchor_id(given.scale.item(item_id))
        del st.query_params["item"]
    if "go to" in st.session_state:
        scroll_to(st.session_state["go to"], str(st.session_state["links followed"]))
