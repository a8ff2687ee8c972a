"""How sure we are of a scale's anchors, counted."""

from __future__ import annotations

from collections import Counter

from reporting.item_table import VERIFIED_WORDS
from reporting.sentences import listed
from scales.model import Scale


def anchor_sentence(scale: Scale) -> str:
    """Say how many anchors were checked against the publication and how many were not.

    Returns:
        For example "5 of 70 anchors read in the source; 65 from background knowledge, fairly sure."
    """
    found = Counter(anchor.verified for item in scale.items for anchor in item.anchors)
    total = found.total()
    if found["own_wording"] == total:
        return f"All {total} anchors are this project's own wording."
    first = f"{found['read_in_source']} of {total} anchors read in the source"
    rest = [
        f"{found[state]} {words}"
        for state, words in VERIFIED_WORDS.items()
        if found[state] and state != "read_in_source"
    ]
    return f"{first}; {listed(rest)}." if rest else f"{first}."
