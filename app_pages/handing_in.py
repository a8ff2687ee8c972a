"""Hand in a set of ratings: what is missing is said first, and asked once more."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from app_pages.answer_saving import unsaved_items
from app_pages.fact_form import unsaved_facts
from app_pages.header import escape
from app_pages.progress import show_missing
from app_pages.session import now
from handover.scoring_rows import Given, missing_facts, missing_items
from handover.standing import still_rating
from handover.workspace import Workspace
from reporting.sentences import counted, listed
from storage.problem import StorageError
from storage.visit_states import submit_ratings


def is_handing_in(workspace: Workspace, rater: str) -> bool:
    """Whether the question is open."""
    return st.session_state.get(_key(workspace, rater), False)


def show_handing_in(workspace: Workspace, rater: str, all_given: Mapping[str, Given]) -> None:
    """Draw the button, and after it what is missing and the question."""
    key = _key(workspace, rater)
    whose = "my ratings" if rater == workspace.own else f"the ratings of {rater}"
    if not is_handing_in(workspace, rater):
        st.button(
            f"Hand in {escape(whose)}",
            key=f"{key} open",
            icon=":material/assignment_turned_in:",
            on_click=_ask,
            args=(key, True),
        )
        return
    with st.container(border=True, key=f"{key} box"):
        st.subheader(f"Hand in {escape(whose)}?", anchor=False)
        st.markdown(_consequence(workspace, rater))
        missing = sum(len(missing_items(g)) + len(missing_facts(g)) for g in all_given.values())
        if missing:
            verb = "is" if missing == 1 else "are"
            st.warning(f"{counted(missing, 'answer')} {verb} still missing:")
        show_missing(workspace, all_given)
        for given in all_given.values():
            _show_ungraded(given)
        unsaved = _unsaved(workspace, rater, all_given)
        if unsaved:
            st.error(f"Not saved yet: {escape(listed(unsaved))}. Settle this before handing in.")
        trouble = st.session_state.pop(f"{key} trouble", None)
        if trouble:
            st.error(escape(trouble))
        with st.container(horizontal=True):
            st.button(
                f"Yes, hand in with {missing} missing" if missing else "Yes, hand in",
                key=f"{key} now",
                type="primary",
                disabled=bool(unsaved),
                on_click=_hand_in,
                args=(workspace, rater, key),
            )
            st.button("Not yet", key=f"{key} close", on_click=_ask, args=(key, False))


def _show_ungraded(given: Given) -> None:
    """Say which ratings the verified score will hold down for want of a grade of evidence."""
    cap = given.scale.verified_cap
    found = [
        item
        for item in given.scale.item_ids
        if (a := given.answers.get(item)) is not None
        and (a.state, a.grade) == ("rated", None)
        and (a.level or 0) > cap
    ]
    if found:
        have = "has" if len(found) == 1 else "have"
        st.info(
            f"{escape(given.scale.short_name)}: {counted(len(found), 'rating')} above {cap} {have} "
            f"no grade of evidence, and so no more than {cap} in the verified score: "
            f"{escape(listed(found))}."
        )


def _consequence(workspace: Workspace, rater: str) -> str:
    others = [m.name for m in still_rating(workspace.visit, workspace.team) if m.name != rater]
    after = "Then they can be looked at and not changed; who leads can open them again."
    if not others:
        return after
    verb = "has" if len(others) == 1 else "have"
    return f"{after} Nobody sees them before {escape(listed(others))} {verb} handed in too."


def _unsaved(workspace: Workspace, rater: str, all_given: Mapping[str, Given]) -> list[str]:
    found = []
    for scale_id, given in all_given.items():
        assessment = workspace.assessment(scale_id).id
        found += unsaved_items(assessment, rater, given.scale.item_ids)
        if unsaved_facts(assessment, rater, [fact.id for fact in given.scale.facts]):
            found.append(f"a question before the items of {given.scale.short_name}")
    return found


def _key(workspace: Workspace, rater: str) -> str:
    return f"hand in {workspace.visit.id} {rater}"


def _ask(key: str, asking: bool) -> None:
    st.session_state[key] = asking


def _hand_in(workspace: Workspace, rater: str, key: str) -> None:
    try:
        submit_ratings(workspace.acting, workspace.visit.id, rater, now())
    except StorageError as error:
        st.session_state[f"{key} trouble"] = f"Not handed in: {error}"
    else:
        st.session_state[key] = False
        whose = "Your ratings" if rater == workspace.own else f"The ratings of {escape(rater)}"
        st.toast(f"{whose} are handed in.", icon=":material/check:")
