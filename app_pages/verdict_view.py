"""The verdict on one scale: what it is, why, and what could still change it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

import streamlit as st

from app_pages.assess_link import show_assess_link
from app_pages.plain_table import one_line
from app_pages.progress import FACTS
from handover.workspace import Workspace
from reporting.scale_report import ScaleReport, UnratedItem
from reporting.sentences import counted

_MOST_LISTED = 6
"""A link with more items than this gives their number, not their ids."""


def show_verdict(workspace: Workspace, scale: ScaleReport) -> None:
    """Draw verdict, reasons, status, and what is open, in this order."""
    st.header(one_line(scale.name), anchor=False)
    with st.container(border=True):
        st.subheader(one_line(scale.verdict), anchor=False)
        total = scale.total
        st.markdown(
            f"**{one_line(total.name)}: {one_line(total.text)}** "
            f"({total.counted}). Rule {one_line(scale.rule)}."
        )
        st.markdown(one_line(scale.meaning))
        found = scale.comparison
        if found is not None and found.self_verdict != found.verified_verdict:
            st.markdown(
                f"**Verified: {one_line(found.verified_verdict)}.** {one_line(found.sentence)}"
            )
    _show_list("Why", scale.because)
    _show_list("Status of this scale", [scale.status])
    _show_list("What caps it", [scale.capped] if scale.capped else [])
    _show_list("What higher verdicts still need", scale.held_back)
    _show_open(workspace, scale)
    _show_list(
        "On the borderline: one point would change the verdict",
        [note.text for note in scale.borderline],
    )
    if scale.warnings:
        lines = "\n".join(f"- {one_line(warning)}" for warning in scale.warnings)
        st.warning(lines, title="Worth a second look", icon=":material/warning:")
    _show_list("Claimed and observed", [scale.claim] if scale.claim else [])


def _show_list(title: str, sentences: Iterable[str]) -> None:
    lines = [one_line(sentence) for sentence in sentences]
    if len(lines) == 1:
        st.markdown(f"**{title}.** {lines[0]}")
    elif lines:
        st.markdown("\n".join([f"**{title}**", "", *(f"- {line}" for line in lines)]))


def _show_open(workspace: Workspace, scale: ScaleReport) -> None:
    if scale.possible is None:
        return
    _show_list("Still open", [scale.possible])
    if any(answer == "not answered" for _asks, answer in scale.facts):
        show_assess_link(workspace, "Answer the questions before the items", scale.id, FACTS)
    to_rate = [item for item in scale.unrated if item.state != "not applicable"]
    parts = {item.id: (item.subscale_id, item.subscale) for item in scale.items}
    for (part, name), group in groupby(to_rate, key=lambda item: parts[item.id]):
        show_assess_link(workspace, _rate_label(name, list(group)), scale.id, part)


def _rate_label(part: str, items: list[UnratedItem]) -> str:
    if len(items) > _MOST_LISTED:
        return f"Rate {counted(len(items), 'item')} in {part}"
    return f"Rate {', '.join(item.id for item in items)} in {part}"
