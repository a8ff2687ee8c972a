"""Draw a sample of charts from a list of chart numbers, with a seed that is recorded."""

from __future__ import annotations

import re
from collections.abc import Sequence

import streamlit as st

from app_pages.header import escape
from app_pages.identifiers import identifier_words
from app_pages.plain_table import one_line, show_notes
from app_pages.session import now
from handover.workspace import Workspace
from reporting.sentences import counted, listed
from scales.practice.chart_criterion import ChartCriterion, chart_criteria
from scoring.chart_sample import Draw, draw, recommended_size
from storage.problem import StorageError
from storage.worksheets import MOST_CHARTS, ChartSample, add_sample

_MOST_TOLD = 10
"""Lines with something to look at that are told one by one."""
# In a note a date says when something was; alone on a line of chart numbers it is of somebody.
_PERSONAL = re.compile(
    r"""
    \d{1,2}[/.-]\d{1,2}[/.-](\d{2}|\d{4})      # 01/02/1980
    | \d{4}[/.-]\d{1,2}[/.-]\d{1,2}            # 1980-01-02
    | [A-Za-z]{3,9}\.?\ \d{1,2},?\ \d{4}       # January 2, 1980
    | \d{1,2}\ [A-Za-z]{3,9}\.?,?\ \d{4}       # 2 January 1980
    | (\+?1[ .-]?)?(\(\d{3}\)\ ?|\d{3}[ .-])?\d{3}[ .-]\d{4}  # (555) 123-4567
    | [^\W\d_]{2,}[,\s]+[^\W\d_]{2,}.*         # two words: John Doe 12
    """,
    re.VERBOSE,
)


def show_drawing(workspace: Workspace, before: int) -> None:
    """Draw the form.

    Args:
        workspace: The visit in hand.
        before: How many samples there are already.
    """
    if workspace.visit.status == "final":
        return
    if before:
        with st.expander("Draw another sample"):
            _show_form(workspace, before)
    else:
        st.header("Draw a sample", anchor=False)
        _show_form(workspace, before)


def _show_form(workspace: Workspace, before: int) -> None:
    criteria = _choose_criteria(workspace)
    key = f"draw for {workspace.visit.id} {before}"
    st.markdown(
        "Paste the chart numbers of all clients the sample is drawn from, one a line. **No names, "
        "no dates of birth:** chart numbers alone. The list is not kept."
    )
    pasted = st.text_area("Chart numbers, one a line", key=f"{key} list", height=200) or ""
    seed_help = "Any text, chosen before the list is seen. Whoever has it can draw the same charts."
    seed = st.text_input(
        "Seed", _seed(workspace, before), key=f"{key} seed", max_chars=200, help=seed_help
    )
    lines = pasted.splitlines()
    found = draw(lines, 1, "-")
    _tell_lines(found)
    if not found.listed:
        return
    size = _choose_size(key, found.listed)
    doubtful = _doubtful(lines)
    sure = _ask_about(key, doubtful)
    left = size < 1 or not (seed or "").strip() or not criteria or (doubtful and not sure)
    if (
        st.button(f"Draw {counted(size, 'chart')}", type="primary", disabled=bool(left))
        and not left
    ):
        _keep(workspace, draw(lines, size, (seed or "").strip()), criteria)


def _seed(workspace: Workspace, before: int) -> str:
    """A seed that nobody chose after seeing the list: the day of the visit."""
    number = f"-{before + 1}" if before else ""
    return f"{workspace.visit.date.isoformat()}{number}"


def _choose_criteria(workspace: Workspace) -> tuple[ChartCriterion, ...]:
    """Ask which scales, and which of their questions, the charts are looked at for."""
    chosen: list[ChartCriterion] = []
    st.markdown("What each chart is asked")
    for scale_id, entry in workspace.entries.items():
        criteria = chart_criteria(entry.scale)
        if not criteria:
            continue
        key = f"criteria of {workspace.visit.id} {scale_id}"
        number = counted(len(criteria), "question")
        if st.checkbox(f"{escape(entry.scale.name)}: {number}", value=True, key=key):
            by_id = {criterion.item_id: criterion for criterion in criteria}
            left_out = st.multiselect(
                f"Questions of {escape(entry.scale.short_name)} to leave out",
                list(by_id),
                key=f"{key} left out",
                format_func=lambda i, by_id=by_id: f"{i} {by_id[i].item_name}" if i in by_id else i,
                placeholder="None",
            )
            chosen += [criterion for criterion in criteria if criterion.item_id not in left_out]
    if not chosen:
        st.info("Choose a scale whose percentages charts can answer.")
    return tuple(chosen)


def _tell_lines(found: Draw) -> None:
    if not found.listed:
        st.caption("No chart number is listed yet.")
        return
    repeated = [problem.text for problem in found.problems if problem.first_line is not None]
    st.markdown(f"{counted(found.listed, 'chart')} listed.")
    if repeated:
        st.markdown(f"{counted(len(repeated), 'line')} passed over:")
        show_notes(repeated[:_MOST_TOLD])


def _choose_size(key: str, available: int) -> int:
    size = recommended_size(available)
    st.caption(escape(size.why))
    return int(
        st.number_input(
            "How many charts to read",
            min_value=1,
            max_value=min(available, MOST_CHARTS),
            value=size.least,
            step=1,
            key=f"{key} size of {available}",
        )
    )


def _doubtful(lines: Sequence[str]) -> list[str]:
    """Lines that may name or identify somebody, in words."""
    found = []
    for number, line in enumerate(lines, start=1):
        words = identifier_words(line)
        if words:
            found.append(f"Line {number}: {words}")
        elif line.strip() and not any(letter.isdigit() for letter in line):
            found.append(f"Line {number} holds no number: {one_line(line)}. Is it a name?")
        elif _PERSONAL.fullmatch(line.strip()):
            found.append(f"Line {number} may be a date, a telephone or a name: {one_line(line)}.")
    return found


def _ask_about(key: str, doubtful: Sequence[str]) -> bool:
    if not doubtful:
        return True
    told = [*doubtful[:_MOST_TOLD]]
    if len(doubtful) > _MOST_TOLD:
        told.append(f"And {len(doubtful) - _MOST_TOLD} more lines.")
    st.warning("\n".join(["Look at these lines before drawing:", "", *(f"- {t}" for t in told)]))
    return st.checkbox(
        "These are chart numbers and no client's name, birth date or contact",
        key=f"{key} sure of {len(doubtful)}",
    )


def _keep(workspace: Workspace, drawn: Draw, criteria: Sequence[ChartCriterion]) -> None:
    sample = ChartSample(
        workspace.visit.id,
        drawn.listed,
        drawn.fingerprint,
        drawn.seed,
        tuple((criterion.scale_id, criterion.item_id) for criterion in criteria),
    )
    try:
        kept = add_sample(workspace.acting, sample, drawn.picked, now())
    except StorageError as error:
        st.error(escape(str(error)))
        return
    st.toast(f"Drawn: {escape(listed(drawn.picked[:3]))} and so on.")
    st.query_params["charts"] = "fill"
    st.query_params["sample"] = str(kept.id)
    st.rerun()
