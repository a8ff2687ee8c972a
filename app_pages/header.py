"""The top of every page that is about one visit."""

from __future__ import annotations

import re

import streamlit as st

from app_pages.session import visit_in_hand, visit_words
from handover.standing import raters_of
from handover.workspace import Workspace
from reporting.sentences import listed
from storage.visit_states import WORDS

_MARKS = "\\`*_[]<>#$~:|&"


def show_header(title: str) -> Workspace | None:
    """Draw the page's title and say whose visit it is about; None where none is chosen yet."""
    st.title(title, anchor=False)
    workspace = visit_in_hand()
    if workspace is None:
        st.info("No visit is open. Choose a program and open or start a visit there.")
        st.page_link("app_pages/programs.py", label="Go to programs", icon=":material/apartment:")
        return None
    program, visit = workspace.program, workspace.visit
    invented = " (invented sample)" if program.invented else ""
    raters = listed(member.name for member in raters_of(workspace.team))
    state = "" if visit.status == "draft" else f" ({WORDS[visit.status]})"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            f"**{escape(program.name)}**{invented}, {visit_words(visit)}, "
            f"rated by {escape(raters)}{state}"
        )
        st.page_link(
            "app_pages/programs.py",
            label="Change visit",
            icon=":material/swap_horiz:",
            query_params={"program": str(program.id)},
        )
    _warn_of_changed_scales(workspace)
    return workspace


def escape(text: str) -> str:
    """Show text as it was typed: no character of it is Markdown."""
    shown = "".join(f"\\{c}" if c in _MARKS else c for c in text)
    # At the beginning of a line these would make a list or a heading.
    return re.sub(r"^(\s*\d*)([-+=.)])", r"\1\\\2", shown, flags=re.MULTILINE)


def _warn_of_changed_scales(workspace: Workspace) -> None:
    for assessment in workspace.assessments:
        entry = workspace.entries.get(assessment.scale_id)
        if entry is None:
            st.error(
                f"The scale file {assessment.scale_id}.yaml is missing or has faults, so this "
                "part of the visit cannot be shown. The ratings are kept."
            )
        elif entry.stamp != assessment.scale_stamp:
            st.warning(
                f"The file of the {entry.scale.short_name} scale was changed since this visit was "
                f"started with version {assessment.scale_version} (fingerprint "
                f"{assessment.scale_stamp[:8]}, now {entry.stamp[:8]}). What you see here goes by "
                "the file as it is now."
            )
