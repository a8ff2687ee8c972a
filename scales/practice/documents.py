"""The documents to ask a program for before a visit, each with the items it serves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from scales.condition import LONGEST_ID, Id, NotTruth, Strict
from scales.document import Part
from scales.fault import Fault, near, quote
from scales.model import Scale, Source
from scales.practice.backing import Backing
from scales.practice.evidence import ItemOf, evidence_of
from scales.practice.reading import id_faults, read_practice, source_faults
from scales.practice.wording import content_words

FILE = "documents.yaml"


class StandingRequest(Strict):
    """A document that every program is asked for."""

    id: Id
    """Stable: visits keep it."""
    name: str
    ask: str
    """What to send, in the words of the request."""
    based_on: Backing
    serves: dict[Id, tuple[str, ...]] = Field(default_factory=dict)
    """Items it helps to rate, by the id of their scale."""
    covers: tuple[str, ...] = ()
    """Wordings of evidence that it answers."""


class DocumentTemplate(Strict):
    """The documents a state asks every program for."""

    format: Annotated[Literal[1], NotTruth]
    sources: tuple[Source, ...] = Field(min_length=1)
    requests: tuple[StandingRequest, ...] = ()


@dataclass(frozen=True)
class DocumentRequest:
    """One document to ask for."""

    id: str
    """Stable as long as the wording is: of the standing request, or made of the words."""
    name: str
    ask: str | None
    """None where an item's evidence names it and nothing more is said."""
    items: tuple[ItemOf, ...]
    """Items it serves, in the order of the scales."""
    wordings: tuple[str, ...]
    """How the items' evidence lists word it."""
    based_on: Backing | None
    """None where it comes from an evidence list."""


def load_documents(folder: Path | None = None, scales: Sequence[Scale] = ()) -> DocumentTemplate:
    """Read the standing requests.

    Args:
        folder: The state's own practice files; a "documents.yaml" there replaces the built-in one.
        scales: All scales there are, to check the items named against; none are checked without.

    Raises:
        PracticeError: The file cannot be used; it carries every fault.
    """
    known = {scale.id: scale.item_ids for scale in scales}

    def item_faults(root: Part) -> list[Fault]:
        return _unknown_items(root, known) if known else []

    checks = (id_faults("requests"), source_faults, item_faults)
    return read_practice(FILE, folder, DocumentTemplate, *checks)[0]


def document_requests(
    scales: Sequence[Scale], template: DocumentTemplate
) -> tuple[DocumentRequest, ...]:
    """List the documents to ask for.

    Args:
        scales: The scales of the visit; items of others are left out.
        template: The standing requests. One that serves none of these scales is asked for all the
            same: it is the state's own wish.

    Returns:
        The standing requests in their order; then what the items' evidence lists name beside
        them, in the order of the items. Wordings of the same words are one request.
    """
    standing = {request.id: _Gathered() for request in template.requests}
    added: dict[frozenset[str], _Gathered] = {}
    for evidence in evidence_of(scales):
        if evidence.kind == "document":
            words = content_words(evidence.words)
            request = _covering(template, words)
            found = standing[request.id] if request else added.setdefault(words, _Gathered())
            found.wordings.setdefault(evidence.words)
            found.items.setdefault(evidence.item)
    place = {ItemOf(s.id, item): n for n, (s, item) in enumerate(_every_item(scales))}
    listed = [_standing(r, standing[r.id], place) for r in template.requests]
    return (*listed, *(_added(words, found) for words, found in added.items()))


class _Gathered:
    """What the evidence lists say of one document, in the order found."""

    def __init__(self) -> None:
        self.wordings: dict[str, None] = {}
        self.items: dict[ItemOf, None] = {}


def _every_item(scales: Sequence[Scale]) -> list[tuple[Scale, str]]:
    return [(scale, item_id) for scale in scales for item_id in scale.item_ids]


def _covering(template: DocumentTemplate, words: frozenset[str]) -> StandingRequest | None:
    for request in template.requests:
        for entry in request.covers:
            if content_words(entry) <= words:
                return request
    return None


def _standing(
    request: StandingRequest, found: _Gathered, place: dict[ItemOf, int]
) -> DocumentRequest:
    named = {ItemOf(s, item) for s, items in request.serves.items() for item in items}
    items = sorted((named & place.keys()) | found.items.keys(), key=place.__getitem__)
    wordings = tuple(found.wordings)
    return DocumentRequest(
        request.id, request.name, request.ask, tuple(items), wordings, request.based_on
    )


def _added(words: frozenset[str], found: _Gathered) -> DocumentRequest:
    wordings = tuple(found.wordings)
    return DocumentRequest(
        _id_of(words), wordings[0], None, tuple(found.items), wordings, based_on=None
    )


def _id_of(words: frozenset[str]) -> str:
    """An id that stays when other documents come or go, as a visit notes what has arrived."""
    text = " ".join(sorted(words))
    written = re.sub(r"[^a-z0-9]+", "-", text)[: LONGEST_ID - 13].strip("-")
    return f"doc-{written}-{sha256(text.encode()).hexdigest()[:8]}"


def _unknown_items(root: Part, known: dict[str, tuple[str, ...]]) -> list[Fault]:
    faults: list[Fault] = []
    for request in root.get("requests").entries:
        for scale_id, items in request.get("serves").keyed.items():
            if scale_id not in known:
                found = f"there is no scale {quote(scale_id)}."
                faults.append(items.fault("V01", found, near(scale_id, known)))
                continue
            for item in items.entries:
                if item.text is not None and item.text not in known[scale_id]:
                    found = f"there is no item {quote(item.text)} in the scale {quote(scale_id)}."
                    fix = near(item.text, known[scale_id]) or "Correct the id."
                    faults.append(item.fault("S23", found, fix))
    return faults
