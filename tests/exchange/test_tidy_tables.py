"""The page of the tables says what the columns say, and what is written in CSV comes back."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.formula_guard import guard, unguard
from exchange.tidy.cells import joined, parted
from exchange.tidy.column import Column, Layout, fill
from exchange.tidy.dictionary import tables_page

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "tables.md"


def test_the_page_on_disk_is_what_the_columns_make_now():
    same = PAGE.read_text(encoding="utf-8") == tables_page()
    assert same, "docs/reference/tables.md is out of date: run `python -m exchange.tidy.dictionary`"


@given(st.text(alphabet="'=+-@a\t\n", max_size=6))
def test_a_guarded_text_is_no_formula_and_comes_back_to_the_letter(text: str):
    assert unguard(guard(text)) == text
    assert not guard(text).startswith(("=", "+", "-", "@", "\t", "\n"))


@given(st.lists(st.text(alphabet=r"|\ ab", min_size=1, max_size=6), max_size=4))
def test_a_list_comes_back_whatever_bars_its_entries_hold(entries: list[str]):
    assert parted(joined(tuple(entries))) == tuple(entries)


def test_a_row_that_lacks_a_column_is_not_taken():
    layout = Layout("t", "a row", ("a",), (Column("a", "text", "A."), Column("b", "text", "B.")))
    assert fill(layout, [{"a": "", "b": "x"}], notes=True).rows == ((None, "x"),)
    for wrong in ({"a": "x"}, {"a": "x", "b": "y", "c": "z"}, {"a": "x", "c": "z"}):
        with pytest.raises(KeyError):
            fill(layout, [wrong], notes=True)
