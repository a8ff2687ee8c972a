"""The fingerprint of what a rater is asked: does a form filled in elsewhere still ask the same?"""

from __future__ import annotations

import json
from hashlib import sha256

from scales.item import Item
from scales.model import ChoiceFact, CountFact

LENGTH = 12
"""Hexadecimal digits; enough to notice a change, short enough for a hundred in a row."""


def asked_digest(asked: Item | ChoiceFact | CountFact) -> str:
    """Return 12 hexadecimal digits that change when the rater would be asked something else.

    Of an item count its question, anchors, counts, sources of evidence and when it may be left out;
    of a question before the items its wording and choices. Actions, probes and notes do not: a form
    filled in before they were edited was filled in on the same terms.
    """
    match asked:
        case Item():
            kept = asked.model_dump(
                mode="json",
                include={
                    "asks": True,
                    "anchors": {"__all__": {"level", "text"}},
                    "evidence": True,
                    "measure": {"kind", "numerator", "denominator", "of", "cuts"},
                    "not_applicable": True,
                },
            )
        case ChoiceFact():
            kept = asked.model_dump(
                mode="json", include={"asks": True, "choices": {"__all__": {"id", "text"}}}
            )
        case CountFact():
            kept = {"asks": asked.asks}
    return sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()[:LENGTH]
