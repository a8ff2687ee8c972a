"""The rules of every verdict, each condition a formula, and the verdict they give."""

from __future__ import annotations

from collections.abc import Iterator

from openpyxl.cell.cell import Cell
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet.worksheet import Worksheet

from reporting.excel.cells import Value, put, put_formula
from reporting.excel.condition_formula import condition_formula
from reporting.excel.layout import HEADER_ROW, Layout, ScaleLayout
from reporting.excel.look import (
    LEGAL,
    PALE_BLUE,
    PALE_GRAY,
    caption,
    centered,
    fit_heights,
    for_print,
    header,
    line,
    mark_changes,
    plain,
    strong,
    title,
    widths,
)
from reporting.excel.rule_rows import ConditionRow, RuleRow
from reporting.excel.score_cells import GIVEN, VERIFIED, Columns, ScoreCells
from reporting.excel.scores_sheet import count_differences
from reporting.report import Report
from reporting.rule_words import condition_words
from reporting.sentences import upper_first
from reporting.verdict_text import verdict_name
from scales.condition import AllTest, AnyTest
from scales.model import Scale, Verdict
from scoring.columns import Columns as RatedColumns
from scoring.conditions import holds
from scoring.explanation import Scored
from scoring.ratings import ratings_from_rows
from scoring.scores import columns_of

_COLUMNS = (
    ("Scale", 18),
    ("Rule", 8),
    ("Gives", 26),
    ("Asks", 78),
    ("Holds now", 14),
    ("As reported", 14),
    ("Differs", 9),
    ("Holds in the verified score", 14),
    ("Verified as reported", 14),
    ("Differs", 9),
)
_WAS = {GIVEN: ("F", "G"), VERIFIED: ("I", "J")}
"""In which columns it stands what the engine found, and whether it differs now."""
_NAME = "$C"
_INDENT = "    "
_OTHERWISE = "In every other case."


def fill_rules(sheet: Worksheet, report: Report, layout: Layout) -> None:
    """Write the rules of all scales."""
    title(sheet, 1, "Verdict rules")
    how = "Rules are tried from top to bottom; the first that holds gives the verdict. "
    caption(sheet, 2, f"{how}Means are compared unrounded, by their points and divisors.")
    header(sheet, HEADER_ROW, [name for name, _ in _COLUMNS])
    widths(sheet, [width for _, width in _COLUMNS])
    for scale in layout.scales:
        _words(sheet, scale)
        _score(sheet, scale, GIVEN, scale.report.result.scored)
        if scale.report.result.verified is not None:
            _score(sheet, scale, VERIFIED, scale.report.result.verified)
    last = sheet.max_row
    if layout.scales:
        sheet.auto_filter.ref = f"A{HEADER_ROW}:J{last}"
        mark_changes(sheet, ["G", "J"], HEADER_ROW + 1, last)
    count_differences(sheet, ("G", "J"), last)
    fit_heights(sheet, HEADER_ROW)
    sheet.freeze_panes = f"E{HEADER_ROW + 1}"
    for_print(sheet, report, paper=LEGAL, repeat=HEADER_ROW)


def _words(sheet: Worksheet, layout: ScaleLayout) -> None:
    name, scale = layout.report.short_name, layout.scale
    words = f"{layout.report.name}: the verdict that the rules below give"
    _row(sheet, layout.rules.verdict, (name, None, "Verdict", words), PALE_BLUE)
    for rule in _each(layout.rules.rules):
        number = rule.gives.rule if isinstance(rule.gives, Verdict) else None
        asks = _OTHERWISE if rule.when is None else _asks(rule.when, scale)
        asks = asks if number else f"Finer name. {asks}"
        _row(sheet, rule.row, (name, number, rule.gives.name, asks), PALE_GRAY)
        for part in rule.when.below() if rule.when else ():
            _row(sheet, part.row, (name, None, None, _asks(part, scale)))


