"""The sources beside a rating: several in a cell, whatever their names hold."""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from exchange.ratings_sets import read_rating_sets
from exchange.tidy.cells import joined
from tests.shipped_scales import shipped_scales

SCALE = shipped_scales().get("integration").scale
SURVEY = SCALE.item("INT23").evidence
PLAIN = SCALE.items[0].evidence[:2]


def read(item: str, cell: str) -> tuple[str, ...]:
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(("assessment", "scale", "item", "rating", "rater", "sources"))
    writer.writerow(("Harbor", "integration", item, "3", "Ann", cell))
    found = read_rating_sets(out.getvalue().encode(), "a.csv", {"integration": SCALE})
    return found.sets[0].answers[item].sources


def test_a_source_whose_name_holds_a_semicolon_is_one_source():
    assert any(";" in source for source in SURVEY)
    assert read("INT23", joined(SURVEY)) == SURVEY
    (long,) = [source for source in SURVEY if ";" in source]
    assert read("INT23", long) == (long,)


@pytest.mark.parametrize("between", ["; ", ";", " | "])
def test_several_sources_stand_in_one_cell(between):
    assert read(SCALE.items[0].id, between.join(PLAIN)) == PLAIN
