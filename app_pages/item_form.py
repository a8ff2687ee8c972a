"""The form of one item: anchors in full, counts, evidence and a note, each saved when given."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from app_pages.answer_saving import NOT_APPLICABLE, NOT_ENOUGH, Desk
from app_pages.counts_form import show_counts
from app_pages.header import escape
from app_pages.history_view import show_item_history
from app_pages.session import clock, elsewhere
from app_pages.widget_value import show_value
from handover.scoring_rows import is_settled, outdated
from scales.item import Item
from storage.answers import Answer
from storage.team import CONSENSUS

GRADES = {
    "": "Not graded yet",
    "A": "A: data, charts or direct observation",
    "B": "B: documents",
    "C": "C: interviews with three or more people",
    "D": "D: one person's word",
}
ROLES = {
    "leader": "program leader",
    "clinician": "clinicians",
    "prescriber": "prescriber",
    "client_or_family": "clients or family",
    "reception": "reception",
    "records": "the records",
}
_HOW_SURE = {
    "read_in_source": "read in the publication",
    "background_fairly_sure": "not checked against the publication, fairly sure",
    "background_not_sure": "not checked against the publication, not sure",
    "own_wording": "this project's own",
}


def anchor_id(item: Item) -> str:
    """The part after # in a link to the item."""
    return f"item-{item.id.lower()}"


@st.fragment
def item_form(
    desk: Desk,
    item: Item,
    after: Callable[[], None],
    above: Callable[[], None] | None = None,
) -> None:
    """Draw one item. Only this item is run again when it is answered.

    Args:
        desk: The assessment being rated.
        item: The item.
        after: Draws what depends on all items (progress), after each answer.
        above: Draws what is to be looked at before the choice.
    """
    with st.container(border=True, key=desk.key(item.id, "card")):
        st.subheader(f"{item.id} {escape(item.name)}", anchor=anchor_id(item))
        if above is not None:
            above()
        _show_copied(desk, item)
        _show_conflict(desk, item)
        if desk.locked:
            # What cannot be changed is drawn pale; it must still be easy to read.
            st.markdown(f"**Given:** {_in_words(desk.answer(item.id))}")
        _show_choice(desk, item)
        _show_reason(desk, item)
        _show_because(desk, item)
        if item.measure is not None:
            with _folded("Counts that suggest a level", desk.key(item.id, "counts")) as counts:
                if counts.open:
                    show_counts(desk, item, item.measure)
        label = "What to ask and look at, evidence and note"
        with _folded(label, desk.key(item.id, "evidence")) as evidence:
            if evidence.open:
                _show_evidence(desk, item)
        with _folded("History of this item", desk.key(item.id, "history")) as history:
            if history.open:
                assessment = desk.assessment.id
                show_item_history(desk.workspace, assessment, item.id, desk.history_of)
        _show_saved(desk, item)
    after()


def _folded(label: str, key: str):
    """An expander whose content is made once it is opened: a part can hold sixty items."""
    return st.expander(label, key=key, on_change="rerun")


def _show_choice(desk: Desk, item: Item) -> None:
    # The whole anchor is the label, so that it can be clicked and is read out with its level.
    words = {str(a.level): f"**{a.level}** {escape(a.text)}" for a in item.anchors}
    words[NOT_ENOUGH] = "**Not enough information** I looked and could not tell"
    if item.not_applicable.permitted:
        words[NOT_APPLICABLE] = f"**Not applicable** {escape(item.not_applicable.rule)}"
    held = desk.value(item.id, "choice")
    if held is not None and held not in words:
        # The scale file has changed since; without the option the stored choice would be erased.
        words[held] = (
            "**Not applicable** (no longer permitted for this item)"
            if held == NOT_APPLICABLE
            else f"**{escape(held)}** (no longer a level of this scale)"
        )
    st.radio(
        escape(item.asks),
        list(words),
        key=desk.widget(item.id, "choice"),
        format_func=lambda option: words.get(option, str(option)),
        index=None,
        disabled=desk.locked,
        on_change=desk.save,
        args=(item, "choice"),
    )
    st.caption(_wording(item))
    if item.note:
        st.caption(escape(item.note))
    if desk.answer(item.id).state != "unanswered" and not desk.locked:
        st.button(
            "Clear this answer",
            key=desk.key(item.id, "clear"),
            type="tertiary",
            on_click=desk.choose,
            args=(item, None),
        )


def _option_name(option: str) -> str:
    return option.replace("_", " ").capitalize()


def _wording(item: Item) -> str:
    by_kind: dict[str, list[str]] = {}
    for anchor in item.anchors:
        by_kind.setdefault(_HOW_SURE[anchor.verified], []).append(str(anchor.level))
    if len(by_kind) == 1:
        return f"Wording of the anchors: {next(iter(by_kind))}."
    parts = [f"{', '.join(levels)} {kind}" for kind, levels in by_kind.items()]
    return f"Wording of the anchors: {'; '.join(parts)}."


def _show_reason(desk: Desk, item: Item) -> None:
    if desk.value(item.id, "choice") != NOT_APPLICABLE:
        return
    st.text_input(
        "Why it does not apply (needed)",
        key=desk.widget(item.id, "reason"),
        max_chars=2000,
        disabled=desk.locked,
        on_change=desk.save,
        args=(item, "reason"),
    )
    if not desk.answer(item.id).reason.strip():
        st.warning("Give the reason. Until then the item stays on the list of what is missing.")


