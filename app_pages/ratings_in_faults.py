"""The faults of a file that was brought: the first of them, and all of them as a table."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from app_pages.plain_table import one_line
from exchange.fault_csv import fault_table
from exchange.incoming import SHOWN
from reporting.sentences import counted
from scales.fault import Fault


def show_faults(faults: Sequence[Fault], headline: str, key: str = "faults") -> None:
    """Draw what is amiss.

    Args:
        faults: All of them.
        headline: What they keep from being done.
        key: Tells this list from another on the page.
    """
    lines = "\n".join(f"- {one_line(str(fault))}" for fault in faults[:SHOWN])
    more = len(faults) - SHOWN
    rest = f"\n- and {more:,} more, in the table below" if more > 0 else ""
    with st.container(border=True):
        st.error(one_line(f"{headline} {counted(len(faults), 'fault')}:"))
        st.markdown(lines + rest)
        st.download_button(
            "Download every fault (CSV)",
            lambda: fault_table(faults).encode("utf-8-sig"),
            file_name="faults.csv",
            mime="text/csv",
            key=f"download {key}",
            icon=":material/download:",
            on_click="ignore",
        )
