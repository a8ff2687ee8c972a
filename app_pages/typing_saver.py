"""Save text while it is being typed, not only when the field is left.

Streamlit sends a text when the reader leaves its field or presses Ctrl+Enter (Enter where there is
one line only). A director who is called away in the middle of a note does neither, so a pause in
typing presses the keys for them.
"""

from __future__ import annotations

from streamlit.components.v2 import component

_JS = """
const PAUSE = 1200;
const waiting = new WeakMap();

function onInput(event) {
  const field = event.target;
  if (!field.matches("textarea, .stTextInput input")) return;
  clearTimeout(waiting.get(field));
  waiting.set(field, setTimeout(() => {
    const ctrlKey = field.matches("textarea");
    field.dispatchEvent(new KeyboardEvent("keydown", {
      key: "Enter", code: "Enter", ctrlKey, bubbles: true, cancelable: true,
    }));
  }, PAUSE));
}

export default function () {
  document.addEventListener("input", onInput, true);
  return () => document.removeEventListener("input", onInput, true);
}
"""

_saver = component("save_while_typing", js=_JS)


def save_while_typing() -> None:
    """Send each text of this page a moment after the last key."""
    _saver(key="save_while_typing", height=0)
