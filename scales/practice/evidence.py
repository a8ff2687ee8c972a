"""What an item's evidence list asks for: a document, charts, an interview, or something to see."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from scales.model import Scale

Kind = Literal["interview", "observation", "chart", "document"]


class ItemOf(NamedTuple):
    """An item, named so that items of several scales can stand in one list."""

    scale_id: str
    item_id: str


class Evidence(NamedTuple):
    """One thing to look at, as a scale words it, and an item that asks for it."""

    words: str
    kind: Kind
    item: ItemOf


# Tried from the top: the first kind with a word in the text is it. "interview" also stands in
# surveys that may be held as one, and a call made as a test is seen, not read.
_WORDS: tuple[tuple[Kind, str], ...] = (
    ("interview", r"\binterviews?\b|\bfocus groups?\b"),
    (
        "observation",
        r"\bobserv\w+|\b(mystery|test) calls?\b|^test of\b|^facilities$|\bwalk through\b",
    ),
    (
        "chart",
        r"(?<!organization )\bcharts?\b|^\d+([-–]\d+)? (?!months?\b)|\bmeasures of\b|\bon file$"
        r"|\bdates\b(?=.*\b(which|of|for)\b)|(?<!supervision )\bnotes?\b(?!.*\bsupervis)",
    ),
)
_DOCUMENT = re.compile(
    r"\b(checklists?|logs?|lists?|minutes|polic(y|ies)|reports?|schedules?|records?)\b"
)
# "Documents (roster, census)" names several documents at once.
_SEVERAL = re.compile(r"^(?:documents?|written material)\s*\((?P<inside>[^()]*)\)$")


def evidence_of(scales: Sequence[Scale]) -> Iterator[Evidence]:
    """Go through the evidence of every item, in the order of the scales and their items."""
    for scale in scales:
        for item in scale.items:
            for words in item.evidence:
                for part in _parts(words):
                    for kind in kinds_of(part):
                        yield Evidence(part, kind, ItemOf(scale.id, item.id))


def kinds_of(words: str) -> tuple[Kind, ...]:
    """Tell what kind of evidence a wording asks for.

    Example:
        >>> kinds_of("Client interviews"), kinds_of("Grievance log")
        (('interview',), ('document',))
        >>> kinds_of("Call log or mystery calls")
        ('document', 'observation')

    Returns:
        Usually one kind; two where the wording offers a document or something to see. Whatever
        fits no kind is a document: asking for one paper too many does no harm.
    """
    text = words.lower()
    for kind, pattern in _WORDS:
        if re.search(pattern, text):
            both = kind == "observation" and " or " in text and _DOCUMENT.search(text)
            return ("document", "observation") if both else (kind,)
    return ("document",)


def _parts(words: str) -> list[str]:
    several = _SEVERAL.match(words.lower())
    if several is None:
        return [words]
    # Cut from the text as written, so that names keep their capitals.
    inside = words[several.start("inside") : several.end("inside")]
    parts = [part.strip() for part in inside.split(",")]
    return [part[:1].upper() + part[1:] for part in parts if part]
