"""Start from what was rated at an earlier visit; nothing of it counts until it is confirmed."""

from __future__ import annotations

import streamlit as st

from app_pages.answer_saving import Desk
from app_pages.header import escape
from app_pages.scoring_rows import Given
from app_pages.session import now, visit_words
from storage.answers import copy_answers, list_answers
from storage.problem import StorageError
from storage.visits import Visit, get_assessments, list_visits


def show_copying(desk: Desk, given: Given) -> None:
    """Offer the latest earlier visit on the same scale while much is still unanswered."""
    if any(answer.state != "unanswered" for answer in given.answers.values()):
        return
    source = _latest_before(desk)
    if source is None:
        return
    visit, assessment_id = source
    st.button(
        f"Start from the ratings of the {visit_words(visit)}",
        help="Each copied rating is marked and counts only once you confirm it.",
        on_click=_copy,
        args=(desk, assessment_id),
    )
    trouble = st.session_state.pop("copy trouble", None)
    if trouble:
        st.error(escape(trouble))


def _latest_before(desk: Desk) -> tuple[Visit, int] | None:
    store, here = desk.workspace.store, desk.workspace.visit
    for visit in list_visits(store, here.program_id):
        if visit.id == here.id or visit.date > here.date:
            continue
        for assessment in get_assessments(store, visit.id):
            same = assessment.scale_id == desk.scale.id
            if same and list_answers(store, assessment.id, visit.rater):
                return visit, assessment.id
    return None


def _copy(desk: Desk, from_assessment: int) -> None:
    rater = desk.workspace.visit.rater
    try:
        copy_answers(
            desk.workspace.store,
            from_assessment,
            desk.assessment.id,
            rater,
            now(),
            desk.objections,
        )
    except StorageError as error:
        st.session_state["copy trouble"] = str(error)
