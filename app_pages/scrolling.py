"""Bring an item into view and the keyboard to it, once, after a link was followed to it."""

from __future__ import annotations

from streamlit.components.v2 import component

_JS = """
const done = new Set();

export default function ({ data }) {
  if (!data || done.has(data.turn)) return;
  let tries = 0;
  const look = () => {
    const heading = document.getElementById(data.target);
    if (!heading) {
      if (tries++ < 40) setTimeout(look, 100);
      return;
    }
    done.add(data.turn);
    heading.scrollIntoView({ block: "start" });
    heading.setAttribute("tabindex", "-1");
    heading.focus({ preventScroll: true });
  };
  look();
}
"""

_scroller = component("scroll_to", js=_JS)


def scroll_to(target: str, turn: str) -> None:
    """Scroll to an element.

    Args:
        target: Its id on the page.
        turn: Names this following of a link; for one turn it is done only once.
    """
    _scroller(key="scroll_to", data={"target": target, "turn": turn}, height=0)
