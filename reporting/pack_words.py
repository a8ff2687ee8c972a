"""Sentences that stand on every form of an offline pack."""

from __future__ import annotations

from reporting.item_table import GRADES

PRIVACY = "Write no client names, initials, birth dates or record numbers."
GRADE_WORDS = {grade: words for grade, words in GRADES.items() if grade is not None}
"""Grade to what it means, the grade in front."""
GRADES_TOLD = " ".join(f"{words}." for words in GRADE_WORDS.values())
