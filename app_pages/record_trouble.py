"""What stands beside a record: why it is not saved yet, and the choice to be made."""

from __future__ import annotations

import datetime as dt
from typing import Any

import streamlit as st

from app_pages.header import escape
from app_pages.identifiers import identifier_words
from app_pages.plain_table import one_line
from app_pages.record_desk import RecordDesk
from app_pages.session import clock, elsewhere
from reporting.sentences import as_words, day

IT_IS_NONE = "It is no client's data, save it"


def show_trouble(desk: RecordDesk[Any]) -> None:
    """Say what keeps a record from being saved, or when it was saved."""
    for field, text in desk.held.items():
        st.warning(f"{escape(desk.kind.label(field))} is not saved yet. {identifier_words(text)}")
        st.button(
            IT_IS_NONE,
            key=desk.key(f"accept {field}"),
            disabled=desk.locked,
            on_click=desk.accept,
            args=(field,),
        )
    _show_clash(desk)
    if desk.problem:
        st.error(escape(desk.problem))
        st.button("Try again", key=desk.key("again"), disabled=desk.locked, on_click=desk.try_again)
    elif desk.clash is None and not desk.held and desk.saved_at is not None:
        st.caption(f"Saved at {clock(desk.saved_at)}.")


def _show_clash(desk: RecordDesk[Any]) -> None:
    clash = desk.clash
    if clash is None:
        return
    st.warning(
        f"This was changed {escape(elsewhere(desk.acting, clash.by))}. Nothing was overwritten: "
        "choose which stands."
    )
    theirs = desk.kind.read(clash.theirs)
    lines = [
        f"- {escape(desk.kind.label(field))}\n    - Saved there: {value_words(theirs.get(field))}\n"
        f"    - Given here: {value_words(clash.mine.get(field))}"
        for field in clash.fields
    ]
    st.markdown("\n".join(lines))
    with st.container(horizontal=True):
        for words, choose in (
            ("Keep what is saved", desk.keep_theirs),
            ("Use what I gave here", desk.keep_mine),
        ):
            st.button(words, key=desk.key(words), disabled=desk.locked, on_click=choose)


def value_words(value: object) -> str:
    """What a field holds, in words."""
    if isinstance(value, dt.date):
        return day(value)
    return one_line(as_words(value)) if isinstance(value, str) and value else "nothing"
