"""The numbers behind a comparison as files: all of them, not only the page that is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd
import streamlit as st

from exchange.table_csv import table_csv
from reporting.charts.words import plain
from reporting.excel.frame_workbook import frame_workbook

Frames = Mapping[str, pd.DataFrame]


def show_downloads(title: str, make: Callable[[], Frames]) -> None:
    """Draw the buttons; a file is made only when somebody asks for it.

    Args:
        title: What the tables show; also the name of the files.
        make: Makes the tables by name, the first being the one to have as CSV.
    """
    stem = plain(title)
    with st.container(horizontal=True):
        st.download_button(
            "Download the numbers (CSV)",
            lambda: _csv(make()),
            file_name=f"{stem}.csv",
            mime="text/csv",
            key=f"{stem} csv",
            icon=":material/download:",
            on_click="ignore",
        )
        st.download_button(
            "Download the numbers (Excel)",
            lambda: frame_workbook(title, title, make()),
            file_name=f"{stem}.xlsx",
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            key=f"{stem} xlsx",
            icon=":material/download:",
            on_click="ignore",
        )


def _csv(frames: Frames) -> bytes:
    frame = next(iter(frames.values()))
    return table_csv(list(frame.columns), frame.itertuples(index=False, name=None))
