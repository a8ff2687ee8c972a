"""A table as a file that opens in a spreadsheet."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from exchange.table_csv import table_csv


def download_table(frame: pd.DataFrame, file_stem: str, label: str) -> None:
    """Draw the button; the file is made when somebody asks for it.

    Args:
        frame: The table.
        file_stem: The name of the file, without its ending.
        label: What the button says.
    """
    st.download_button(
        label,
        lambda: table_csv(list(frame.columns), frame.to_numpy().tolist()),
        file_name=f"{file_stem}.csv",
        mime="text/csv",
        key=f"{file_stem}-csv",
        icon=":material/download:",
        on_click="ignore",
    )
