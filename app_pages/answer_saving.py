"""Each answer is written the moment it is given; what another window wrote is never overwritten.

The widgets of an item are seeded once from what is stored. Their keys hold the assessment, the
rater and the item, but not the revision: with the revision in the key every save would make new
widgets and throw a keyboard user back to the top of the page. It is remembered beside them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from app_pages.scoring_rows import Given
from app_pages.session import Workspace, now
from scales.item import Item
from scales.model import Scale
from scoring.measurement import find_denominator
from storage.answers import Answer, StaleAnswer, confirm_answer, save_answer
from storage.problem import NotFound, StorageError, StorageProblem, StoreUnavailable

NOT_ENOUGH = "not_enough_information"
NOT_APPLICABLE = "not_applicable"
FIELDS = ("choice", "reason", "numerator", "denominator", "note", "sources", "grade")
_TOGETHER = (
    ("state", "level", "reason"),
    ("numerator", "denominator"),
    ("note",),
    ("sources",),
    ("grade",),
)
_LOOK_AGAIN = "This item was changed in another window. Look at it as it stands now."


class Desk:
    """One assessment as it lies before the rater in this session.

    Args:
        workspace: The visit in hand.
        scale_id: The scale being rated.
        given: What was stored when the page was last run.
    """

    def __init__(self, workspace: Workspace, scale_id: str, given: Given) -> None:
        self.workspace = workspace
        self.assessment = workspace.assessment(scale_id)
        self.scale: Scale = given.scale
        self.facts = dict(given.facts)
        self.counts: dict[str, int] = {}
        self._take_over(dict(given.answers))

    def key(self, item: str, field: str) -> str:
        """The key of a widget of an item, or of what is remembered beside it."""
        return f"{self.assessment.id}|{self.workspace.visit.rater}|{item}|{field}"

    def answer(self, item: str) -> Answer:
        """The answer as this session last read or wrote it."""
        blank = Answer(self.assessment.id, self.workspace.visit.rater, item)
        return st.session_state.get(self.key(item, "stored"), blank)

    def answers(self) -> dict[str, Answer]:
        """All answers as this session last read or wrote them."""
        return {item: self.answer(item) for item in self.scale.item_ids}

    def conflict(self, item: str) -> StaleAnswer | None:
        """What could not be saved because another window was first."""
        return st.session_state.get(self.key(item, "conflict"))

    def problem(self, item: str) -> str | None:
        """Why the last change was not saved, in words."""
        return st.session_state.get(self.key(item, "problem"))

    def notice(self, item: str) -> str | None:
        """What the rater should know about the item, though nothing is unsaved."""
        return st.session_state.get(self.key(item, "notice"))

    def seed(self, item: str) -> None:
        """Give the widgets their values where they have none yet.

        What could not be saved comes back too, after a visit to another part or page.
        """
        answer = st.session_state.get(self.key(item, "unsaved")) or self.answer(item)
        for field, value in _values(answer).items():
            st.session_state.setdefault(self.key(item, field), value)

    def save(self, item: Item) -> None:
        """Write what the item's widgets hold now (a widget's callback)."""
        self._fill_denominator(item)
        self._write(self._as_given(item), self.answer(item.id))

    def choose(self, item: Item, choice: str | None) -> None:
        """Set the choice, as a button does, and write it."""
        st.session_state[self.key(item.id, "choice")] = choice
        self.save(item)

    def count_out_of(self, item: Item, denominator: int) -> None:
        """Set the denominator, as a button does, and write it."""
        st.session_state[self.key(item.id, "denominator")] = denominator
        self.save(item)

    def confirm(self, item: Item) -> None:
        """Confirm a copied answer as it stands."""
        answer = self.answer(item.id)
        place = (self.assessment.id, self.workspace.visit.rater, item.id)
        try:
            stored = confirm_answer(self.workspace.store, *place, answer.revision, now())
        except StaleAnswer as stale:
            self._stored(stale.current, reseed=True)
            self._remember(item.id, notice=_LOOK_AGAIN)
        except (StoreUnavailable, NotFound) as error:
            self._remember(item.id, problem=str(error))
        else:
            self._stored(stored)

    def keep_theirs(self, item: str) -> None:
        """Settle a conflict: what the other window saved stands."""
        stale = self.conflict(item)
        if stale is not None:
            self._stored(stale.current, reseed=True)

    def keep_mine(self, item: str) -> None:
        """Settle a conflict: what was given here replaces what the other window saved."""
        stale = self.conflict(item)
        if stale is not None:
            self._write(stale.attempted, stale.current, reseed=True)

    def _take_over(self, stored: dict[str, Answer]) -> None:
        """Show what another window saved meanwhile, unless something unsaved is here."""
        for item in self.scale.item_ids:
            fresh, known = stored.get(item), self.answer(item)
            if fresh is None or self.conflict(item) or self.problem(item):
                continue
            if fresh.revision > known.revision:
                first_time = self.key(item, "stored") not in st.session_state
                self._stored(fresh, reseed=not first_time)

    def _write(self, answer: Answer, base: Answer, *, reseed: bool = False) -> None:
        """Save an answer that was made from `base`."""
        try:
            stored = save_answer(
                self.workspace.store, answer, base.revision, now(), self.objections
            )
        except StaleAnswer as stale:
            self._hold_both(stale, base)
        except StorageProblem as error:
            self._save_rest(answer, base, error, reseed=reseed)
        except (StoreUnavailable, NotFound) as error:
            self._remember(answer.item, problem=f"Not saved yet: {error}", unsaved=answer)
        else:
            self._stored(stored, reseed=reseed)

    def _save_rest(
        self, answer: Answer, base: Answer, refused: StorageProblem, *, reseed: bool
    ) -> None:
        """Save the fields that nothing is said against; the others stay in the widgets."""
        kept = {field: getattr(base, field) for field in _refused_fields(refused)}
        lines = " ".join(str(problem) for problem in refused.problems)
        words = f"Not saved yet: {lines}"
        rest = replace(answer, **kept)
        if rest != base:
            try:
                stored = save_answer(
                    self.workspace.store, rest, base.revision, now(), self.objections
                )
            except StaleAnswer as stale:
                self._hold_both(StaleAnswer(stale.current, answer), base)
                return
            except StorageError as error:
                words = f"{words} {error}" if not isinstance(error, StorageProblem) else words
            else:
                self._stored(stored)
                words += " Everything else about this item is saved."
        if reseed:
            self._show(answer)
        self._remember(answer.item, problem=words, unsaved=answer)

    def _hold_both(self, stale: StaleAnswer, base: Answer) -> None:
        # Only what was changed here: a note written in an old tab must not take back a level that
        # was chosen elsewhere in the meantime.
        merged = replace(stale.current, **_changed(base, stale.attempted))
        if merged == stale.current:
            self._stored(stale.current, reseed=True)
        else:
            held = StaleAnswer(stale.current, merged)
            self._remember(merged.item, conflict=held, unsaved=stale.attempted)

    def _stored(self, answer: Answer, *, reseed: bool = False) -> None:
        st.session_state[self.key(answer.item, "stored")] = answer
        self._remember(answer.item)
        if reseed:
            self._show(answer)

    def _show(self, answer: Answer) -> None:
        for field, value in _values(answer).items():
            st.session_state[self.key(answer.item, field)] = value

    def _remember(
        self,
        item: str,
        *,
        conflict: StaleAnswer | None = None,
        problem: str | None = None,
        unsaved: Answer | None = None,
        notice: str | None = None,
    ) -> None:
        st.session_state[self.key(item, "conflict")] = conflict
        st.session_state[self.key(item, "problem")] = problem
        st.session_state[self.key(item, "unsaved")] = unsaved
        st.session_state[self.key(item, "notice")] = notice

    def _fill_denominator(self, item: Item) -> None:
        field = self.key(item.id, "denominator")
        numerator = st.session_state.get(self.key(item.id, "numerator"))
        if item.measure is None or numerator is None or st.session_state.get(field) is not None:
            return
        found, _how = find_denominator(item.measure, self.counts)
        st.session_state[field] = found

    def _as_given(self, item: Item) -> Answer:
        held = _values(self.answer(item.id))
        held |= {
            field: st.session_state[self.key(item.id, field)]
            for field in FIELDS
            if self.key(item.id, field) in st.session_state
        }
        choice = held["choice"]
        level = int(choice) if isinstance(choice, str) and choice.isdecimal() else None
        return replace(
            self.answer(item.id),
            state=choice or "unanswered" if level is None else "rated",
            level=level,
            # Kept whatever is chosen: after one wrong click it is there again.
            reason=held["reason"] or "",
            numerator=held["numerator"],
            denominator=held["denominator"],
            note=held["note"] or "",
            sources=tuple(held["sources"] or ()),
            grade=held["grade"] or None,
        )

    def objections(self, answer: Answer) -> list[str]:
        """What the scale has against an answer; the widgets alone would not stop a forged one.

        A choice that is stored already may stay though the scale file has changed since: it must
        not keep a note from being saved.
        """
        stored = self.answer(answer.item)
        if (answer.state, answer.level) == (stored.state, stored.level):
            return []
        item = self.scale.item(answer.item)
        levels = [anchor.level for anchor in item.anchors]
        said = []
        if answer.level is not None and answer.level not in levels:
            said.append(f"{answer.level} is not a level (it has {levels[0]} to {levels[-1]}).")
        if answer.state == NOT_APPLICABLE and not item.not_applicable.permitted:
            said.append(f"Not applicable is not permitted here. {item.not_applicable.rule}")
        return said


def _changed(base: Answer, given: Answer) -> dict[str, Any]:
    """What was changed, as fields of an answer; state, level and reason go together."""
    changed = {
        field: getattr(given, field)
        for group in _TOGETHER
        if any(getattr(given, field) != getattr(base, field) for field in group)
        for field in group
    }
    # Another judgment confirms a copied answer; a note or a source does not.
    return changed | {"confirmed": True} if "state" in changed else changed


def _refused_fields(refused: StorageProblem) -> list[str]:
    """Fields that a problem names, each with those it goes together with."""
    named = {problem.place.split()[0] for problem in refused.problems}
    # What a scale says against a choice is told under the item's id.
    named = {"sources" if name == "source" else name for name in named}
    named = {"state" if name == "item" else name for name in named}
    return [field for group in _TOGETHER if named & {*group} for field in group]


def _values(answer: Answer) -> dict[str, Any]:
    choice = str(answer.level) if answer.state == "rated" else answer.state
    return {
        "choice": None if choice == "unanswered" else choice,
        "reason": answer.reason,
        "numerator": answer.numerator,
        "denominator": answer.denominator,
        "note": answer.note,
        "sources": list(answer.sources),
        "grade": answer.grade or "",
    }
