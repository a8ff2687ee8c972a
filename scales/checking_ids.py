"""Is each id given once, and does no name mean two things."""

from __future__ import annotations

from scales.document import Part
from scales.fault import Fault, quote
from scales.outline import ALL, Outline


def id_faults(root: Part, outline: Outline) -> list[Fault]:
    """Find ids given twice, entries listed twice and names that clash."""
    faults = [fault for parts in _lists_of_ids(root) for fault in _given_twice(*parts)]
    faults += [fault for parts in _lists_of_words(root) for fault in _listed_twice(parts)]
    return faults + _clashes(root, outline)


def _lists_of_ids(root: Part) -> list[tuple[list[Part], str]]:
    """Each list of parts whose ids have to differ, with the key of the id."""
    lists = [(root.get("sources").entries, "key"), (root.get("follows").entries, "version")]
    for key in ("subscales", "profiles", "combined", "verdicts", "facts", "warnings", "items"):
        lists.append((root.get(key).entries, "id"))
    for key, inner in (
        ("profiles", "parts"),
        ("facts", "choices"),
        ("verdicts", "sublabels"),
        ("items", "actions"),
    ):
        lists.extend((part.get(inner).entries, "id") for part in root.get(key).entries)
    return lists


def _lists_of_words(root: Part) -> list[list[Part]]:
    """Each list of words in which a word may stand once."""
    lists = [root.get("total").get("of").entries, root.get("borderline").entries]
    lists.extend(group.entries for group in root.get("groups").keyed.values())
    for earlier in root.get("follows").entries:
        lists.extend((earlier.get("dropped").entries, earlier.get("added").entries))
    for profile in root.get("profiles").entries:
        lists.extend(part.get("items").entries for part in profile.get("parts").entries)
    for item in root.get("items").entries:
        lists.append(item.get("evidence").entries)
        lists.append(item.get("measure").get("denominator_facts").entries)
    return lists


def _given_twice(parts: list[Part], key: str) -> list[Fault]:
    faults: list[Fault] = []
    first: dict[str, int] = {}
    for part in parts:
        given = part.get(key)
        if given.text is None:
            continue
        if given.text in first:
            found = f"the {key} {quote(given.text)} stands already on line {first[given.text]}."
            faults.append(given.fault("S20", found, f"Give each its own {key}."))
        first.setdefault(given.text, given.line)
    return faults


def _listed_twice(words: list[Part]) -> list[Fault]:
    seen: set[str | None] = {None}
    faults: list[Fault] = []
    for word in words:
        if word.text in seen and word.text is not None:
            found = f"{quote(word.text)} stands in the list already."
            faults.append(word.fault("S21", found, "Take one of the two out."))
        seen.add(word.text)
    return faults


def _clashes(root: Part, outline: Outline) -> list[Fault]:
    """Subscales, groups, the total and "all" share one set of names; items and facts another."""
    taken = {ALL: "stands for all items"}
    named = [s.get("id") for s in root.get("subscales").entries]
    faults = [fault for part in named for fault in _clash(part, part.text, taken)]
    taken |= dict.fromkeys(outline.subscales, "is a subscale")
    faults += _clash(root.get("total").get("id"), outline.total, taken)
    taken |= {outline.total: "is the total"} if outline.total else {}
    for name, group in root.get("groups").keyed.items():
        faults += _clash(group, name, taken)
    items = dict.fromkeys(outline.items, "is an item")
    for fact in root.get("facts").entries:
        faults += _clash(fact.get("id"), fact.get("id").text, items)
    return faults


def _clash(part: Part, name: str | None, taken: dict[str, str]) -> list[Fault]:
    if name is None or name not in taken:
        return []
    return [part.fault("S22", f"{quote(name)} {taken[name]} already.", "Choose another name.")]
