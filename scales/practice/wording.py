"""Telling whether two wordings name the same thing: by their words, whatever the order."""

from __future__ import annotations

import re

# Words that do not tell one document from another.
_SMALL = re.compile(
    "a|an|and|any|are|at|by|each|for|from|how|in|into|is|its|last|latest|months?|more|not|of|on|or"
    "|other|our|over|own|per|recent|that|the|their|to|under|used?|weeks?|which|who|with|within|years?"
)
_IRREGULAR = {"curricula": "curriculum", "data": "data", "status": "status"}


def content_words(text: str) -> frozenset[str]:
    """Return the words of a text that carry its meaning, each in the singular.

    What stands in brackets, numbers and small words are left out.

    Example:
        >>> content_words("Minutes of team meetings") == content_words("Team meeting minutes")
        True
    """
    outside = re.sub(r"\([^()]*\)", " ", text.lower())
    words = re.findall(r"[^\W\d_]+", outside.replace("'s", " "))
    kept = frozenset(_singular(word) for word in words if not _SMALL.fullmatch(word))
    # Two texts of nothing but small words are not the same for that.
    return kept or frozenset({" ".join(text.lower().split())})


def _singular(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith("s") and not word.endswith("ss") and len(word) > 3:
        return word[:-1]
    return word


def same_question(text: str) -> str:
    """Return a question as it is compared with others: letters and digits alone, in small letters.

    Example:
        >>> same_question("Who leads  here?") == same_question("Who leads here")
        True
    """
    return " ".join(re.findall(r"\w+", text.casefold()))
