"""Each change to an action is saved when it is made, and never over what another window saved.

The keys of the widgets hold the action and the field, not the revision: with the revision in the
key every save would make new widgets and throw a keyboard user out of the field. The action as
this session last saw it is remembered beside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from app_pages.removed_actions import remember_removed
from app_pages.session import elsewhere, now
from handover.workspace import Workspace
from storage.action_checks import ActionCheck
from storage.client_data import CLIENT_DATA
from storage.plans import PlanAction, StaleAction, change_action, move_action, remove_action
from storage.problem import NotFound, StorageError, StorageProblem

FIELDS = (
    "do",
    "reason",
    "items",
    "owner",
    "status",
    "start",
    "due",
    "effort",
    "barrier",
    "baseline",
    "target",
    "measure_of_success",
    "note",
)


_MEANWHILE = "Changed elsewhere in the meantime, and not saved here."


@dataclass(frozen=True)
class Unsaved:
    """What was typed into a field and is not stored."""

    typed: Any
    why: str
    conflict: bool = False
    """Whether something else was saved in this field meanwhile."""
    by: str = ""
    """Who saved it; empty where that is not known."""
    doubtful: bool = False
    """Whether it may identify a client, and waits for somebody to look at it."""


class ActionDesk:
    """The actions of a plan as they lie before the reader in this session.

    Args:
        workspace: The visit in hand.
        actions: Its plan as it is stored now.
        checks: By action, whose word it is that it is done.
    """

    def __init__(
        self,
        workspace: Workspace,
        actions: Iterable[PlanAction],
        checks: Mapping[int, ActionCheck],
    ) -> None:
        self.workspace = workspace
        self.acting = workspace.acting
        self.checks = checks
        for action in actions:
            self._take_over(action)

    def key(self, action_id: int, field: str) -> str:
        """The key of a widget of an action, or of what is remembered beside it."""
        return f"action|{action_id}|{field}"

    def known(self, action_id: int) -> PlanAction:
        """The action as this session last read or wrote it."""
        return st.session_state[self.key(action_id, "known")]

    def unsaved(self, action_id: int) -> dict[str, Unsaved]:
        """What could not be saved, by field."""
        return st.session_state.setdefault(self.key(action_id, "unsaved"), {})

    def seed(self, action_id: int) -> None:
        """Give the widgets their values where they have none yet."""
        unsaved = self.unsaved(action_id)
        for field in FIELDS:
            value = unsaved[field].typed if field in unsaved else self.value(action_id, field)
            st.session_state.setdefault(self.key(action_id, field), value)

    def value(self, action_id: int, field: str) -> Any:
        """What a widget shows for what is stored."""
        return _to_widget(self.known(action_id), field)

    def save(self, action_id: int, field: str) -> None:
        """Write what the widget of a field holds now (its callback).

        What could not be saved before is tried again with it: two dates may fit only together.
        """
        typed = st.session_state[self.key(action_id, field)]
        waiting = {f: u.typed for f, u in self.unsaved(action_id).items() if not u.conflict}
        if not self._write(action_id, {**waiting, field: typed}, final=not waiting):
            self._write(action_id, {field: typed}, final=True)

    def accept(self, action_id: int, field: str) -> None:
        """Write what was held back: the person says that it is no client's data."""
        typed = self.unsaved(action_id).pop(field).typed
        self._write(action_id, {field: typed}, final=True, accept=True)

    def keep_mine(self, action_id: int, field: str) -> None:
        """Settle a conflict: what was typed here replaces what the other window saved."""
        unsaved = self.unsaved(action_id).pop(field)
        st.session_state[self.key(action_id, field)] = unsaved.typed
        self._write(action_id, {field: unsaved.typed}, final=True)

    def keep_theirs(self, action_id: int, field: str) -> None:
        """Settle a conflict: what the other window saved stands."""
        self.unsaved(action_id).pop(field)
        st.session_state[self.key(action_id, field)] = self.value(action_id, field)

    def move(self, action_id: int, position: int) -> None:
        """Give an action another place in the plan, counted from 0."""
        try:
            move_action(self.acting, action_id, position, now())
        except NotFound:
            self._gone(self.known(action_id))
        except StorageError as error:
            self._note(action_id, "do", self.value(action_id, "do"), f"Not moved: {error}")

    def remove(self, action_id: int) -> None:
        """Take an action out of the plan; it can be put back."""
        action = self.known(action_id)
        try:
            remove_action(self.acting, action, action.revision, now())
        except StaleAction as stale:
            self._accept(stale.current)
            who = elsewhere(self.acting, stale.by)
            why = f"Not removed: it was changed {who} meanwhile. Look at it again."
            self._note(action_id, "do", self.value(action_id, "do"), why)
        except NotFound:
            self._gone(action)
        except StorageError as error:
            self._note(action_id, "do", self.value(action_id, "do"), f"Not removed: {error}")
        else:
            remember_removed(action, "Removed from the plan:")

    def _write(
        self, action_id: int, typed: Mapping[str, Any], *, final: bool, accept: bool = False
    ) -> bool:
        """Try to store some fields; say whether that is settled. Only a final try tells faults."""
        base = self.known(action_id)
        wanted = replace(base, **{f: _from_widget(f, value) for f, value in typed.items()})
        try:
            kept = change_action(
                self.acting, wanted, base.revision, now(), accept_identifiers=accept
            )
        except StaleAction as stale:
            return self._merge(stale, typed, final=final)
        except NotFound:
            self._gone(wanted)
            return True
        except StorageError as error:
            if final:
                why = f"Not saved: {_words(error)}"
                for field, value in typed.items():
                    self.unsaved(action_id)[field] = Unsaved(
                        value, why, doubtful=_is_doubtful(error)
                    )
            return False
        self._accept(kept)
        for field in typed:
            self.unsaved(action_id).pop(field, None)
        return True

    def _merge(self, stale: StaleAction, typed: Mapping[str, Any], *, final: bool) -> bool:
        """Keep both where another window changed other fields; else let the reader choose."""
        current = stale.current
        base = self.known(current.id)
        both = [f for f in typed if getattr(current, f) != getattr(base, f)]
        for field in both:
            self.unsaved(current.id)[field] = Unsaved(typed[field], _MEANWHILE, True, stale.by)
        self._accept(current)
        rest = {f: value for f, value in typed.items() if f not in both}
        return self._write(current.id, rest, final=final) if rest else True

    def _take_over(self, stored: PlanAction) -> None:
        """Show what another window saved meanwhile."""
        known = st.session_state.get(self.key(stored.id, "known"))
        if known is None:
            st.session_state[self.key(stored.id, "known")] = stored
        elif stored != known:
            self._accept(stored)

    def _accept(self, stored: PlanAction) -> None:
        """Go by what is stored; what is typed and not saved stays in its field."""
        before = self.known(stored.id)
        st.session_state[self.key(stored.id, "known")] = stored
        unsaved = self.unsaved(stored.id)
        for field in FIELDS:
            if getattr(before, field) == getattr(stored, field):
                continue
            if field in unsaved:
                unsaved[field] = replace(unsaved[field], why=_MEANWHILE, conflict=True)
            elif self.key(stored.id, field) in st.session_state:
                st.session_state[self.key(stored.id, field)] = _to_widget(stored, field)

    def _note(self, action_id: int, field: str, typed: Any, why: str) -> None:
        self.unsaved(action_id)[field] = Unsaved(typed, why)

    def _gone(self, action: PlanAction) -> None:
        remember_removed(action, "Removed elsewhere in the meantime; this is how it was here:")


def open_editor(action_id: int) -> None:
    """Have the editor of an action open the next time it is drawn."""
    st.session_state[f"action|{action_id}|open"] = True


def _to_widget(action: PlanAction, field: str) -> Any:
    value = getattr(action, field)
    if field == "items":
        return ["/".join(pair) for pair in value]
    if field == "effort":
        return value or ""
    return value


def _from_widget(field: str, value: Any) -> Any:
    if field == "items":
        return tuple(tuple(pair.split("/", 1)) for pair in value)
    if field == "effort":
        return value or None
    if field in ("do", "reason", "owner", "barrier", "measure_of_success", "note"):
        return value or ""
    return value


def _is_doubtful(error: StorageError) -> bool:
    codes = [p.code for p in error.problems] if isinstance(error, StorageProblem) else []
    return bool(codes) and set(codes) == {CLIENT_DATA}


def _words(error: StorageError) -> str:
    if isinstance(error, StorageProblem):
        return " ".join(str(problem) for problem in error.problems)
    return str(error)
