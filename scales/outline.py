"""The names a scale file defines, read leniently: what its other parts may refer to."""

from __future__ import annotations

from dataclasses import dataclass

from scales.document import Part

ALL = "all"


@dataclass(frozen=True)
class Outline:
    """Names of a file that may still have faults; items without an id are counted all the same."""

    items: tuple[str, ...]
    subscales: tuple[str, ...]
    groups: dict[str, tuple[str, ...]]
    """Groups and subscales, each with its items; also "all" and the total."""
    total: str | None
    total_of: tuple[str, ...]
    facts: dict[str, tuple[str, ...] | None]
    """Facts with their choices; None for a count."""
    verdicts: tuple[str, ...]
    sources: tuple[str, ...]
    levels: range | None
    """None where the file's own levels do not make sense."""

    @property
    def averaged(self) -> bool:
        """Whether the total is made of subscales, so that a lowest one among them exists."""
        return all(name in self.subscales for name in self.total_of)


def outline_of(root: Part) -> Outline:
    """Collect the names a file defines."""
    subscales = _ids(root.get("subscales"))
    groups = _groups(root, subscales)
    total = root.get("total").get("id").text
    total_of = _texts(root.get("total").get("of"))
    if total is not None and total not in groups:
        groups[total] = tuple({i: None for name in total_of for i in groups.get(name, ())})
    facts = {}
    for fact in root.get("facts").entries:
        if fact_id := fact.get("id").text:
            is_count = fact.get("kind").text == "count"
            facts[fact_id] = None if is_count else _ids(fact.get("choices"))
    return Outline(
        items=_ids(root.get("items")),
        subscales=subscales,
        groups=groups,
        total=total,
        total_of=total_of,
        facts=facts,
        verdicts=_ids(root.get("verdicts")),
        sources=_ids(root.get("sources"), "key"),
        levels=_levels(root.get("levels")),
    )


def _groups(root: Part, subscales: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    rated = [
        (item.get("id").text or f"#{n}", item.get("subscale").text)
        for n, item in enumerate(root.get("items").entries)
    ]
    groups = {name: _texts(group) for name, group in root.get("groups").keyed.items()}
    groups.update({s: tuple(i for i, subscale in rated if subscale == s) for s in subscales})
    groups[ALL] = tuple(i for i, _ in rated)
    return groups


def _levels(levels: Part) -> range | None:
    low = levels.get("low").whole if levels.get("low").given else 1
    high = levels.get("high").whole if levels.get("high").given else 5
    if low is None or high is None or not 0 <= low < high <= 10:
        return None
    return range(low, high + 1)


def _ids(parts: Part, key: str = "id") -> tuple[str, ...]:
    return tuple(text for part in parts.entries if (text := part.get(key).text))


def _texts(parts: Part) -> tuple[str, ...]:
    return tuple(part.text for part in parts.entries if part.text)
