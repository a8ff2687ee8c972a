"""What the raters saw differently, one item at a time, and out of the way what they saw alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import streamlit as st

from app_pages.consensus_desk import ConsensusDesk
from app_pages.difference_card import short_words, show_difference, show_settled
from app_pages.header import escape
from app_pages.item_form import anchor_id
from app_pages.plain_table import show_table
from app_pages.scrolling import scroll_to
from handover.rater_sets import RaterSets
from reporting.sentences import counted
from scales.item import Item
from storage.answers import Answer

NOTHING = "Nothing: all raters gave every item the same."


def show_settling(desk: ConsensusDesk, sets: RaterSets, shown: Mapping[str, str]) -> None:
    """Draw the differences to settle, then the rest.

    Args:
        desk: The consensus.
        sets: What each rater gave.
        shown: By rater, how they are called here.
    """
    linked = _follow_link(sets)
    st.header(f"Seen differently ({len(sets.different)})", anchor=False)
    if sets.different:
        _show_one(desk, sets, shown)
    else:
        st.markdown(NOTHING)
    _show_alike(desk, sets, shown)
    if linked is not None:
        scroll_to(anchor_id(linked), f"consensus {st.session_state['links followed']}")


def show_all_settled(sets: RaterSets, shown: Mapping[str, str]) -> None:
    """Draw how every difference was settled, to be looked at."""
    linked = _follow_link(sets)
    st.header(f"Seen differently ({len(sets.different)})", anchor=False)
    if not sets.different:
        st.markdown(NOTHING)
    else:
        show_levels(sets, shown, sets.different, "What each rater gave, what was settled, and why")
        items = {item.id: item for item in sets.different}
        key = _key(sets)
        if st.session_state.get(key) not in items:
            st.session_state.pop(key, None)
        chosen = st.selectbox(
            "Look at one with its notes",
            list(items),
            key=key,
            format_func=lambda item: escape(f"{item} {items[item].name}"),
            index=None,
            placeholder="Choose an item",
        )
        if chosen is not None:
            show_settled(sets, items[chosen], shown)
    with st.expander(_alike_title(sets), key=_alike_key(sets)):
        show_levels(sets, shown, sets.alike, "What all raters gave alike")
    if linked is not None:
        scroll_to(anchor_id(linked), f"consensus {st.session_state['links followed']}")


def show_levels(sets: RaterSets, shown: Mapping[str, str], items: Iterable[Item], alt: str) -> None:
    """Draw a table of what each rater gave and, once something is settled, of that and why."""
    settled = sets.settled.answers
    show_table(
        (
            # The reason stands with the item: a column of its own has no room on a telephone.
            {"Item": _item_and_why(item, settled.get(item.id))}
            | {shown[name]: short_words(answer) for name, answer in sets.answers(item).items()}
            | ({"Settled": short_words(settled.get(item.id))} if settled else {})
            for item in items
        ),
        alt=alt,
    )


def _item_and_why(item: Item, settled: Answer | None) -> str:
    name = f"{item.id} {item.name}"
    return f"{name}. Why: {settled.because}" if settled and settled.because else name


def _show_one(desk: ConsensusDesk, sets: RaterSets, shown: Mapping[str, str]) -> None:
    items = {item.id: item for item in sets.different}
    still_open = [item for item in items if desk.is_open(item)]
    key = _key(sets)
    if st.session_state.get(key) not in items:
        st.session_state[key] = (still_open or list(items))[0]
    if len(items) > 1:
        # The options' words stay the same while it is settled: the browser answers with them.
        st.radio(
            f"{counted(len(still_open), 'difference').capitalize()} still to settle",
            list(items),
            key=key,
            format_func=lambda item: _difference_words(sets, items[item]),
            captions=[_where_it_stands(desk, item) for item in items],
        )
    chosen = st.session_state[key]
    show_difference(desk, sets, items[chosen], shown)
    following = _next_open(list(items), chosen, still_open)
    if following is not None:
        st.button(
            f"Next difference: {following} {escape(items[following].name)}",
            key=f"next {key}",
            icon=":material/arrow_downward:",
            on_click=_go_to,
            args=(sets, items[following]),
        )


def _next_open(items: list[str], chosen: str, still_open: list[str]) -> str | None:
    """The next item that is open, from the chosen one on and around."""
    place = items.index(chosen)
    order = [*items[place + 1 :], *items[:place]]
    return next((item for item in order if item in still_open), None)


def _difference_words(sets: RaterSets, item: Item) -> str:
    given = " and ".join(short_words(answer) for answer in sets.answers(item).values())
    return escape(f"{item.id} {item.name}: {given}")


def _where_it_stands(desk: ConsensusDesk, item: str) -> str:
    settled = desk.answer(item)
    if settled.state == "unanswered":
        return "open"
    words = f"settled: {short_words(settled)}"
    return f"{words}; the reason is missing" if desk.asks_why(item) else words


def _show_alike(desk: ConsensusDesk, sets: RaterSets, shown: Mapping[str, str]) -> None:
    items = {item.id: item for item in sets.alike}
    key = f"again {sets.scale.id}"
    with st.expander(_alike_title(sets), key=_alike_key(sets), on_change="rerun") as box:
        if not box.open:
            return
        show_levels(sets, shown, sets.alike, "What all raters gave alike")
        if st.session_state.get(key) not in items:
            st.session_state.pop(key, None)
        st.selectbox(
            "Settle one of them again, or complete its evidence",
            list(items),
            key=key,
            format_func=lambda item: escape(f"{item} {items[item].name}"),
            index=None,
            placeholder="Choose an item",
        )
    if st.session_state[key] is not None:
        show_difference(desk, sets, items[st.session_state[key]], shown)


def _alike_title(sets: RaterSets) -> str:
    return f"Seen alike and filled in ({len(sets.alike)})"


def _key(sets: RaterSets) -> str:
    return f"difference {sets.scale.id}"


def _alike_key(sets: RaterSets) -> str:
    return f"alike {sets.scale.id}"


def _go_to(sets: RaterSets, item: Item) -> None:
    st.session_state[_key(sets)] = item.id
    st.query_params["item"] = item.id


def _follow_link(sets: RaterSets) -> Item | None:
    """Choose the item that the address names, once; then take it out of the address."""
    item_id = st.query_params.get("item", "")
    if item_id not in sets.scale.item_ids:
        return None
    del st.query_params["item"]
    st.session_state["links followed"] = st.session_state.get("links followed", 0) + 1
    item = sets.scale.item(item_id)
    if sets.is_agreed(item):
        st.session_state[_alike_key(sets)] = True
        st.session_state[f"again {sets.scale.id}"] = item.id
    else:
        st.session_state[_key(sets)] = item.id
    return item
