"""Enter what one respondent answered: one principle at a time, each level saved when given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from app_pages.address import follow_address, keep_in_address
from app_pages.answer_saving import Desk
from app_pages.header import escape
from app_pages.plain_table import show_table
from app_pages.scrolling import scroll_to
from app_pages.session import elsewhere
from app_pages.survey_people import show_removal
from handover.scoring_rows import Given, load_given
from handover.workspace import Workspace
from scales.item import Item
from scales.model import Scale
from storage.team import Member

NO_ANSWER = "none"
_TOP = "answers"
_TURNED = "answers turned"


def show_entering(workspace: Workspace, scale_id: str, people: Sequence[Member]) -> None:
    """Draw the respondents with their progress, and the form of one of them."""
    scale = workspace.entries[scale_id].scale
    given = load_replies(workspace, scale_id, people)
    st.header("Respondents", anchor=False)
    show_table(_progress_rows(scale, people, given), alt="Respondents by role, and how far each is")
    by_id = {str(member.id): member for member in people}
    follow_address("respondent", list(by_id))
    st.selectbox(
        "Respondent",
        list(by_id),
        key="respondent",
        format_func=lambda member: by_id[member].name if member in by_id else member,
    )
    keep_in_address("respondent")
    member = by_id[st.session_state["respondent"]]
    locked = workspace.visit.status == "final"
    desk = Desk(workspace, scale_id, given[member.name], locked=locked)
    part = _choose_part(scale)
    _show_part(desk, part)
    _show_next(desk, part, people)
    if not any(_answered(scale, given[member.name])) and not locked:
        show_removal(workspace, member)


def load_replies(workspace: Workspace, scale_id: str, people: Sequence[Member]) -> dict[str, Given]:
    """Fetch what each respondent answered, by name."""
    return {member.name: load_given(workspace, scale_id, member.name) for member in people}


def _progress_rows(
    scale: Scale, people: Sequence[Member], given: Mapping[str, Given]
) -> list[dict[str, str]]:
    by_role = sorted(people, key=lambda member: member.staff_role.casefold())
    return [
        {
            "Role": member.staff_role or "Not told",
            "Respondent": member.name,
            "Answered": f"{sum(_answered(scale, given[member.name]))} of {len(scale.items)}",
        }
        for member in by_role
    ]


def _answered(scale: Scale, given: Given) -> list[bool]:
    return [
        (answer := given.answers.get(item)) is not None and answer.state != "unanswered"
        for item in scale.item_ids
    ]


def _choose_part(scale: Scale) -> str:
    names = {subscale.id: subscale.name for subscale in scale.subscales}
    if len(names) == 1:
        return next(iter(names))
    follow_address("part", list(names))
    st.radio(
        "Part",
        list(names),
        key="part",
        format_func=lambda part: escape(names[part]),
        horizontal=True,
    )
    keep_in_address("part")
    return st.session_state["part"]


def _show_part(desk: Desk, part: str) -> None:
    subscale = next(s for s in desk.scale.subscales if s.id == part)
    st.header(f"{escape(desk.rater)}: {escape(subscale.name)}", anchor=_TOP)
    for item_id in desk.scale.members(part):
        _show_item(desk, desk.scale.item(item_id))
    if _TURNED in st.session_state:
        scroll_to(_TOP, str(st.session_state[_TURNED]))


def _show_next(desk: Desk, part: str, people: Sequence[Member]) -> None:
    """Offer the next part, and after the last one the next respondent."""
    parts = {subscale.id: subscale.name for subscale in desk.scale.subscales}
    later = [*parts][[*parts].index(part) + 1 :]
    waiting = [m for m in people if m.id > next(p.id for p in people if p.name == desk.rater)]
    if later:
        words, respondent, following = parts[later[0]], None, later[0]
    elif waiting:
        words, respondent, following = waiting[0].name, str(waiting[0].id), next(iter(parts))
    else:
        return
    st.button(
        f"Next: {escape(words)}", type="primary", on_click=_go_to, args=(following, respondent)
    )


def _show_item(desk: Desk, item: Item) -> None:
    levels = [str(anchor.level) for anchor in item.anchors]
    key = desk.key(item.id, "survey")
    held = desk.value(item.id, "choice")
    options = list(dict.fromkeys([*levels, NO_ANSWER, *([held] if held else [])]))
    if st.session_state.get(key) != held:
        st.session_state[key] = held
    st.radio(
        f"{item.id} {escape(item.asks)}",
        options,
        index=None,
        key=key,
        format_func=lambda option: {NO_ANSWER: "No answer"}.get(option, option.replace("_", " ")),
        horizontal=True,
        disabled=desk.locked,
        on_change=_save,
        args=(desk, item, key),
    )
    _show_trouble(desk, item)


def _save(desk: Desk, item: Item, key: str) -> None:
    chosen = st.session_state[key]
    desk.choose(item, None if chosen == NO_ANSWER else chosen)


def _show_trouble(desk: Desk, item: Item) -> None:
    stale, problem = desk.conflict(item.id), desk.problem(item.id)
    if stale is not None:
        st.warning(
            f"{item.id} was answered {escape(elsewhere(desk.workspace.acting, stale.by))}: saved "
            f"there {_words(stale.current.level)}, given here {_words(stale.attempted.level)}. "
            "Nothing was overwritten: choose which answer stands."
        )
        with st.container(horizontal=True):
            for words, choose in (
                ("Keep what is saved", desk.keep_theirs),
                ("Use what I gave here", desk.keep_mine),
            ):
                st.button(words, key=desk.key(item.id, words), on_click=choose, args=(item.id,))
    elif problem:
        st.error(escape(problem))
        st.button(
            f"Try again to save {item.id}",
            key=desk.key(item.id, "again"),
            on_click=desk.try_again,
            args=(item,),
        )


def _words(level: int | None) -> str:
    return "no level" if level is None else f"level {level}"


def _go_to(part: str, respondent: str | None) -> None:
    st.session_state["part"] = part
    if respondent is not None:
        st.session_state["respondent"] = respondent
    st.session_state[_TURNED] = st.session_state.get(_TURNED, 0) + 1
