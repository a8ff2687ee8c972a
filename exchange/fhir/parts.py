"""The parts that FHIR R4 knows of the objects we read; any other is a slip worth telling."""

from __future__ import annotations

from typing import Final

RESPONSE: Final = (
    *("resourceType", "meta", "language", "text", "contained", "identifier", "basedOn", "partOf"),
    *("questionnaire", "status", "subject", "encounter", "authored", "author", "source", "item"),
)
ITEM: Final = ("linkId", "definition", "text", "answer", "item")
ANSWER_VALUES: Final = (
    *("valueBoolean", "valueDecimal", "valueInteger", "valueDate", "valueDateTime", "valueTime"),
    *("valueString", "valueUri", "valueAttachment", "valueCoding", "valueQuantity"),
    "valueReference",
)
CODING: Final = ("system", "version", "code", "display", "userSelected")
REFERENCE: Final = ("reference", "type", "identifier", "display")
BUNDLE: Final = (
    *("resourceType", "meta", "language", "identifier", "type", "timestamp", "total", "link"),
    *("entry", "signature"),
)
ENTRY: Final = ("link", "fullUrl", "resource", "search", "request", "response")
