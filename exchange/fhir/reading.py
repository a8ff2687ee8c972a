"""A FHIR file as sets of answers: a QuestionnaireResponse, a Bundle of them, or one a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from exchange.fhir import parts
from exchange.fhir.form import Form
from exchange.fhir.json_text import read_documents
from exchange.fhir.node import FaultsUp, Node, Told, shown
from exchange.fhir.response_reading import read_response
from exchange.incoming import Incoming, IncomingError, IncomingSet
from scales.fault import quote
from scales.model import Scale

_MARK = re.compile(rb"\s*[\[{]")
_PASSED_OVER = "Questionnaire"
"""An export of ours brings the questionnaires along."""


def is_fhir(content: bytes) -> bool:
    """Whether a file looks like FHIR in JSON, whatever may be wrong with it."""
    # UTF-16 is told apart later, with what to do about it.
    plain = content.replace(b"\x00", b"").removeprefix(b"\xef\xbb\xbf")
    for mark in (b"\xff\xfe", b"\xfe\xff"):
        plain = plain.removeprefix(mark)
    return _MARK.match(plain) is not None and b'"resourceType"' in plain


def read_fhir(content: bytes, name: str, scales: Mapping[str, Scale]) -> Incoming:
    """Read responses to our questionnaires, all of them or none.

    Args:
        content: The file: a QuestionnaireResponse, a Bundle, a list of either, or one a line.
        name: What to call it in messages.
        scales: By id, those that a response may answer.

    Raises:
        IncomingError: It carries every fault, each with its path in the file.
    """
    told = Told()
    forms = {scale_id: Form(scale) for scale_id, scale in scales.items()}
    sets: list[IncomingSet] = []
    try:
        for document in read_documents(content, told):
            for node in _responses(Node(document.value, document.root, told)):
                read = read_response(node, forms)
                if read is not None:
                    sets.append(read)
        _check_repeated(sets, told)
        if not sets and not told.faults:
            found = "there is no QuestionnaireResponse in it."
            told.tell("H04", "", found, "Export the answers, not the questionnaire.")
    except FaultsUp:
        pass
    if told.faults:
        raise IncomingError(name, told.faults)
    return Incoming(name, tuple(sets))


def _responses(node: Node) -> Iterator[Node]:
    if isinstance(node.value, list):
        for entry in node.entries():
            yield from _resource(entry)
    else:
        yield from _resource(node)


def _resource(node: Node) -> Iterator[Node]:
    kind = _kind(node)
    if kind == "Bundle":
        yield from _bundled(node)
    elif kind is not None:
        yield from _single(node, kind)


def _bundled(node: Node) -> Iterator[Node]:
    node.is_object(parts.BUNDLE)
    entries = node.get("entry")
    for entry in entries.entries() if entries else ():
        if not entry.is_object(parts.ENTRY):
            continue
        resource = entry.get("resource")
        kind = _kind(resource) if resource else None
        if resource is None:
            entry.tell("H04", "there is no resource in it.", "Leave the entry out.")
        elif kind is not None:
            yield from _single(resource, kind)


def _single(node: Node, kind: str) -> Iterator[Node]:
    if kind == "QuestionnaireResponse":
        yield node
    elif kind != _PASSED_OVER:
        found = f"a resource of type {quote(kind)} is not taken."
        node.tell("H04", found, "Leave it out; only a QuestionnaireResponse brings answers.")


def _kind(node: Node) -> str | None:
    named = node.get("resourceType")
    if named is None:
        found = f"{shown(node.value)} is no FHIR resource."
        node.tell("H04", found, 'A resource says what it is, as "resourceType".')
        return None
    return named.text()


def _check_repeated(sets: list[IncomingSet], told: Told) -> None:
    seen: dict[object, str] = {}
    for each in sets:
        visit = each.visit, each.program, each.date, each.kind
        key = (each.scale.id, each.rater, *visit)
        if key in seen:
            found = f"the same rater's answers to the same scale stand at {seen[key]} already."
            told.tell("H12", each.place, found, "Keep one of the two.")
        seen.setdefault(key, each.place)
