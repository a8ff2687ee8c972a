"""The program's factual corrections, the reviewers' answers, and what changed because of them."""

from __future__ import annotations

import streamlit as st

from app_pages.correction_form import show_adding
from app_pages.header import escape
from app_pages.identifiers import may_keep
from app_pages.session import elsewhere, now
from handover.corrections import OUTCOMES, rating_words
from handover.scoring_rows import load_given
from handover.standing import raters_of
from handover.workspace import Workspace
from reporting.sentences import day
from scales.model import Scale
from storage.answers import Answer
from storage.corrections import (
    Correction,
    Outcome,
    StaleCorrection,
    answer_correction,
    list_corrections,
)
from storage.problem import StorageError

_ANSWERS: tuple[Outcome, ...] = ("accepted", "declined")


def show_corrections(workspace: Workspace) -> None:
    """Draw all corrections, and the form for another one while the report is with the program."""
    corrections = list_corrections(workspace.acting, workspace.visit.id)
    with_program = workspace.visit.status == "with_program"
    if not corrections and not with_program:
        return
    st.header("Factual corrections", anchor=False)
    for correction in corrections:
        _show_correction(workspace, correction)
    if not corrections:
        st.markdown("The program has not said that anything is wrong.")
    if with_program:
        show_adding(workspace)


def _show_correction(workspace: Workspace, correction: Correction) -> None:
    with st.container(border=True, key=f"correction {correction.id}"):
        assessment = next(a for a in workspace.assessments if a.id == correction.assessment_id)
        entry = workspace.entries.get(assessment.scale_id)
        scale = entry.scale if entry else None
        st.markdown(f"**{_item_words(scale, assessment.scale_id, correction.item)}**")
        st.markdown(
            f"{escape(correction.said_by)} on {day(correction.said_at.date())}: "
            f"“{escape(correction.says)}”"
        )
        st.markdown(_change(workspace, scale, correction))
        if correction.outcome != "open":
            st.markdown(
                f"**{OUTCOMES[correction.outcome]}** by {escape(correction.answered_by)}: "
                f"{escape(correction.answer)}"
            )
        elif not workspace.standing.settles:
            st.markdown("The reviewers have not answered yet.")
        if workspace.standing.settles and workspace.visit.status != "final":
            _show_answering(workspace, correction)


def _item_words(scale: Scale | None, scale_id: str, item_id: str) -> str:
    if scale is None or item_id not in scale.item_ids:
        return escape(f"{scale_id} {item_id}")
    return escape(f"{scale.short_name} {item_id} {scale.item(item_id).name}")


def _change(workspace: Workspace, scale: Scale | None, correction: Correction) -> str:
    before = rating_words(correction.state_before, correction.level_before)
    if scale is None:
        return f"Rated {before} when this was said."
    given = load_given(workspace, scale.id, workspace.official)
    stands = given.answers.get(correction.item, Answer(0, "", correction.item))
    after = rating_words(stands.state, stands.level)
    if before == after:
        return f"Rated {before} when this was said, and unchanged."
    because = f" Why: {escape(stands.because)}" if stands.because else ""
    return f"Rated {before} when this was said, now **{after}**.{because}"


def _show_answering(workspace: Workspace, correction: Correction) -> None:
    key = f"answer correction {correction.id}"
    is_open = correction.outcome == "open"
    title = "Answer it" if is_open else "Change the answer"
    base = _made_from(key, correction)
    with st.expander(title, key=f"{key} box", expanded=is_open):
        st.caption(_how_to_change(workspace))
        outcome = st.radio(
            "Outcome",
            _ANSWERS,
            key=f"{key} outcome",
            format_func=lambda choice: OUTCOMES[choice],
            index=None,
            horizontal=True,
            persist_state="session",
        )
        answer = st.text_area(
            "Answer to the program",
            key=f"{key} text",
            max_chars=20_000,
            height=80,
            persist_state="session",
        )
        words = (answer or "").strip()
        keep = may_keep(key, answer=words) if words != base.answer else True
        if not st.button("Save the answer", key=f"{key} save"):
            return
        if outcome is None:
            st.error("Choose whether the correction is accepted or declined.")
        elif keep:
            _answer(workspace, base, outcome, words)
        else:
            st.error("Not saved: say first that it is no client's data, or take it out.")


def _made_from(key: str, correction: Correction) -> Correction:
    """The correction as it was when one began to answer it.

    Until something is given here, that is as it is now; afterwards it stays, so that an answer
    that somebody else gave meanwhile is not overwritten unseen.
    """
    state = st.session_state
    base: Correction = state.get(f"{key} base", correction)
    given = (state.get(f"{key} outcome"), state.get(f"{key} text") or "")
    if given in (_fields(base), (None, "")):
        base = correction
        state[f"{key} outcome"], state[f"{key} text"] = _fields(correction)
    state[f"{key} base"] = base
    return base


def _fields(correction: Correction) -> tuple[Outcome | None, str]:
    outcome = correction.outcome
    return None if outcome == "open" else outcome, correction.answer


def _how_to_change(workspace: Workspace) -> str:
    what = "the consensus" if len(raters_of(workspace.team)) > 1 else "the ratings"
    if workspace.visit.status == "in_consensus":
        return "The rating itself is changed on the Consensus page."
    return f"To change the rating itself, open {what} again first, under “Go back a step” below."


def _answer(workspace: Workspace, base: Correction, outcome: Outcome, answer: str) -> None:
    try:
        # Whatever looked like a client's data was looked at by then.
        kept = answer_correction(
            workspace.acting,
            base.id,
            outcome,
            answer,
            base.revision,
            now(),
            accept_identifiers=True,
        )
    except StaleCorrection as stale:
        theirs = stale.current
        st.session_state[f"answer correction {base.id} base"] = theirs
        st.warning(
            f"This was answered {escape(elsewhere(workspace.acting, stale.by))}: "
            f"{OUTCOMES[theirs.outcome]}, “{escape(theirs.answer)}”. Nothing was overwritten; "
            "save again to put yours in its place."
        )
    except StorageError as error:
        st.error(escape(str(error)))
    else:
        st.session_state[f"answer correction {base.id} base"] = kept
        st.rerun()
