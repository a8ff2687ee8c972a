"""The button that adds the invented portfolio, to try on it what many programs are for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import streamlit as st

from app_pages.bundle_out import bar
from app_pages.header import escape
from app_pages.plain_table import show_notes
from app_pages.pool_session import pool_of
from app_pages.session import now, open_catalog
from handover.sample_portfolio import SCALES, load_portfolio, portfolio_items, visits_to_add
from sample_data.portfolio import PortfolioProgram, draw_portfolio
from storage.acting import Acting
from storage.problem import StorageError
from storage.programs import Program, list_programs


def offer_portfolio(acting: Acting, programs: Sequence[Program]) -> None:
    """Draw the button where nothing but invented programs is there, or the rest is missing.

    Args:
        acting: Who looks, and would add it.
        programs: All that they see, those archived left out.
    """
    if not set(SCALES) <= set(open_catalog().ids):
        return
    items = portfolio_items(open_catalog())
    drawn = _draw(tuple((scale, ids) for scale, ids in items.items()))
    begun = _begun(programs, drawn)
    if not begun and not all(program.invented for program in programs):
        return
    if _begun(list_programs(acting, archived=True), drawn):
        return
    visits = {each.visit.id: each.visit for each in pool_of(acting)}.values()
    missing = visits_to_add(programs, visits, drawn)
    if missing:
        _offer(acting, drawn, missing, begun=begun)


@cache
def _draw(items: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[PortfolioProgram, ...]:
    return draw_portfolio(dict(items))


def _begun(programs: Sequence[Program], drawn: Sequence[PortfolioProgram]) -> bool:
    names = {program.name for program in drawn}
    return any(program.invented and program.name in names for program in programs)


def _offer(acting: Acting, drawn: Sequence[PortfolioProgram], missing: int, *, begun: bool) -> None:
    words = "Add the rest of the sample portfolio" if begun else "Add the sample portfolio"
    pressed = st.button(
        f"{words} (invented)", key="add portfolio", icon=":material/science:", type="secondary"
    )
    show_notes(
        [
            f"{len(drawn)} invented programs over three years, to try due lists, comparisons and "
            f"reports on; {missing} visits are to be added. That takes about half a minute. If it "
            "is cut off, nothing is lost: press again and it goes on where it stopped."
        ]
    )
    if not pressed:
        return
    shown = st.empty()
    shown.progress(0.0, text="Adding programs and ratings")
    try:
        load_portfolio(acting, open_catalog(), drawn, now(), bar(shown, "Closing the visits"))
    except StorageError as error:
        st.error(escape(str(error)))
        return
    st.rerun()
