"""Does what a scale says of its earlier versions fit the items it has."""

from __future__ import annotations

from scales.checking_names import unknown_item
from scales.document import Part
from scales.fault import Fault, quote
from scales.outline import Outline


def version_faults(root: Part, outline: Outline) -> list[Fault]:
    """Find mappings to versions that are not earlier, and items that map two ways or none."""
    faults: list[Fault] = []
    for earlier in root.get("follows").entries:
        faults += _not_earlier(earlier.get("version"), root.get("version").text)
        now = [part.get("now") for part in earlier.get("renamed").entries]
        was = [part.get("was") for part in earlier.get("renamed").entries]
        added, dropped = earlier.get("added").entries, earlier.get("dropped").entries
        faults += [fault for part in (*now, *added) for fault in unknown_item(part, outline)]
        faults += _two_ways(now, added) + _two_ways(was, dropped)
        taken = {part.text for part in (*now, *added)}
        for part in (*was, *dropped):
            faults += _still_there(part, outline, taken)
    return faults


def _not_earlier(version: Part, own: str | None) -> list[Fault]:
    earlier, later = _numbers(version.text), _numbers(own)
    if earlier is None or later is None or earlier < later:
        return []
    found = f"{version.text} is not earlier than {own}, the version of this file."
    fix = "Name an earlier version, or raise the version of this file."
    return [version.fault("S70", found, fix)]


def _numbers(version: str | None) -> tuple[int, ...] | None:
    parts = version.split(".") if version else []
    ascii_digits = all(part.isascii() and part.isdigit() and len(part) < 10 for part in parts)
    return tuple(int(part) for part in parts) if len(parts) == 3 and ascii_digits else None


def _two_ways(renamed: list[Part], others: list[Part]) -> list[Fault]:
    """An id stands once among the renamed, and not among those added or dropped besides."""
    taken = {part.text for part in others}
    faults: list[Fault] = []
    for part in renamed:
        if part.text is not None and part.text in taken:
            found = f"{quote(part.text)} is told of twice."
            faults.append(part.fault("S71", found, "Keep one of the two."))
        taken.add(part.text)
    return faults


def _still_there(part: Part, outline: Outline, taken: set[str | None]) -> list[Fault]:
    """What this version has and does not take from elsewhere is the same item as before."""
    if part.text is None or part.text not in outline.items or part.text in taken:
        return []
    found = f"{quote(part.text)} is an item of this version too, so it counts as the same."
    fix = 'Take it out; if it means something else now, name it under "added" as well.'
    return [part.fault("S72", found, fix)]
