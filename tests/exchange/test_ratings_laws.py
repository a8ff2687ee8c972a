"""Laws of reading: nothing typed is lost or invented, whatever is typed."""

import csv
from io import StringIO

from hypothesis import given, settings
from hypothesis import strategies as st

from exchange.filed import RatingsFileError
from exchange.rating_lines import COLUMNS
from exchange.ratings_file import read_ratings
from scales.catalog import load_catalog

SCALES = {entry.scale.id: entry.scale for entry in load_catalog().entries}
IDDT = SCALES["iddt"]


def written(lines: list[list[str]]) -> bytes:
    file = StringIO(newline="")
    csv.writer(file).writerows([COLUMNS, *lines])
    return file.getvalue().encode()


texts = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=30)
cells = st.sampled_from(["A", "iddt", "integration", "T8", "delivery", "4", "NA", "9", ""]) | texts
levels = st.dictionaries(st.sampled_from(IDDT.item_ids), st.integers(1, 5), min_size=1)


@settings(deadline=None)
@given(name=texts.filter(str.strip), note=texts, levels=levels)
def test_what_is_written_is_what_is_read(name: str, note: str, levels: dict[str, int]):
    lines = [[name, "iddt", i, str(n), "", "", "", note, ""] for i, n in levels.items()]
    (filed,) = read_ratings(written(lines), "visit.csv", SCALES).assessments
    assert filed.row.assessment == name.strip()
    assert filed.row.levels == levels
    assert {d.note for d in filed.details.values()} <= {note.strip()}


@settings(deadline=None)
@given(st.lists(st.lists(cells, min_size=8, max_size=10), max_size=4))
def test_no_text_whatever_ends_in_anything_but_ratings_or_faults(lines: list[list[str]]):
    try:
        assert read_ratings(written(lines), "visit.csv", SCALES).assessments
    except RatingsFileError as error:
        assert error.faults


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_whatever_end_in_anything_but_faults(content: bytes):
    try:
        read_ratings(content, "visit.csv", SCALES)
    except RatingsFileError as error:
        assert error.faults
