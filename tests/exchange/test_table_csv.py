"""A table of a screen as CSV: what users typed stays text, numbers stay numbers."""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from exchange.table_csv import table_csv


def cells(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("text", ['=HYPERLINK("x")', "+1+1", "-1+1", "@SUM(A1)", "\t=1", "-"])
def test_what_would_be_a_formula_gets_an_apostrophe_in_the_head_too(text: str):
    assert cells(table_csv([text, "b"], [[text, "x"]])) == [[f"'{text}", "b"], [f"'{text}", "x"]]


@pytest.mark.parametrize("number", ["-0.50", "+1", "3.00", "12", -2])
def test_a_number_with_a_sign_stays_a_number(number: object):
    assert cells(table_csv(["n"], [[number]]))[1] == [str(number)]


def test_it_opens_in_a_spreadsheet_with_every_letter_and_what_is_missing_is_empty():
    content = table_csv(["a", "b"], [["Señora, „House“", None]])
    assert content.startswith(b"\xef\xbb\xbf")
    assert cells(content)[1] == ["Señora, „House“", ""]
