"""Questions asked before the items: structural choices, and counts used as denominators."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import streamlit as st

from app_pages.answer_saving import Desk
from app_pages.header import escape
from app_pages.session import clock, elsewhere, now
from app_pages.widget_value import show_value
from scales.model import ChoiceFact, CountFact
from storage.facts import FactAnswer, StaleFact, save_fact
from storage.problem import StorageError


def show_facts(desk: Desk) -> None:
    """Draw the facts of a scale, choices first."""
    for fact in desk.scale.choice_facts:
        _seed(desk, fact.id)
        _show_choice(desk, fact)
        _show_trouble(desk, fact)
        _show_saved(desk, fact)
    counts = desk.scale.count_facts
    if counts:
        st.markdown("**Counts**")
        with st.container(horizontal=True):
            for fact in counts:
                _seed(desk, fact.id)
                _show_count(desk, fact)
        for fact in counts:
            _show_trouble(desk, fact)
        _show_saved(desk, *counts)


def unsaved_facts(assessment_id: int, rater: str, facts: Iterable[str]) -> list[str]:
    """Facts of which this session holds something that could not be saved."""
    return [f for f in facts if st.session_state.get(_place(assessment_id, rater, f, "unsaved"))]


def _show_choice(desk: Desk, fact: ChoiceFact) -> None:
    texts = {choice.id: choice.text for choice in fact.choices}
    st.radio(
        escape(fact.asks),
        list(texts),
        key=_key(desk, fact.id, "value"),
        format_func=lambda choice: escape(texts.get(choice, str(choice))),
        index=None,
        disabled=desk.locked,
        on_change=_save,
        args=(desk, fact),
    )


def _show_count(desk: Desk, fact: CountFact) -> None:
    st.number_input(
        escape(fact.asks),
        min_value=0,
        step=1,
        key=_key(desk, fact.id, "value"),
        value=None,
        disabled=desk.locked,
        on_change=_save,
        args=(desk, fact),
    )


def _key(desk: Desk, fact_id: str, field: str) -> str:
    return _place(desk.assessment.id, desk.rater, fact_id, field)


def _place(assessment_id: int, rater: str, fact_id: str, field: str) -> str:
    return f"{assessment_id}|{rater}|fact|{fact_id}|{field}"


def _stored(desk: Desk, fact_id: str) -> FactAnswer:
    blank = FactAnswer(desk.assessment.id, desk.rater, fact_id)
    known: FactAnswer = st.session_state.get(_key(desk, fact_id, "stored"), blank)
    fresh = desk.facts.get(fact_id, blank)
    return fresh if fresh.revision > known.revision else known


def _seed(desk: Desk, fact_id: str) -> None:
    unsaved = st.session_state.get(_key(desk, fact_id, "unsaved"))
    if unsaved is None:
        st.session_state[_key(desk, fact_id, "stored")] = _stored(desk, fact_id)
    # What could not be saved is shown again; what it was made from stays as it was.
    given = unsaved or st.session_state[_key(desk, fact_id, "stored")]
    show_value(_key(desk, fact_id, "value"), _shown(given), locked=desk.locked)


def _shown(answer: FactAnswer) -> str | int | None:
    return answer.count if answer.choice is None else answer.choice


def _save(desk: Desk, fact: ChoiceFact | CountFact) -> None:
    value = st.session_state[_key(desk, fact.id, "value")]
    is_choice = isinstance(fact, ChoiceFact)
    if is_choice and value not in [choice.id for choice in fact.choices]:
        return
    given = replace(
        FactAnswer(desk.assessment.id, desk.rater, fact.id),
        choice=value if is_choice else None,
        count=None if is_choice else value,
    )
    _write(desk, given, st.session_state[_key(desk, fact.id, "stored")].revision)


def _write(desk: Desk, given: FactAnswer, expected_revision: int) -> None:
    trouble: StaleFact | str | None = None
    try:
        stored = save_fact(desk.workspace.acting, given, expected_revision, now())
        st.session_state[_key(desk, given.fact, "stored")] = stored
    except StaleFact as stale:
        trouble = stale
    except StorageError as error:
        trouble = f"Not saved yet: {error}"
    st.session_state[_key(desk, given.fact, "trouble")] = trouble
    st.session_state[_key(desk, given.fact, "unsaved")] = given if trouble else None


def _show_saved(desk: Desk, *facts: ChoiceFact | CountFact) -> None:
    """Say when the facts were last saved, unless one of them was not."""
    if any(st.session_state.get(_key(desk, fact.id, "trouble")) for fact in facts):
        return
    moments = [_stored(desk, fact.id).updated_at for fact in facts]
    last = max((moment for moment in moments if moment), default=None)
    if last:
        st.caption(f"Saved at {clock(last)}.")


def _show_trouble(desk: Desk, fact: ChoiceFact | CountFact) -> None:
    trouble = st.session_state.get(_key(desk, fact.id, "trouble"))
    if isinstance(trouble, str):
        st.error(escape(trouble))
        st.button(
            "Try again",
            disabled=desk.locked,
            key=_key(desk, fact.id, "again"),
            on_click=_save,
            args=(desk, fact),
        )
    elif isinstance(trouble, StaleFact):
        theirs, mine = trouble.current, trouble.attempted
        st.warning(
            f"This was answered {escape(elsewhere(desk.workspace.acting, trouble.by))}. Nothing "
            "was overwritten: choose which answer stands."
        )
        st.markdown(
            f"- {escape(fact.asks)}\n    - Saved there: {_value(fact, theirs)}\n"
            f"    - Given here: {_value(fact, mine)}"
        )
        with st.container(horizontal=True):
            for words, value in (("Keep what is saved", theirs), ("Use what I gave here", mine)):
                st.button(
                    words,
                    key=_key(desk, fact.id, words),
                    disabled=desk.locked,
                    on_click=_settle,
                    args=(desk, value, theirs),
                )


def _settle(desk: Desk, value: FactAnswer, theirs: FactAnswer) -> None:
    st.session_state[_key(desk, value.fact, "stored")] = theirs
    st.session_state[_key(desk, value.fact, "trouble")] = None
    st.session_state[_key(desk, value.fact, "unsaved")] = None
    if value is not theirs:
        _write(desk, value, theirs.revision)


def _value(fact: ChoiceFact | CountFact, answer: FactAnswer) -> str:
    if isinstance(fact, ChoiceFact):
        texts = {choice.id: choice.text for choice in fact.choices}
        return escape(texts.get(answer.choice or "", answer.choice or "nothing"))
    return "nothing" if answer.count is None else str(answer.count)
