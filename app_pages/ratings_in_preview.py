"""What a file brings beside what is stored, and what is to stand where the two differ."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

import streamlit as st

from app_pages.plain_table import one_line, show_table
from app_pages.ratings_in_faults import show_faults
from app_pages.session import KINDS
from handover.incoming import Choice, Preview, PreviewedSet, Side
from reporting.sentences import counted, day

MOST_SETS = 50
MOST_CONFLICTS = 50
MOST_CHOICES = 20
_SIDES: dict[Side, str] = {"stored": "Keep what is stored", "file": "Take the file's"}
_AS_ALL = "As for all"


def show_preview(seen: Preview, file: str) -> Choice | None:
    """Draw a preview and what is to be decided about it.

    Args:
        seen: The preview.
        file: Tells this file from another, for which all is asked anew.

    Returns:
        What was decided; None while something is still to be decided, or nothing can be done.
    """
    counts = seen.counts
    told = ", ".join(
        f"**{counts[what]:,}** {words}"
        for what, words in (
            ("new", "new"),
            ("same", "the same as stored"),
            ("conflicting", "different from what is stored"),
        )
    )
    st.markdown(f"In {counted(len(seen.sets), 'set')} of ratings: {told}.")
    _show_sets(seen)
    _show_additions(seen)
    side, of_set = _choose_sides(seen, file)
    leaving_out = _leave_out(seen, file)
    accepted = _accept_words(seen, file)
    nothing = not counts["new"] and not seen.new_visits
    if nothing and not _takes_a_conflict(seen, side, of_set):
        if not seen.faults:
            st.info("There is nothing to take in.")
        return None
    if (seen.faults and not leaving_out) or (seen.clients and not accepted):
        return None
    return Choice(side, of_set, leaving_out, accepted)


def _show_sets(seen: Preview) -> None:
    rows = [_row(one) for one in seen.sets[:MOST_SETS]]
    show_table(rows, "What the file brings, set by set")
    if len(seen.sets) > MOST_SETS:
        st.markdown(f"and {counted(len(seen.sets) - MOST_SETS, 'more set', 'more sets')}.")


def _row(one: PreviewedSet) -> dict[str, object]:
    place = one.place
    visit = ""
    if place and place.visit:
        visit = f"{KINDS[place.visit.visit.kind]}, {day(place.visit.visit.date)}"
    elif place and place.new:
        visit = f"{KINDS[place.new.kind]}, {day(place.new.date)} (to be added)"
    return {
        "In the file": one.brought.place,
        "Program": place.program_name if place else one.brought.program,
        "Visit": visit if place else day(one.brought.date),
        "Rater": place.rater if place else one.brought.rater,
        "Scale": one.brought.scale.short_name,
        "New": one.count("new"),
        "Same": one.count("same"),
        "Different": one.count("conflicting"),
        "Possible": "no" if one.faults else "yes",
    }


def _show_additions(seen: Preview) -> None:
    if seen.new_visits:
        programs = counted(len(seen.new_programs), "program")
        visits = counted(len(seen.new_visits), "visit")
        st.markdown(f"To be added: {programs}, {visits}.")
        names = ", ".join(one_line(name) for name in seen.new_programs[:MOST_SETS])
        if names:
            st.markdown(f"New programs: {names}")


def _choose_sides(seen: Preview, file: str) -> tuple[Side, dict[int, Side]]:
    differing = [
        (number, one)
        for number, one in enumerate(seen.sets)
        if not one.faults and one.count("conflicting")
    ]
    if not differing:
        return "stored", {}
    st.markdown("**Where they differ**")
    _show_conflicts(one for _, one in differing)
    side = st.radio(
        "What is to stand",
        list(_SIDES),
        key=f"ratings side {file}",
        format_func=lambda side: _SIDES[side],
        horizontal=True,
    )
    of_set: dict[int, Side] = {}
    if 1 < len(differing) <= MOST_CHOICES:
        with st.expander("Choose set by set"):
            for number, one in differing:
                chosen = _choose_side(number, one, file)
                if chosen is not None:
                    of_set[number] = chosen
    return side, of_set


def _choose_side(number: int, one: PreviewedSet, file: str) -> Side | None:
    assert one.place is not None
    chosen = st.selectbox(
        one_line(f"{one.place.program_name}, {one.place.rater}, {one.brought.scale.short_name}"),
        [_AS_ALL, *_SIDES],
        key=f"ratings side of {number} {file}",
        format_func=lambda side: _SIDES.get(side, _AS_ALL),
    )
    return None if chosen == _AS_ALL else cast(Side, chosen)


def _show_conflicts(sets: Iterable[PreviewedSet]) -> None:
    rows = [
        {"In the file": item.place, "Stored": item.stored, "In place of it": item.brought}
        for one in sets
        for item in one.items
        if item.finding == "conflicting"
    ]
    show_table(rows[:MOST_CONFLICTS], "Answers that are stored and differ from the file's")
    if len(rows) > MOST_CONFLICTS:
        more = counted(len(rows) - MOST_CONFLICTS, "more answer", "more answers")
        st.markdown(f"and {more}. `fidelity import --dry-run` lists them too.")


def _takes_a_conflict(seen: Preview, side: Side, of_set: dict[int, Side]) -> bool:
    return any(
        of_set.get(number, side) == "file"
        for number, one in enumerate(seen.sets)
        if not one.faults and one.count("conflicting")
    )


def _leave_out(seen: Preview, file: str) -> bool:
    if not seen.faults:
        return False
    left = len(seen.sets) - len(seen.possible)
    show_faults(seen.faults, f"{counted(left, 'set')} cannot be taken in.", "obstacles")
    if not seen.possible:
        return False
    return st.checkbox("Leave these out, and take in the others", key=f"ratings leaving out {file}")


def _accept_words(seen: Preview, file: str) -> bool:
    if not seen.clients:
        return False
    show_faults(seen.clients, "Some words look like a client's data.", "clients")
    return st.checkbox("It is no client's data", key=f"ratings no clients {file}")
