"""Which visits are not compared, and why."""

from __future__ import annotations

from typing import Literal

from reporting.sentences import counted
from scales.model import Scale
from scoring.versions import follows

WhyApart = Literal["not_open", "not_rated", "version"]


def apart_words(why: WhyApart, scale: Scale, version: str) -> str:
    """Say why a visit is not set beside the others."""
    if why == "not_open":
        return "Nothing of its ratings can be seen yet."
    if why == "not_rated":
        return "No item has a level."
    return version_words(scale, version)


def version_words(scale: Scale, version: str) -> str:
    """Say why a version cannot be set beside this one."""
    if follows(scale, version) is None:
        return (
            f"Rated with version {version} of the scale; version {scale.version} does not say how "
            "its items map."
        )
    return (
        f"Rated with version {version} of the scale: its items map to version {scale.version}, "
        "but the scores of the two are not comparable."
    )


def apart_summary(number: int) -> str:
    """Say how many visits are left out; empty where none is."""
    if not number:
        return ""
    verb = "is" if number == 1 else "are"
    return f"{counted(number, 'visit')} {verb} not compared."
