"""What the options of a select box say: no two the same, for the browser answers with the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from typing import TypeVar

Number = TypeVar("Number", int, str)


def option_texts(
    texts: Mapping[Number, str], what: str, taken: Collection[str] = ()
) -> dict[Number, str]:
    """Add the number to texts that repeat: of two alike only the last could be chosen.

    Args:
        texts: By number, in the order to offer. They stay plain text, in one line: select boxes
            show no Markdown, so a backslash before a mark would be seen.
        what: What the number is of.
        taken: What other options of the same box say.

    Example:
        >>> option_texts({1: "Elm", 12: "Elm", 3: "Oak"}, "program")
        {1: 'Elm (program 1)', 12: 'Elm (program 12)', 3: 'Oak'}
        >>> option_texts({1: "Elm", 2: "Elm", 3: "Elm (program 1)"}, "program")[3]
        'Elm (program 1) (program 3)'
    """
    plain = {number: " ".join(text.split()) for number, text in texts.items()}
    numbered = {number: f"{text} ({what} {number})" for number, text in plain.items()}
    often = Counter([*plain.values(), *taken])
    told = {
        number: numbered[number] if often[plain[number]] > 1 else plain[number] for number in plain
    }
    # A text may read as if it were numbered already; with a number each, no two are the same.
    return told if len({*told.values(), *taken}) == len(told) + len(set(taken)) else numbered
