"""What the ratings of a visit rest on, in a line each: grades of evidence, and sources seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from reporting.facts import AnswerFacts, ScaleResult
from reporting.item_table import GRADES
from reporting.sentences import counted

_MOST = 5


def graded_words(results: Sequence[ScaleResult]) -> str:
    """Say how many rated items have evidence of which grade; empty where nothing is rated."""
    grades = Counter(answer.grade for answer in _rated(results))
    if not grades:
        return ""
    found = [f"{grades[grade]} {words}" for grade, words in GRADES.items() if grades[grade]]
    return f"{counted(grades.total(), 'rated item')}: {'; '.join(found)}"


def source_words(results: Sequence[ScaleResult]) -> str:
    """Name the sources that were seen, those of most items first; empty where none were noted."""
    seen = Counter(source for answer in _rated(results) for source in answer.sources)
    named = [f"{source} ({counted(n, 'item')})" for source, n in seen.most_common(_MOST)]
    more = len(seen) - len(named)
    return "; ".join(named) + (f"; and {more} others, named item by item" if more else "")


def _rated(results: Sequence[ScaleResult]) -> Iterable[AnswerFacts]:
    return (
        result.answer(item)
        for result in results
        for item, level in result.scored.row.levels.items()
        if level >= 0
    )
