"""The data dictionary: every column of every table, what it means and what an empty cell means."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from exchange.tidy.column import KIND_WORDS, Column, Filled, Layout, fill
from exchange.tidy.layouts import LAYOUTS

DICTIONARY = Layout(
    "data-dictionary",
    "a column of a table",
    ("table", "column"),
    (
        Column("table", "text", "The table."),
        Column("row", "text", "What one row of the table is."),
        Column("column", "text", "Name of the column."),
        Column("in_key", "yes_no", "Whether it belongs to the columns that tell the rows apart."),
        Column("type", "text", "What its values are."),
        Column("unit", "text", "What a number counts.", "It has no unit."),
        Column("meaning", "text", "What it holds."),
        Column("empty_means", "text", "What an empty cell means.", "No cell is empty."),
    ),
)

_NOTICE = "<!-- Made by `python -m exchange.tidy.dictionary`; edit the columns, not this page. -->"
_INTRO = """\
`fidelity export-tables` and the page Reports and data write all that you may see as tables: CSV in
a zip, an Excel workbook, or Parquet in a zip.
[How to take data elsewhere](../how-to/take-data-elsewhere.md) goes through it. The tables are the
same in all three, and so is the data dictionary that lies beside them and says what this page says.

| type | CSV | Excel | Parquet |
| --- | --- | --- | --- |
| text | text | text, whatever it begins with | `string` |
| whole number | digits | number | `int64` |
| number | digits with a point, not rounded | number | `double` |
| yes or no | `true`, `false` | TRUE, FALSE | `bool` |
| day | `2026-04-14` | date | `date32` |
| moment in UTC | `2026-04-14T09:30:00.000000Z` | date and time | `timestamp[us, UTC]` |
| list of texts | entries with a bar between them | the same | `list<string>` |

An empty cell (in Parquet: null) is missing, and never 0. Each column says what it means there.

In CSV a text that begins with `=`, `+`, `-` or `@` has an apostrophe in front, so that no
spreadsheet takes it for a formula; so has one that begins with apostrophes and then one of these.
Whoever reads the file with a program takes away the first apostrophe of a cell that matches
`^'+[=+@-]`; `fidelity` does so itself. A bar within an entry of a list is written `\\|`.

CSV is UTF-8 with a mark that Excel knows, with lines that end in CR LF. The table `ratings` has the
columns of a [ratings file](ratings-file.md): `fidelity score ratings.csv --rater consensus` scores
it. Its other columns are passed over there.
"""


def dictionary() -> Filled:
    """Return the data dictionary as a table."""
    rows = (
        {
            "table": layout.name,
            "row": layout.row,
            "column": column.name,
            "in_key": column.name in layout.key,
            "type": KIND_WORDS[column.kind],
            "unit": column.unit,
            "meaning": column.meaning,
            "empty_means": column.missing,
        }
        for layout in LAYOUTS
        for column in layout.columns
    )
    return fill(DICTIONARY, rows, notes=True)


def tables_page() -> str:
    """Return the reference page of the tables, as docs/reference/tables.md has it."""
    index = _table(
        ("table", "one row is", "its rows are told apart by"),
        [(f"[`{t.name}`](#{t.name})", t.row, _names(t.key)) for t in LAYOUTS],
    )
    parts = ["# Tables", _NOTICE, _INTRO.rstrip(), index, *map(_section, LAYOUTS)]
    return "\n\n".join(parts) + "\n"


def _section(layout: Layout) -> str:
    head = ("column", "type", "unit", "what it holds", "empty means")
    rows = [
        (f"`{c.name}`", KIND_WORDS[c.kind], c.unit, c.meaning, c.missing or "never empty")
        for c in layout.columns
    ]
    return f"## {layout.name}\n\nOne row is {layout.row}.\n\n{_table(head, rows)}"


def _names(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def main() -> None:
    """Rewrite the page."""
    reader = argparse.ArgumentParser(description="Rewrite docs/reference/tables.md.")
    reader.add_argument("folder", nargs="?", default="docs/reference", type=Path)
    folder: Path = reader.parse_args().folder
    (folder / "tables.md").write_text(tables_page(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
