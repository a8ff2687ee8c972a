"""What the checks before signing found, each with a link to the place that mends it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from app_pages.header import escape
from handover.workspace import Workspace
from reporting.preflight.finding import SEVERITIES, Finding, Place, Severity
from reporting.sentences import counted, upper_first

_HEADS: dict[Severity, tuple[str, str]] = {
    "error": ("error", "Errors"),
    "warning": ("warning", "Warnings"),
    "note": ("note", "Notes"),
}
_SHOWN_AT_ONCE = 3
_LINKS = {
    "assess": "app_pages/assess.py",
    "consensus": "app_pages/consensus.py",
    "visit": "app_pages/visit.py",
    "results": "app_pages/results.py",
}


def show_checks(workspace: Workspace, findings: Sequence[Finding]) -> None:
    """Draw all findings, the heaviest open and the others folded."""
    st.header("Checks before signing", anchor=False)
    if not findings:
        st.success("All checks passed: nothing to mend and nothing to look at.")
        return
    counts: dict[Severity, list[Finding]] = {severity: [] for severity in SEVERITIES}
    for finding in findings:
        counts[finding.severity].append(finding)
    told = [counted(len(found), _HEADS[severity][0]) for severity, found in counts.items()]
    st.markdown(f"{upper_first(', '.join(told))}.")
    if workspace.visit.status in ("draft_report", "with_program"):
        st.caption("To mend a rating, open it again first, under “Go back a step” below.")
    first = next(severity for severity, found in counts.items() if found)
    settling = workspace.visit.status == "in_consensus"
    for severity, found in counts.items():
        if found:
            _show_group(workspace, severity, found, opened=severity == first and not settling)


def _show_group(
    workspace: Workspace, severity: Severity, found: Sequence[Finding], *, opened: bool
) -> None:
    title = f"{_HEADS[severity][1]} ({len(found)})"
    with st.expander(title, expanded=opened, key=f"checks {severity}", on_change="rerun") as box:
        if not box.open:
            return
        st.markdown(SEVERITIES[severity])
        by_check: dict[tuple[str, str], list[Finding]] = {}
        for finding in found:
            by_check.setdefault((finding.code, finding.fix), []).append(finding)
        for number, same in enumerate(by_check.values()):
            with st.container(border=True, key=f"finding {severity} {number}"):
                _show_same(workspace, same)


def _show_same(workspace: Workspace, same: Sequence[Finding]) -> None:
    """Draw what one check found: what to do once, then each place."""
    code, fix = same[0].code, same[0].fix
    st.markdown(f"**{escape(fix)}** :small[{escape(code)}]")
    lines = [f"- {escape(finding.sentence)}" for finding in same]
    if len(lines) <= _SHOWN_AT_ONCE:
        st.markdown("\n".join(lines))
    else:
        with st.expander(f"{len(lines)} places", key=f"places {code}", on_change="rerun") as box:
            if box.open:
                st.markdown("\n".join(lines))
    # What is mended on this page needs no link.
    places = list(dict.fromkeys(f.place for f in same if f.place.page in _LINKS))
    if not places:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        if len(places) > 1:
            st.markdown("Go to:", width="content")
        for place in places:
            _show_link(workspace, place, alone=len(places) == 1)


def _show_link(workspace: Workspace, place: Place, *, alone: bool) -> None:
    wanted = {
        "visit": str(workspace.visit.id),
        "scale": place.scale,
        "part": place.part if place.page == "assess" else None,
        "item": place.item,
    }
    where = f" {place.item}" if place.item else ""
    go_to = f"Go to {place.page}{where}"
    st.page_link(
        _LINKS[place.page],
        label=escape(place.item if place.item and not alone else go_to),
        icon=":material/arrow_forward:" if alone else None,
        query_params={name: value for name, value in wanted.items() if value},
    )
