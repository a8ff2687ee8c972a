"""Change what is noted about a program; what another window saved is never overwritten unseen."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from app_pages.header import escape
from app_pages.program_form import show_program_fields
from app_pages.session import elsewhere, now
from storage.acting import Acting
from storage.problem import StorageError
from storage.programs import Program, StaleProgram, change_program

_LABELS = {
    "name": "Name",
    "agency": "Agency",
    "setting": "Setting",
    "levels_of_care": "Levels of care",
    "region": "Region",
    "caseload": "Caseload",
    "populations": "Populations",
}


def show_editing(acting: Acting, program: Program) -> None:
    """Draw the fields of a program, and save what was changed in them.

    The keys of the fields do not hold the revision: what is typed must outlast a save made in
    another window. The program the fields were filled from is remembered beside them.
    """
    generation = st.session_state.setdefault(_generation(program), 0)
    key = f"program {program.id} {generation}"
    base: Program = st.session_state.setdefault(f"{key} base", program)
    fields = show_program_fields(key, base)
    changed = {name: v for name, v in vars(fields).items() if v != getattr(base, name)}
    if not changed and program.revision != base.revision:
        _begin_again(program)
    if st.button("Save changes", type="primary"):
        _save(acting, key, base, changed)
    stale: StaleProgram | None = st.session_state.get(f"{key} stale")
    if stale is not None:
        _show_both(acting, key, stale, changed)


def _save(acting: Acting, key: str, base: Program, changed: dict[str, Any]) -> None:
    try:
        saved = change_program(acting, replace(base, **changed), base.revision, now())
    except StaleProgram as stale:
        if all(getattr(stale.current, name) == getattr(base, name) for name in _LABELS):
            _save(acting, key, stale.current, changed)  # only put into the archive, or taken out
        else:
            st.session_state[f"{key} stale"] = stale
    except StorageError as error:
        st.error(escape(str(error)))
    else:
        _begin_again(saved)


def _show_both(acting: Acting, key: str, stale: StaleProgram, changed: dict[str, Any]) -> None:
    theirs = stale.current
    st.warning(
        f"This program was changed {escape(elsewhere(acting, stale.by))}. Nothing was overwritten: "
        "choose which stands."
    )
    lines = [
        f"- {_LABELS[name]}\n    - Saved there: {_words(getattr(theirs, name))}\n"
        f"    - Given here: {_words(mine)}"
        for name, mine in changed.items()
        if mine != getattr(theirs, name)
    ]
    st.markdown("\n".join(lines))
    with st.container(horizontal=True):
        if st.button("Keep what is saved", key=f"{key} keep theirs"):
            _begin_again(theirs)
        if st.button("Use what I gave here", key=f"{key} keep mine"):
            _save(acting, key, theirs, changed)
            st.rerun()


def _words(value: object) -> str:
    if isinstance(value, tuple):
        value = ", ".join(value)
    return escape(str(value)) if value not in (None, "") else "nothing"


def _generation(program: Program) -> str:
    return f"program {program.id} generation"


def _begin_again(program: Program) -> None:
    """Fill the fields anew from what is stored."""
    st.session_state[_generation(program)] += 1
    st.rerun()
