"""Names that a questionnaire and its responses share: addresses, link ids and codes.

The addresses are URNs of our own: they name, and lead nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from exchange.filed import GRADES

ORDINAL_VALUE: Final = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
"""The extension of R4 for the weight of an answer option."""
ITEM_WEIGHT: Final = "http://hl7.org/fhir/StructureDefinition/itemWeight"
"""What it is called since R5; the extension pack offers it for R4 too."""
_OURS: Final = "urn:program-fidelity"
RATING_SYSTEM: Final = f"{_OURS}:rating"
"""Levels, and why there is none."""
GRADE_SYSTEM: Final = f"{_OURS}:evidence-grade"
CHOICE_SYSTEM: Final = f"{_OURS}:choice"
KIND_SYSTEM: Final = f"{_OURS}:visit-kind"
STAMP_SYSTEM: Final = f"{_OURS}:scale-file-sha256"
SET_SYSTEM: Final = f"{_OURS}:set"
"""Identifies a response: visit, scale and rater."""
_CANONICAL: Final = f"{_OURS}:questionnaire:"

NOT_APPLICABLE: Final = "NA"
NOT_ENOUGH: Final = "NEI"
KINDS: Final[Mapping[str, str]] = {
    "self_audit": "Self-audit",
    "site_visit": "Site visit",
    "follow_up": "Follow-up",
}
GRADE_WORDS: Final[Mapping[str, str]] = {
    "A": "Data, charts or observation",
    "B": "Documents",
    "C": "Three or more interviews",
    "D": "One person's word",
}
assert GRADE_WORDS.keys() == GRADES.keys()

# Ids of items and facts hold neither a colon nor a slash, so no link id can be taken twice.
VISIT_GROUP: Final = "group/visit"
FACT_GROUP: Final = "group/facts"
VISIT_NUMBER, VISIT_DATE, VISIT_KIND = "visit:number", "visit:date", "visit:kind"
BESIDE: Final = (
    "reason",
    "numerator",
    "denominator",
    "evidence",
    "sources",
    "note",
    "because",
)
"""What is asked beside a rating, in this order; its link id is the item's id, a colon, and this."""


def canonical(scale_id: str) -> str:
    """The address of a scale's questionnaire, without its version."""
    return f"{_CANONICAL}{scale_id}"


def scale_of(address: str) -> str | None:
    """The id of the scale that an address of a questionnaire names; None where it is not ours."""
    return address.removeprefix(_CANONICAL) if address.startswith(_CANONICAL) else None


def versioned(scale_id: str, version: str) -> str:
    """The address with the version, as a response names its questionnaire."""
    return f"{canonical(scale_id)}|{version}"


def subscale_group(subscale_id: str) -> str:
    """The link id of the group of a subscale."""
    return f"subscale/{subscale_id}"


def item_group(item_id: str) -> str:
    """The link id of the group that holds a rating and what stands beside it."""
    return f"item/{item_id}"


def beside(item_id: str, name: str) -> str:
    """The link id of what is asked beside a rating."""
    return f"{item_id}:{name}"
