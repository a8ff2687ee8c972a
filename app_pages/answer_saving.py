"""Each answer is written the moment it is given; what another window wrote is never overwritten.

What was last given is held in the session, saved or not, and the widgets show that. Their keys hold
the assessment, the rater and the item, but not the revision: with the revision in the key every
save would make new widgets and throw a keyboard user back to the top of the page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import streamlit as st

from app_pages.session import elsewhere, now
from app_pages.widget_value import show_value
from handover.scoring_rows import Given
from handover.workspace import Workspace
from scales.item import Item
from scales.model import Scale
from scoring.measurement import find_denominator
from storage.answers import Answer, StaleAnswer, confirm_answer, save_answer
from storage.client_data import CLIENT_DATA
from storage.problem import StorageError, StorageProblem

NOT_ENOUGH = "not_enough_information"
NOT_APPLICABLE = "not_applicable"
_TOGETHER = (
    ("state", "level", "reason"),
    ("numerator", "denominator"),
    ("because",),
    ("note",),
    ("sources",),
    ("grade",),
)


class Desk:
    """One assessment as it lies before the rater in this session.

    Args:
        workspace: The visit in hand.
        scale_id: The scale being rated.
        given: What was stored when the page was last run.
        locked: Whether it is only looked at. Storage refuses a change all the same.
    """

    def __init__(
        self, workspace: Workspace, scale_id: str, given: Given, *, locked: bool = False
    ) -> None:
        self.workspace = workspace
        self.rater = given.rater
        self.locked = locked
        self.assessment = workspace.assessment(scale_id)
        self.scale: Scale = given.scale
        self.facts = dict(given.facts)
        self.counts: dict[str, int] = {}
        self.history_of: str | None = None
        """Whose answers an item's history is of; None for all that the person may see."""
        self._take_over(dict(given.answers))

    def key(self, item: str, field: str) -> str:
        """The key of a widget of an item, or of what is remembered beside it."""
        return _key(self.assessment.id, self.rater, item, field)

    def answer(self, item: str) -> Answer:
        """The answer as this session last read or wrote it."""
        blank = Answer(self.assessment.id, self.rater, item)
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

    def value(self, item: str, field: str) -> Any:
        """What was last given in a field, saved or not."""
        return _values(self._given(item))[field]

    def widget(self, item: str, field: str) -> str:
        """The key of the widget of a field, which shows what was last given there."""
        key = self.key(item, field)
        show_value(key, self.value(item, field), locked=self.locked)
        return key

    def save(self, item: Item, field: str) -> None:
        """Write what the widget of a field holds now (its callback)."""
        self.give(item, **{field: st.session_state[self.key(item.id, field)]})

    def give(self, item: Item, **fields: Any) -> None:
        """Write some fields; the others stay as they were last given.

        Only what a callback names is taken from the widgets: the others may not be drawn, and
        would answer with nothing.
        """
        values = _values(self._given(item.id)) | fields
        if "numerator" in fields and values["denominator"] is None:
            values["denominator"] = self._find_denominator(item, values["numerator"])
        self._write(_with_values(self.answer(item.id), values), self.answer(item.id))

    def try_again(self, item: Item) -> None:
        """Write once more what could not be saved."""
        self.give(item)

    def asks_why(self, item: str) -> bool:
        """Whether a reason for the level is still to be written; only the consensus asks for it."""
        del item
        return False

    def suspicious(self, item: str) -> bool:
        """Whether words were not saved because they look like a client's data."""
        return bool(st.session_state.get(self.key(item, "suspicious")))

    def accept(self, item: Item) -> None:
        """Write once more, after the rater has said that it is no client's data."""
        answer = self._given(item.id)
        self._write(answer, self.answer(item.id), accept=True)

    def choose(self, item: Item, choice: str | None) -> None:
        """Set the choice, as a button does, and write it."""
        self.give(item, choice=choice)

    def count_out_of(self, item: Item, denominator: int) -> None:
        """Set the denominator, as a button does, and write it."""
        self.give(item, denominator=denominator)

    def confirm(self, item: Item) -> None:
        """Confirm a copied answer as it stands."""
        answer = self.answer(item.id)
        place = (self.assessment.id, self.rater, item.id)
        try:
            stored = confirm_answer(self.workspace.acting, *place, answer.revision, now())
        except StaleAnswer as stale:
            self._stored(stale.current)
            who = elsewhere(self.workspace.acting, stale.by)
            notice = f"This item was changed {who}. Look at it as it stands now."
            self._remember(item.id, notice=notice)
        except StorageError as error:
            self._remember(item.id, problem=str(error))
        else:
            self._stored(stored)

    def keep_theirs(self, item: str) -> None:
        """Settle a conflict: what the other window saved stands."""
        stale = self.conflict(item)
        if stale is not None:
            self._stored(stale.current)

    def keep_mine(self, item: str) -> None:
        """Settle a conflict: what was given here replaces what the other window saved."""
        stale = self.conflict(item)
        if stale is not None:
            self._write(stale.attempted, stale.current)

    def _take_over(self, stored: dict[str, Answer]) -> None:
        """Show what another window saved meanwhile, unless something unsaved is here."""
        for item in self.scale.item_ids:
            fresh, known = stored.get(item), self.answer(item)
            if fresh is None or self.conflict(item) or self.problem(item):
                continue
            if fresh.revision > known.revision:
                self._stored(fresh)

    def _write(self, answer: Answer, base: Answer, *, accept: bool = False) -> None:
        """Save an answer that was made from `base`; `accept` what looks like a client's data."""
        try:
            stored = save_answer(
                self.workspace.acting,
                answer,
                base.revision,
                now(),
                self.objections,
                accept_identifiers=accept,
            )
        except StaleAnswer as stale:
            self._hold_both(stale, base)
        except StorageProblem as error:
            self._save_rest(answer, base, error)
        except StorageError as error:
            self._remember(answer.item, problem=f"Not saved yet: {error}", unsaved=answer)
        else:
            self._stored(stored)

    def _save_rest(self, answer: Answer, base: Answer, refused: StorageProblem) -> None:
        """Save the fields that nothing is said against; the others stay in the widgets."""
        kept = {field: getattr(base, field) for field in _refused_fields(refused)}
        lines = " ".join(str(problem) for problem in refused.problems)
        words = f"Not saved yet: {lines}"
        rest = replace(answer, **kept)
        if rest != base:
            try:
                stored = save_answer(
                    self.workspace.acting, rest, base.revision, now(), self.objections
                )
            except StaleAnswer as stale:
                self._hold_both(StaleAnswer(stale.current, answer, stale.by), base)
                return
            except StorageError as error:
                words = f"{words} {error}" if not isinstance(error, StorageProblem) else words
            else:
                self._stored(stored)
                words += " Everything else about this item is saved."
        self._remember(answer.item, problem=words, unsaved=answer)
        suspicious = any(problem.code == CLIENT_DATA for problem in refused.problems)
        st.session_state[self.key(answer.item, "suspicious")] = suspicious

    def _hold_both(self, stale: StaleAnswer, base: Answer) -> None:
        # Only what was changed here: a note written in an old tab must not take back a level that
        # was chosen elsewhere in the meantime.
        merged = replace(stale.current, **_changed(base, stale.attempted))
        if merged == stale.current:
            self._stored(stale.current)
        else:
            held = StaleAnswer(stale.current, merged, stale.by)
            self._remember(merged.item, conflict=held, unsaved=stale.attempted)

    def _given(self, item: str) -> Answer:
        return st.session_state.get(self.key(item, "unsaved")) or self.answer(item)

    def _stored(self, answer: Answer) -> None:
        st.session_state[self.key(answer.item, "stored")] = answer
        self._remember(answer.item)

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
        st.session_state[self.key(item, "suspicious")] = False

    def _find_denominator(self, item: Item, numerator: int | None) -> int | None:
        if item.measure is None or numerator is None:
            return None
        return find_denominator(item.measure, self.counts)[0]

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


