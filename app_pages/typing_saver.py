"""Save text while it is being typed, not only when the field is left.

Streamlit sends a text area when the reader leaves it or presses Ctrl+Enter. A director who is
called away in the middle of a note does neither, so a pause in typing presses Ctrl+Enter for them.
"""

from __future__ import annotations

from streamlit.components.v2 import component

_JS = """
const PAUSE = 1200;
const waiting = new WeakMap();

function onInput(event) {
  const field = event.target;
  if (!(field instanceof HTMLTextAreaElement)) return;
  clearTimeout(waiting.get(field));
  waiting.set(field, setTimeout(() => {
    field.dispatchEvent(new KeyboardEvent("keydown", {
      key: "Enter", code: "Enter", ctrlKey: true, bubbles: true, cancelable: true,
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
    """Send each text area of this page a moment after the last key."""
    _saver(key="save_while_typing", height=0)
