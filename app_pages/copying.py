"""Start from what was rated at an earlier visit; nothing of it counts until it is confirmed."""

from __future__ import annotations

import streamlit as st

from app_pages.answer_saving import Desk
from app_pages.header import escape
from app_pages.session import now, visit_words
from handover.scoring_rows import Given
from handover.standing import find_standing
from storage.answers import copy_answers, list_answers
from storage.problem import StorageError
from storage.visit_record import Visit
from storage.visits import get_assessments, list_team, list_visits


def show_copying(desk: Desk, given: Given) -> None:
    """Offer the latest earlier visit on the same scale while much is still unanswered."""
    if desk.locked or any(answer.state != "unanswered" for answer in given.answers.values()):
        return
    source = _latest_before(desk)
    if source is None:
        return
    visit, assessment_id, rater = source
    st.button(
        f"Start from the ratings of the {visit_words(visit)}",
        help="Each copied rating is marked and counts only once you confirm it.",
        on_click=_copy,
        args=(desk, assessment_id, rater),
    )
    trouble = st.session_state.pop("copy trouble", None)
    if trouble:
        st.error(escape(trouble))


def _latest_before(desk: Desk) -> tuple[Visit, int, str] | None:
    """The visit, its assessment on this scale, and whose answers are copied."""
    acting, here = desk.workspace.acting, desk.workspace.visit
    for visit in list_visits(acting, here.program_id):
        if visit.id == here.id or visit.date > here.date:
            continue
        rater = find_standing(acting, visit, list_team(acting, visit.id)).shown
        for assessment in get_assessments(acting, visit.id) if rater else ():
            same = assessment.scale_id == desk.scale.id
            if rater and same and list_answers(acting, assessment.id, rater):
                return visit, assessment.id, rater
    return None


def _copy(desk: Desk, from_assessment: int, from_rater: str) -> None:
    try:
        copy_answers(
            desk.workspace.acting,
            from_assessment,
            from_rater,
            desk.assessment.id,
            desk.rater,
            now(),
            desk.objections,
        )
    except StorageError as error:
        st.session_state["copy trouble"] = str(error)
