"""How well the raters agree: in plain words first, every coefficient behind a fold."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from app_pages.chart_panel import drawing_of, show_chart
from app_pages.header import escape
from app_pages.plain_table import show_frame, show_table
from handover.rater_sets import RaterSets
from reporting.agreement_words import MARKS, agreement_words, statistics_table
from reporting.charts.confusion import confusion_chart
from reporting.item_table import state_words
from scoring.agreement import Agreement


def show_agreement(sets: RaterSets, shown: Mapping[str, str], who: str) -> None:
    """Draw what was seen alike, and the statistics for who wants them.

    Args:
        sets: What each rater gave.
        shown: By rater, how they are called on this page.
        who: The raters as the subject of a sentence.
    """
    found = sets.agreement
    words = agreement_words(found.overall, who)
    st.markdown(f"**{escape(words.headline)}**")
    for line in words.left_out:
        st.markdown(escape(line))
    with st.expander("Agreement in numbers", key="agreement", on_change="rerun") as box:
        if not box.open:
            return
        if words.why_low:
            st.markdown(escape(words.why_low))
        show_table(
            (
                {
                    "Coefficient": each.name,
                    "Value": each.value + (f" (mark {each.mark})" if each.mark else ""),
                    "95 % interval": each.interval,
                    "Rests on": each.rests_on,
                    "What it says": f"{each.meaning} {each.note}".strip(),
                }
                for each in words.coefficients
            ),
            alt="Coefficients of agreement",
        )
        st.markdown(escape(MARKS))
        _show_groups(found)
        _show_items(found, shown)
        _show_confusion(found, shown)


def _show_groups(found: Agreement) -> None:
    names = {subscale.id: subscale.name for subscale in found.scale.subscales}
    groups = {"Whole scale": found.overall}
    groups |= {names[subscale]: statistics for subscale, statistics in found.subscales.items()}
    show_frame(statistics_table(groups), alt="Agreement by subscale")


def _show_items(found: Agreement, shown: Mapping[str, str]) -> None:
    """Every item with what each rater gave, and how far apart they are."""
    names = {item.id: item.name for item in found.scale.items}
    show_table(
        (
            {
                "Item": f"{each.item} {names[each.item]}",
                **{shown[rater]: _given(level) for rater, level in each.levels.items()},
                "Levels apart": "–" if each.spread is None else str(each.spread),
            }
            for each in found.items
        ),
        alt="Agreement by item",
    )


def _given(level: int) -> str:
    return str(level) if level >= 0 else state_words(level)


def _show_confusion(found: Agreement, shown: Mapping[str, str]) -> None:
    pair = found.overall.confusion.raters
    chart = confusion_chart(
        found.overall.confusion,
        title=f"{found.scale.short_name}: levels given to the same items",
        names=(shown[pair[0]], shown[pair[1]]) if pair else None,
    )
    show_chart(chart, drawing_of(chart))
