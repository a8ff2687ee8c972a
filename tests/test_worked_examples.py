"""Worked examples that a domain expert can read, check by hand and add to."""

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from scales.catalog import load_catalog
from scales.model import Scale
from scoring import Row, Scored, State, as_text, explain, ratings_from_rows, score

FILES = sorted((Path(__file__).parent / "examples").glob("*.yaml"))
SCALES = {entry.scale.id: entry.scale for entry in load_catalog().entries}
STATES = {
    "not rated": State.NOT_RATED,
    "NA": State.NOT_APPLICABLE,
    "NEI": State.NOT_ENOUGH,
}
EXAMPLES = [
    pytest.param(SCALES[content["scale"]], example, id=f"{file.stem}: {example['name']}")
    for file in FILES
    for content in [YAML(typ="safe", pure=True).load(file.read_text(encoding="utf-8"))]
    for example in content["examples"]
]


def worked(scale: Scale, example: dict[str, Any]) -> Scored:
    levels: dict[str, int] = {}
    for name, rating in example["ratings"].items():
        items = (name,) if name in scale.item_ids else scale.members(name)
        levels |= dict.fromkeys(items, STATES.get(rating, rating))
    row = Row(example["name"], levels, example.get("facts", {}))
    return explain(score(scale, ratings_from_rows(scale, [row])), 0)


@pytest.mark.parametrize(("scale", "example"), EXAMPLES)
def test_the_example_comes_out_as_its_author_wrote_it_down(scale: Scale, example: dict[str, Any]):
    scored = worked(scale, example)
    total = scored.total.value
    found: dict[str, Any] = {
        "verdict": scored.verdict.id,
        "rule": scored.verdict.rule,
        "total": "none" if total is None else as_text(total, 4),
        "sublabel": scored.sublabel.id if scored.sublabel else "none",
        "borderline": [f"{b.item} {b.change:+d} {b.verdict.id}" for b in scored.borderline],
    }
    assert {key: found[key] for key in example["expect"]} == example["expect"]


def test_the_cases_that_belong_to_the_rules_are_all_there():
    names = [str(example.id) for example in EXAMPLES]
    cases = [name.split(": ")[1].split()[0] for name in names if name.startswith("integration")]
    assert cases[:13] == [f"V{number}" for number in range(1, 14)]
    assert sum(name.startswith("trauma_informed: All") for name in names) == 6
    assert {name.split(":")[0] for name in names} == set(SCALES)
