"""The library's scales, and a tiny one whose every number can be done in the head."""

from pathlib import Path

import pytest

import scales
from scales.loading import load_scale
from scales.model import Scale

LIBRARY = Path(scales.__file__).parent / "library"


def _library_scale(scale_id: str) -> Scale:
    return load_scale(LIBRARY / f"{scale_id}.yaml")


@pytest.fixture(scope="session")
def iddt() -> Scale:
    return _library_scale("iddt")


@pytest.fixture(scope="session")
def goi() -> Scale:
    return _library_scale("goi")


@pytest.fixture(scope="session")
def trauma() -> Scale:
    return _library_scale("trauma_informed")


@pytest.fixture(scope="session")
def integration() -> Scale:
    return _library_scale("integration")


def _item(item_id: str, subscale: str, *, may_be_left_out: bool = False) -> dict:
    rule = {"permitted": may_be_left_out, "rule": "Only where nobody needs it."}
    step = {"do": "Do it.", "effort": "small", "lead": "Director", "done_when": "It is done."}
    return {
        "id": item_id,
        "name": f"Item {item_id}",
        "subscale": subscale,
        "asks": "How much?",
        "anchors": [
            {"level": n, "text": f"Level {n}", "verified": "own_wording"} for n in range(1, 6)
        ],
        "evidence": ["charts"],
        "not_applicable": rule,
        "actions": [
            {"id": "a1", "at_most": 2, **step},
            {"id": "a2", **step, "effort": "large"},
        ],
    }


@pytest.fixture(scope="session")
def tiny_data() -> dict:
    """Two subscales: A1 A2 (A2 may be left out) and B1 B2 B3; one fact; one of each condition."""
    return {
        "format": 1,
        "id": "tiny",
        "version": "1.0.0",
        "name": "Tiny scale",
        "short_name": "Tiny",
        "unit": "one program",
        "summary": "Small.",
        "status": "Unvalidated.",
        "license": {"name": "CC BY 4.0", "text": "Free to use."},
        "sources": [{"key": "own", "title": "This project"}],
        "guidance": ["Rate what is done."],
        "facts": [
            {
                "kind": "choice",
                "id": "place",
                "asks": "Where?",
                "choices": [{"id": "here", "text": "here"}, {"id": "there", "text": "there"}],
            }
        ],
        "subscales": [
            {"id": "a", "name": "Part A"},
            {"id": "b", "name": "Part B", "minimum_rated": 2},
        ],
        "groups": {"key": ["A1", "B1"]},
        "total": {"id": "total", "name": "Total", "kind": "mean_of_items", "of": ["a", "b"]},
        "verdicts": [
            {
                "id": "high",
                "name": "High",
                "rule": "T1",
                "tier": 1,
                "meaning": "Much.",
                "when": {"test": "mean", "of": "total", "at_least": "4.0"},
                "needs": [{"of": "key", "level": 5}],
            },
            {"id": "low", "name": "Low", "rule": "T2", "tier": 0, "meaning": "Little."},
        ],
        "items": [
            _item("A1", "a"),
            _item("A2", "a", may_be_left_out=True),
            _item("B1", "b"),
            _item("B2", "b"),
            _item("B3", "b"),
        ],
    }


@pytest.fixture(scope="session")
def tiny(tiny_data: dict) -> Scale:
    return Scale.model_validate(tiny_data)
