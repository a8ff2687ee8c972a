"""How far a visit is, and what is still missing, each with a link to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import streamlit as st

from app_pages.header import escape
from handover.scoring_rows import Given, missing_facts, missing_items
from handover.workspace import Workspace
from storage.answers import Answer

FACTS = "before_you_rate"
"""The part of a scale that holds its facts."""


@dataclass(frozen=True)
class Progress:
    """Settled and all items of a scale or part of it."""

    settled: int
    all: int

    @property
    def words(self) -> str:
        """Progress in words."""
        return f"{self.settled} of {self.all}"


def part_progress(given: Given, subscale_id: str) -> Progress:
    """How many items of a subscale ask nothing more."""
    members = given.scale.members(subscale_id)
    missing = set(missing_items(given))
    return Progress(sum(item not in missing for item in members), len(members))


class Board:
    """Progress of a visit, and what is missing, on the page of one scale.

    Bar and parts are drawn with the page and again with each answer, from within the item that was
    answered. For that, Streamlit wants each item to have written to their places when the page was
    drawn; and each place holds one element, since blocks redrawn by every item of a run can reach
    the browser in an order it cannot draw.

    Args:
        workspace: The visit in hand.
        all_given: What was answered, by scale.
        scale_id: The scale in hand.
    """

    def __init__(self, workspace: Workspace, all_given: Mapping[str, Given], scale_id: str) -> None:
        self._workspace = workspace
        self._given = dict(all_given)
        self._scale_id = scale_id
        self._bar, self._parts = st.empty(), st.empty()
        self.is_drawn = False
        self._draw()

    def show_missing_here(self) -> None:
        """Take the place for the list of what is missing."""
        self._missing = st.expander("What is still missing", key="missing", on_change="rerun")

    def finish(self) -> None:
        """Draw the list where it is open, once everything else on the page is there."""
        if self._missing.open:
            with self._missing:
                show_missing(self._workspace, self._given)
        self.is_drawn = True

    def draw_again(self, answers: Mapping[str, Answer]) -> None:
        """Draw it with these answers; an open list is drawn with the whole page."""
        if self.is_drawn and self._missing.open:
            st.rerun()
        given = self._given[self._scale_id]
        self._given[self._scale_id] = replace(given, answers=answers)
        self._draw()

    def _draw(self) -> None:
        with self._bar:
            _show_bar(self._given, self._scale_id)
        with self._parts:
            _show_parts(self._given[self._scale_id])


def _show_bar(all_given: Mapping[str, Given], scale_id: str) -> None:
    scales = {
        i: Progress(len(g.scale.items) - len(missing_items(g)), len(g.scale.items))
        for i, g in all_given.items()
    }
    whole = Progress(sum(p.settled for p in scales.values()), sum(p.all for p in scales.values()))
    here = scales[scale_id]
    name = all_given[scale_id].scale.short_name
    st.progress(
        here.settled / here.all,
        text=f"{escape(name)}: {here.words} items done. Whole visit: {whole.words}.",
    )


def _show_parts(given: Given) -> None:
    facts = len([fact for fact in given.scale.choice_facts if not fact.claim])
    parts = (
        [("Before you rate", Progress(facts - len(missing_facts(given)), facts))] if facts else []
    )
    parts += [(s.name, part_progress(given, s.id)) for s in given.scale.subscales]
    if len(parts) > 1:
        words = "; ".join(f"{escape(name)} {progress.words}" for name, progress in parts)
        st.caption(f"By part: {words}.")


def show_missing(workspace: Workspace, all_given: Mapping[str, Given]) -> None:
    """List what still asks something of the rater, with a link to each."""
    nothing = True
    for scale_id, given in all_given.items():
        facts, items = missing_facts(given), missing_items(given)
        if not facts and not items:
            continue
        nothing = False
        st.markdown(f"**{escape(given.scale.short_name)}** ({len(facts) + len(items)} missing)")
        with st.container(horizontal=True, gap="small"):
            if facts:
                _link(workspace, scale_id, FACTS, "Before you rate")
            for item_id in items:
                part = given.scale.item(item_id).subscale
                _link(workspace, scale_id, part, item_id, item_id)
    if nothing:
        st.success("Nothing is missing. Every item is rated or left open with a reason.")


def _link(workspace: Workspace, scale_id: str, part: str, words: str, item: str = "") -> None:
    place = {"visit": str(workspace.visit.id), "scale": scale_id, "part": part}
    st.page_link(
        "app_pages/assess.py",
        label=escape(words),
        query_params={**place, "item": item} if item else place,
    )
