"""Scales nobody would use: rules of every kind in any order, and few enough items to try all."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from scales.model import Scale

PARTS = {"a": ("A1", "A2"), "b": ("B1", "B2", "B3")}
ITEMS = tuple(item for members in PARTS.values() for item in members)
GROUPS = {"key": ("A1", "B1"), "odd": ("A2", "B1", "B3")}
OF = ("all", "a", "b", "key", "odd", "total")
HIGHEST = 3
CHOICES = ("here", "there")

_levels = st.integers(1, HIGHEST)
_means = st.sampled_from(["1", "1.5", "1.6667", "2", "2.25", "2.3333", "2.5", "2.75", "3"])
_efforts = st.sampled_from(["small", "medium", "large"])
_item_bounds = st.sampled_from(["at_least", "at_most", "equals"])
_count_levels = st.sampled_from(["level_at_least", "level_at_most", "level_is"])


def _test(name: str, **parts: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({"test": st.just(name), **parts})


def _with(
    tests: st.SearchStrategy[dict[str, Any]],
    keys: st.SearchStrategy[str],
    values: st.SearchStrategy[Any],
) -> st.SearchStrategy[dict[str, Any]]:
    return st.builds(lambda test, key, value: {**test, key: value}, tests, keys, values)


_item, _of = st.sampled_from(ITEMS), st.sampled_from(OF)
_ways = st.sampled_from(["at_least", "at_most"])
_leaves = st.one_of(
    _with(_test("item", item=_item), _item_bounds, _levels),
    _test("every", of=_of, at_least=_levels),
    _with(_with(_test("count", of=_of), _count_levels, _levels), _ways, st.integers(0, len(ITEMS))),
    _test(
        "share",
        of=_of,
        level_at_least=_levels,
        at_least_percent=st.sampled_from(["33.3333", "50", "60", "66.7", "80", "100"]),
    ),
    _with(_test("mean", of=_of), st.sampled_from(["at_least", "below"]), _means),
    _test("lowest_mean", of=st.just("total"), at_least=_means),
    _test("no_mean", of=st.sampled_from(["a", "b", "total"])),
    _test("unrated", of=_of),
    _with(_test("rated", of=_of), _ways, st.integers(0, len(ITEMS))),
    _test(
        "below_mean", item=_item, of=_of, by_at_least=st.sampled_from(["0", "0.5", "0.6667", "1"])
    ),
    _test("fact", fact=st.just("place"), one_of=st.sampled_from([["here"], ["there"]])),
    _test("fact_missing", fact=st.just("place")),
)
conditions = st.recursive(
    _leaves,
    lambda inner: _test(
        "all", conditions=st.lists(inner, min_size=1, max_size=3)
    ) | _test("any", conditions=st.lists(inner, min_size=1, max_size=3)),
    max_leaves=5,
)  # fmt: skip
"""Any condition, of any kind, as a scale file writes it."""


@st.composite
def made_up_scales(draw: st.DrawFn, base: dict[str, Any], most_rules: int = 4) -> Scale:
    """A scale with random rules over five items with three levels.

    Args:
        draw: Given by Hypothesis.
        base: The parts of a scale file that do not matter here.
        most_rules: How many rules there may be before the verdict "in every other case".
    """
    items = [_made_up_item(draw, item, part) for part, of in PARTS.items() for item in of]
    kind = draw(st.sampled_from(["mean_of_items", "mean_of_subscales"]))
    total = {"id": "total", "name": "Total", "kind": kind, "of": ["a", "b"]}
    subscales = [
        {"id": part, "name": f"Part {part}", "minimum_rated": draw(st.integers(1, 2))}
        for part in PARTS
    ]
    verdicts = [
        _verdict(draw, f"v{number}", draw(conditions))
        for number in range(draw(st.integers(1, most_rules)))
    ]
    return Scale.model_validate(
        base
        | {"levels": {"low": 1, "high": HIGHEST}, "target_level": 2, "verified_cap": 2}
        | {"items": items, "subscales": subscales, "groups": GROUPS, "borderline": ["all"]}
        | {"total": total | {"minimum_rated": draw(st.integers(1, 4))}}
        | {"verdicts": [*verdicts, _verdict(draw, "other", None)]}
    )


def _verdict(draw: st.DrawFn, name: str, when: dict[str, Any] | None) -> dict[str, Any]:
    tier = draw(st.sampled_from([None, 0, 1, 2, 3]))
    return {"id": name, "name": name, "rule": name.upper(), "tier": tier, "meaning": name} | {
        "when": when,
        "goal": draw(st.booleans()),
    }


def _made_up_item(draw: st.DrawFn, item: str, part: str) -> dict[str, Any]:
    steps = [
        {"id": "s1", "do": "First.", "effort": draw(_efforts), "lead": "L", "done_when": "D"},
        {"id": "s2", "do": "Then.", "effort": draw(_efforts), "lead": "L", "done_when": "D"},
    ]
    steps[0]["at_most"] = draw(st.sampled_from([1, None]))
    return {
        "id": item,
        "name": f"Item {item}",
        "subscale": part,
        "asks": "How much?",
        "importance": draw(st.integers(1, 3)),
        "anchors": [
            {"level": n, "text": f"Level {n}", "verified": "own_wording"}
            for n in range(1, HIGHEST + 1)
        ],
        "evidence": ["charts"],
        "not_applicable": {"permitted": True, "rule": "Where nobody needs it."},
        "actions": steps,
    }