def _each(rules: tuple[RuleRow, ...]) -> Iterator[RuleRow]:
    for rule in rules:
        yield rule
        yield from rule.finer


def _row(sheet: Worksheet, row: int, values: tuple[Value, ...], fill: str = "") -> None:
    cells = line(sheet, row, (*values, *[None] * (len(_COLUMNS) - len(values))))
    if fill:
        strong(cells, fill)


def _asks(row: ConditionRow, scale: Scale) -> str:
    match row.condition:
        case AllTest():
            words = "All of these hold:"
        case AnyTest():
            words = "At least one of these holds:"
        case condition:
            words = f"{upper_first(condition_words(condition, scale))}."
    return f"{_INDENT * row.depth}{words}"


def _score(sheet: Worksheet, layout: ScaleLayout, columns: Columns, scored: Scored) -> None:
    rated = columns_of(ratings_from_rows(layout.scale, [scored.row]))
    rules, cells = layout.rules.rules, layout.cells(columns)
    _list(sheet, rules, cells, rated)
    for rule in rules:
        _list(sheet, rule.finer, cells, rated)
    verdict = f"={_verdict(rules, columns)}"
    _value(sheet, layout.rules.verdict, columns, verdict, verdict_name(scored))


def _list(
    sheet: Worksheet, rules: tuple[RuleRow, ...], cells: ScoreCells, rated: RatedColumns
) -> None:
    """Write an ordered list, verdicts or finer names; "otherwise" holds where none before does."""
    earlier, found = [], False
    for rule in rules:
        if rule.when is None:
            formula = f"NOT(OR({','.join(earlier)}))" if earlier else "TRUE()"
            _value(sheet, rule.row, cells.columns, f"={formula}", not found)
        else:
            _condition(sheet, rule.when, cells, rated)
            found = found or _holds(rule.when, rated)
        earlier.append(f"${cells.columns.rule}${rule.row}")


def _condition(sheet: Worksheet, row: ConditionRow, cells: ScoreCells, rated: RatedColumns) -> None:
    match row.condition:
        case AllTest() | AnyTest():
            parts = ",".join(f"${cells.columns.rule}${part.row}" for part in row.parts)
            formula = f"{'AND' if isinstance(row.condition, AllTest) else 'OR'}({parts})"
        case leaf:
            formula = condition_formula(leaf, cells)
    _value(sheet, row.row, cells.columns, f"={formula}", _holds(row, rated))
    for part in row.parts:
        _condition(sheet, part, cells, rated)


def _holds(row: ConditionRow, rated: RatedColumns) -> bool:
    return bool(holds(row.condition, rated)[0])


def _verdict(rules: tuple[RuleRow, ...], columns: Columns) -> str:
    """Name the first rule that holds; the last one is what is left."""
    *before, last = rules
    formula = _name(last, columns)
    for rule in reversed(before):
        formula = f"IF(${columns.rule}${rule.row},{_name(rule, columns)},{formula})"
    return formula


def _name(rule: RuleRow, columns: Columns) -> str:
    finer = '""'
    for label in reversed(rule.finer):
        name = f'", "&{_NAME}${label.row}'
        finer = f"IF(${columns.rule}${label.row},{name},{finer})"
    return f"{_NAME}${rule.row}&{finer}" if rule.finer else f"{_NAME}${rule.row}"


def _value(sheet: Worksheet, row: int, columns: Columns, formula: str, was: bool | str) -> None:
    column, differs = _WAS[columns]
    same = f"{columns.rule}{row}={column}{row}"
    centered(plain(_formula(sheet, row, columns.rule, formula)))
    centered(plain(put(sheet, row, column_index_from_string(column), was)))
    centered(plain(_formula(sheet, row, differs, f'=IF({same},"","differs")')))


def _formula(sheet: Worksheet, row: int, column: str, formula: str) -> Cell:
    return put_formula(sheet, row, column_index_from_string(column), formula)