def unsaved_items(assessment_id: int, rater: str, items: Iterable[str]) -> list[str]:
    """Items of which this session holds something that could not be saved."""
    return [i for i in items if st.session_state.get(_key(assessment_id, rater, i, "unsaved"))]


def _key(assessment_id: int, rater: str, item: str, field: str) -> str:
    return f"{assessment_id}|{rater}|{item}|{field}"


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


def _with_values(answer: Answer, values: dict[str, Any]) -> Answer:
    choice = values["choice"]
    level = int(choice) if isinstance(choice, str) and choice.isdecimal() else None
    return replace(
        answer,
        state=choice or "unanswered" if level is None else "rated",
        level=level,
        # Kept whatever is chosen: after one wrong click it is there again.
        reason=values["reason"] or "",
        numerator=values["numerator"],
        denominator=values["denominator"],
        because=values["because"] or "",
        note=values["note"] or "",
        sources=tuple(values["sources"]),
        grade=values["grade"] or None,
    )


def _values(answer: Answer) -> dict[str, Any]:
    """The fields of an answer as widgets hold them."""
    choice = str(answer.level) if answer.state == "rated" else answer.state
    return {
        "choice": None if choice == "unanswered" else choice,
        "reason": answer.reason,
        "numerator": answer.numerator,
        "denominator": answer.denominator,
        "because": answer.because,
        "note": answer.note,
        "sources": list(answer.sources),
        "grade": answer.grade or "",
    }
