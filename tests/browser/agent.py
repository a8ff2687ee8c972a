"""The app driven over HTTP, without a browser: Streamlit's own agent API."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from typing import Any

Node = dict[str, Any]


class Agent:
    """One session of the app.

    Args:
        address: Where the app is served.
        page: The page to open; None for the first.
        place: What its address names, for example `visit="1"`.
    """

    def __init__(self, address: str, page: str | None = None, **place: str) -> None:
        self._url = f"{address}/_stcore/agent/interact"
        query = {name: [value] for name, value in place.items()}
        self.snapshot = self._send(page=page, query_params=query) if page else self._send()

    def set(self, **values: object) -> None:
        """Give widgets values, by key, as a browser would."""
        session = self.snapshot["session_id"]
        self.snapshot = self._send(session_id=session, widget_state=values)

    def press(self, key: str) -> None:
        """Press a button."""
        session = self.snapshot["session_id"]
        self.snapshot = self._send(session_id=session, trigger={"key": key})

    def find(self, key: str) -> Node | None:
        """The element with a key, if the page has it."""
        return next((node for node in walk(self.snapshot["tree"]) if node.get("key") == key), None)

    def _send(self, **body: object) -> Node:
        content = json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(self._url, content, headers)
        with urllib.request.urlopen(request, timeout=60) as response:
            snapshot = json.load(response)
        raised = [n["props"] for n in walk(snapshot["tree"]) if n.get("type") == "exception"]
        assert (snapshot["status"], raised) == ("ready", [])
        return snapshot


def walk(node: Node) -> Iterator[Node]:
    """An element and all it holds."""
    yield node
    for child in node.get("children", ()):
        yield from walk(child)
