"""Who uses this session: asked on the first page that is opened, and remembered by the browser.

There is no sign-in yet. The browser keeps a cookie with the choice, so that a refresh and a second
tab need not ask again; the session keeps it too, so that a tab stays with the person it was opened
for.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from streamlit.components.v2 import component

from app_pages.header import escape
from app_pages.session import PERSON, now, open_store
from storage.people import Person, add_first_person, list_people
from storage.problem import StorageError

COOKIE = "fidelity_person"
NO_SIGN_IN = (
    "There is no sign-in yet: whoever can open this page can pick any name. Whose name you use is "
    "a matter of trust."
)
_CHOSEN = "person chosen"
_TO_KEEP = "person for the browser to keep"

_JS = """
const done = new Set();

export default function ({ data }) {
  if (!data || done.has(data.turn)) return;
  done.add(data.turn);
  const secure = location.protocol === "https:" ? "; Secure" : "";
  const rest = `path=/; max-age=31536000; SameSite=Lax${secure}`;
  document.cookie = `${data.name}=${data.value}; ${rest}`;
}
"""

_keeper = component("keep_person", js=_JS)


def know_person() -> bool:
    """Find out who uses this session and say so in the sidebar, or ask in the place of the page.

    Returns:
        Whether it is known, so that the page can be drawn.
    """
    people = list_people(open_store())
    person = _find_person(people)
    if person is None:
        st.title("Who are you?", anchor=False)
        if people:
            show_picker(people)
        else:
            _ask_first_person()
        return False
    if st.session_state.get(PERSON, person.id) != person.id:
        # Another tab chose for this browser; what this one holds may not be for their eyes.
        st.session_state.clear()
        st.session_state[_CHOSEN] = person.id
    st.session_state[PERSON] = person.id
    with st.sidebar:
        st.markdown(f"You are **{escape(person.name)}**")
        st.page_link("app_pages/people.py", label="Change person", icon=":material/switch_account:")
        if _TO_KEEP in st.session_state:
            _keeper(key="keep_person", data=st.session_state[_TO_KEEP], height=0)
    return True


def choose_person(person: Person) -> None:
    """Let a person use this session, and the browser remember it.

    What was before the person until now is put away: it may hold what the other must not see.
    """
    if st.session_state.get(PERSON) != person.id:
        st.session_state.clear()
        st.session_state[PERSON] = person.id
    st.session_state[_CHOSEN] = person.id
    keep = {"name": COOKIE, "value": _token(person), "turn": now().isoformat()}
    st.session_state[_TO_KEEP] = keep


def show_picker(people: Sequence[Person], using: int | None = None) -> None:
    """Draw everybody to pick oneself from.

    Args:
        people: Who can be picked.
        using: Who is picked now, if anybody is.
    """
    st.caption(NO_SIGN_IN)
    with st.container(horizontal=True):
        for person in people:
            sample = " (sample)" if person.invented else ""
            st.button(
                escape(name_among(people, person) + sample),
                key=f"pick {person.id}",
                icon=":material/check:" if person.id == using else ":material/person:",
                disabled=person.id == using,
                on_click=choose_person,
                args=(person,),
            )
    if using is None:
        st.markdown("You are not listed? Ask one of these people to add you under People.")


def name_among(people: Sequence[Person], person: Person) -> str:
    """A person's name, with something that tells them apart from others of the same name."""
    same = [other for other in people if other.name.casefold() == person.name.casefold()]
    return person.name if len(same) == 1 else f"{person.name} (number {person.id})"


def _find_person(people: Sequence[Person]) -> Person | None:
    chosen = st.session_state.get(_CHOSEN)
    if chosen is not None:
        return next((person for person in people if person.id == chosen), None)
    kept = st.context.cookies.get(COOKIE)
    remembered = next((person for person in people if _token(person) == kept), None)
    if remembered is not None:
        # From here on the tab stays with them, whatever another tab chooses.
        st.session_state[_CHOSEN] = remembered.id
        return remembered
    # The people of the samples are there to try things out; nobody is one of them unasked.
    real = [person for person in people if not person.invented]
    return real[0] if len(real) == 1 else None


def _token(person: Person) -> str:
    # Numbers alone would mean somebody else in another database at the same address.
    return f"{person.id}-{int(person.created_at.timestamp() * 1000)}"


def _ask_first_person() -> None:
    st.markdown(
        "Your name stands beside what you rate and change. You are the first here, so you see "
        "every program, and you can add others later, under People."
    )
    st.caption(NO_SIGN_IN)
    with st.form("first person", border=False):
        name = st.text_input("Your name", key="first name", max_chars=200)
        given = st.form_submit_button("Begin", type="primary")
    if not given:
        return
    try:
        person = add_first_person(open_store(), (name or "").strip(), now())
    except StorageError as error:
        st.error(escape(str(error)))
    else:
        choose_person(person)
        st.rerun()
