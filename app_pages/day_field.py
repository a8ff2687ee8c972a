"""A field of a record that holds a day, or nothing."""

from __future__ import annotations

import datetime as dt
from typing import Any

import streamlit as st

from app_pages.record_desk import RecordDesk
from app_pages.session import today

_ROUND_ABOUT = dt.timedelta(days=3660)


def show_day(desk: RecordDesk[Any], field: str, label: str) -> None:
    """Draw a field that holds a day or nothing; every day that is stored can be shown."""
    given: dt.date | None = desk.value(field)
    around = (today(), given or today())
    st.date_input(
        label,
        key=desk.widget(field),
        value=None,
        min_value=_moved(min(around), -_ROUND_ABOUT),
        max_value=_moved(max(around), _ROUND_ABOUT),
        format="YYYY-MM-DD",
        width=200,  # so that two stand below each other on a phone, where they would be cut
        disabled=desk.locked,
        on_change=desk.save,
        args=(field,),
    )


def _moved(date: dt.date, by: dt.timedelta) -> dt.date:
    try:
        return date + by
    except OverflowError:
        return dt.date.max if by > dt.timedelta() else dt.date.min
