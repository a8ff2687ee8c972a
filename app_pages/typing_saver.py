"""Save text while it is being typed, not only when the field is left.

Streamlit sends a text when the reader leaves its field or presses Ctrl+Enter (Enter where there is
one line only). A director who is called away in the middle of a note does neither, so a pause in
typing presses the keys for them.
"""

from __future__ import annotations

from streamlit.components.v2 import component

_JS = """
const PAUSE = 1000;
const waiting = new Map();

function isText(field) {
  return field instanceof HTMLTextAreaElement
    || (field instanceof HTMLInputElement && field.closest('[data-testid="stTextInput"]'));
}

function send(field) {
  clearTimeout(waiting.get(field));
  if (!waiting.delete(field) || !field.isConnected) return;
  field.dispatchEvent(new KeyboardEvent("keydown", {
    key: "Enter", code: "Enter", ctrlKey: field instanceof HTMLTextAreaElement,
    bubbles: true, cancelable: true,
  }));
}

function onInput({ target: field }) {
  if (!isText(field)) return;
  clearTimeout(waiting.get(field));
  waiting.set(field, setTimeout(send, PAUSE, field));
}

// Streamlit 1.67 loses a press of a button, or shows an empty page after a link, when they reach
// the server while an item is still being saved. So a press that leaves a field waits for that.
let held = null;

function onPress(event) {
  const field = [...waiting.keys()].find((each) => each !== event.target);
  const control = event.target.closest("a, button, label");
  if (!field || !control || event.button !== 0) return;
  swallow(event);
  send(field);
  held = control;
  setTimeout(release, 150, control, 60);
}

function onRest(event) {
  if (held && held.contains(event.target)) swallow(event);
}

function swallow(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

function release(control, tries) {
  const app = document.querySelector('[data-testid="stApp"]');
  const busy = app && app.dataset.testScriptState !== "notRunning";
  if (busy && tries > 0) {
    setTimeout(release, 100, control, tries - 1);
    return;
  }
  held = null;
  // A checkbox takes no click that a program gives to its label.
  (control.control ?? control).click();
}

const RESTS = ["mousedown", "pointerup", "mouseup", "click"];

export default function () {
  document.addEventListener("input", onInput, true);
  document.addEventListener("pointerdown", onPress, true);
  for (const rest of RESTS) document.addEventListener(rest, onRest, true);
  return () => {
    document.removeEventListener("input", onInput, true);
    document.removeEventListener("pointerdown", onPress, true);
    for (const rest of RESTS) document.removeEventListener(rest, onRest, true);
  };
}
"""

_saver = component("save_while_typing", js=_JS)


def save_while_typing() -> None:
    """Send each text of this page a moment after the last key."""
    _saver(key="save_while_typing", height=0)
