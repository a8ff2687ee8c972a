"""What is said of visits that an edited scale file scores anew."""

from __future__ import annotations

FILE_CHANGED = "Rated before the scale file was changed without a new version, and scored anew."
"""Said of one visit, where it stands in a table."""


def file_changed_words(visits: int) -> str:
    """Say how many visits an edited scale file scores anew; empty where it is none."""
    if not visits:
        return ""
    many = "1 visit was" if visits == 1 else f"{visits} visits were"
    return (
        f"The scale file was changed: {many} rated before it was changed without a new version, "
        "and scored anew by the file as it is now."
    )