def _show_because(desk: Desk, item: Item) -> None:
    if desk.rater != CONSENSUS:
        return
    st.text_area(
        "Why this level (needed where it differs from a rater's)",
        key=desk.widget(item.id, "because"),
        max_chars=20_000,
        height=80,
        disabled=desk.locked,
        on_change=desk.save,
        args=(item, "because"),
    )
    if desk.asks_why(item.id):
        st.warning("It differs from what a rater gave: write down why. Until then it stays open.")


def _show_evidence(desk: Desk, item: Item) -> None:
    if item.probes:
        st.markdown("**To ask**")
        st.markdown("\n".join(f"- {escape(p.ask)} ({_roles(p.of)})" for p in item.probes))
    ticked = desk.value(item.id, "sources")
    # A source that the scale file no longer lists stays ticked and visible.
    known = dict.fromkeys((*item.evidence, *ticked))
    st.markdown("**Seen**")
    for number, source in enumerate(known):
        key = desk.key(item.id, f"source {number}")
        show_value(key, source in ticked, locked=desk.locked)
        st.checkbox(
            escape(source),
            key=key,
            disabled=desk.locked,
            on_change=_tick,
            args=(desk, item, source, key),
        )
    st.radio(
        "How good is the evidence?",
        list(GRADES),
        key=desk.widget(item.id, "grade"),
        format_func=lambda grade: GRADES[grade],
        disabled=desk.locked,
        on_change=desk.save,
        args=(item, "grade"),
    )
    st.text_area(
        "Note",
        key=desk.widget(item.id, "note"),
        max_chars=20_000,
        help="No client names, dates of birth or record numbers.",
        disabled=desk.locked,
        on_change=desk.save,
        args=(item, "note"),
    )


def _tick(desk: Desk, item: Item, source: str, key: str) -> None:
    others = [ticked for ticked in desk.value(item.id, "sources") if ticked != source]
    desk.give(item, sources=[*others, source] if st.session_state[key] else others)


def _roles(roles: tuple[str, ...]) -> str:
    return ", ".join(ROLES[role] for role in roles)


def _show_copied(desk: Desk, item: Item) -> None:
    answer = desk.answer(item.id)
    if answer.confirmed:
        return
    st.info(
        "Copied from the previous visit and not counted yet. Look at the evidence of this visit, "
        "then confirm it or choose another level."
    )
    st.button(
        f"Confirm {item.id}",
        key=desk.key(item.id, "confirm"),
        disabled=desk.locked,
        on_click=desk.confirm,
        args=(item,),
    )


def _show_conflict(desk: Desk, item: Item) -> None:
    stale = desk.conflict(item.id)
    if stale is None:
        return
    theirs, mine = stale.current, stale.attempted
    when = f" at {clock(theirs.updated_at)}" if theirs.updated_at else ""
    st.warning(
        f"This item was answered {escape(elsewhere(desk.workspace.acting, stale.by))}{when}. "
        "Nothing was overwritten: choose which answer stands."
    )
    st.markdown(f"- Saved there: {_in_words(theirs)}\n- Given here: {_in_words(mine)}")
    with st.container(horizontal=True):
        st.button(
            "Keep what is saved",
            key=desk.key(item.id, "keep theirs"),
            disabled=desk.locked,
            on_click=desk.keep_theirs,
            args=(item.id,),
        )
        st.button(
            "Use what I gave here",
            key=desk.key(item.id, "keep mine"),
            disabled=desk.locked,
            on_click=desk.keep_mine,
            args=(item.id,),
        )


def _in_words(answer: Answer) -> str:
    chosen = f"level {answer.level}" if answer.state == "rated" else _option_name(answer.state)
    parts = [chosen]
    if answer.denominator is not None or answer.numerator is not None:
        parts.append(f"counts {answer.numerator} of {answer.denominator}")
    if answer.reason and answer.state == NOT_APPLICABLE:
        parts.append(f"reason “{escape(answer.reason)}”")
    if answer.sources:
        parts.append(f"seen: {escape('; '.join(answer.sources))}")
    if answer.grade:
        parts.append(f"evidence {answer.grade}")
    if answer.because:
        parts.append(f"because “{escape(answer.because)}”")
    if answer.note:
        parts.append(f"note “{escape(answer.note)}”")
    return ", ".join(parts)


def _show_saved(desk: Desk, item: Item) -> None:
    problem = desk.problem(item.id)
    answer = desk.answer(item.id)
    notice = desk.notice(item.id)
    if notice:
        st.info(escape(notice))
    if problem:
        st.error(escape(problem))
        st.button(
            f"Try again to save {item.id}",
            key=desk.key(item.id, "again"),
            disabled=desk.locked,
            on_click=desk.try_again,
            args=(item,),
        )
        if desk.suspicious(item.id):
            st.button(
                "It is no client's data: save it",
                key=desk.key(item.id, "accept"),
                disabled=desk.locked,
                on_click=desk.accept,
                args=(item,),
            )
    elif desk.conflict(item.id) is None and answer.updated_at is not None:
        done = is_settled(answer) and not outdated(item, answer) and not desk.asks_why(item.id)
        settled = "" if done else " Still asked for: see above."
        st.caption(f"Saved at {clock(answer.updated_at)}.{settled}")
