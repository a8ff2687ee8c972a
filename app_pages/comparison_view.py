"""The score as given and the verified one side by side."""

from __future__ import annotations

import streamlit as st

from app_pages.plain_table import one_line, show_table
from reporting.comparison import Comparison
from reporting.scale_report import ScaleReport


def show_comparison(scale: ScaleReport) -> None:
    """Draw both scores and the items in which they differ."""
    comparison = scale.comparison
    if comparison is None:
        return
    st.header(f"{comparison.given} and verified", anchor=False)
    st.markdown(one_line(comparison.sentence))
    show_table(_rows(comparison), alt=f"{comparison.given} and verified verdict and means")
    if comparison.items:
        with st.expander("Items that count less in the verified score"):
            show_table(
                (
                    {
                        "Item": item.label,
                        "Rated": item.level,
                        "Verified": item.verified,
                        "Why": item.why,
                    }
                    for item in comparison.items
                ),
                alt="Items whose verified level is below the rated one",
            )


def _rows(comparison: Comparison) -> list[dict[str, str]]:
    verdicts = {
        "Result": "Verdict",
        comparison.given: comparison.self_verdict,
        "Verified": comparison.verified_verdict,
    }
    means = [
        {
            "Result": number.name,
            comparison.given: number.self_text,
            "Verified": number.verified_text,
        }
        for number in comparison.numbers
    ]
    return [verdicts, *means]
