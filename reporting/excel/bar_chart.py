"""A chart of Excel's own over live cells: bars that tell apart without color, and words for it."""

from __future__ import annotations

from dataclasses import dataclass

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.series import Series
from openpyxl.chart.series_factory import SeriesFactory
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.colors import ColorChoice
from openpyxl.drawing.fill import PatternFillProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.text import (
    CharacterProperties,
    Paragraph,
    ParagraphProperties,
    RegularTextRun,
)
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.utils.units import cm_to_EMU
from openpyxl.worksheet.worksheet import Worksheet

from reporting.excel.cells import visible

WIDTH = 21.0
"""Centimeters."""
_BAR, _LEAST_BAR, _ROOM = 0.62, 0.5, 3.0
"""Centimeters: a bar with the space around it, and title, axis and legend together."""
_PAGE = 17.5
"""Centimeters: a chart stays on one page if its bars can be drawn thinner."""
_DARK, _LIGHT, _INK = "1F4E79", "FFFFFF", "1B1B1B"


@dataclass(frozen=True)
class Bars:
    """What a chart shows.

    Attributes:
        header: Row of the header; its cells name the series, the first column names the bars.
        last: Row of the last bar.
        series: Columns of the values, counted from 1. The first is drawn dark, the second hatched.
        low, high: Ends of the axis.
        form: How numbers are written at the bars.
        stacked: Whether the second series goes on where the first one ends.
    """

    title: str
    alt: str
    header: int
    last: int
    series: tuple[int, ...]
    low: int
    high: int
    form: str
    stacked: bool = False

    @property
    def height(self) -> float:
        """Centimeters."""
        bars = (self.last - self.header) * (1 if self.stacked or len(self.series) == 1 else 1.7)
        return _ROOM + max(_LEAST_BAR * bars, min(_BAR * bars, _PAGE - _ROOM))


class _Described(OneCellAnchor):
    """An anchor that gives its chart a name and a description, which openpyxl does not."""

    tagname = "oneCellAnchor"
    __elements__ = OneCellAnchor.__elements__

    def __init__(self, bars: Bars, start: AnchorMarker, size: XDRPositiveSize2D) -> None:
        self.words = (visible(bars.title), visible(bars.alt))
        super().__init__(_from=start, ext=size)

    def __setattr__(self, attribute: str, value: object) -> None:
        if attribute == "graphicFrame" and value is not None:
            shown = value.nvGraphicFramePr.cNvPr  # type: ignore[attr-defined]
            shown.name, shown.descr = self.words
        super().__setattr__(attribute, value)


def add_bars(sheet: Worksheet, bars: Bars, row: int, column: int) -> None:
    """Draw bars over the cells of a sheet.

    Args:
        sheet: Holds the table and gets the chart.
        bars: What to draw.
        row, column: Cell of the chart's upper left corner, counted from 1.
    """
    chart = BarChart()
    chart.type, chart.gapWidth = "bar", 45
    chart.grouping, chart.overlap = ("stacked", 100) if bars.stacked else ("clustered", -5)
    chart.title = Title(tx=Text(rich=_rich(visible(bars.title), 1200, bold=True)), overlay=False)
    names = Reference(sheet, min_col=1, min_row=bars.header + 1, max_row=bars.last)
    for number, values in enumerate(bars.series):
        cells = Reference(sheet, min_col=values, min_row=bars.header, max_row=bars.last)
        chart.series.append(_series(cells, bars, dark=number == 0))
    chart.set_categories(names)
    _axes(chart, bars)
    if len(bars.series) == 1:
        chart.legend = None
    else:
        chart.legend.position = "b"  # type: ignore[union-attr]
    size = XDRPositiveSize2D(cm_to_EMU(WIDTH), cm_to_EMU(bars.height))
    # A little below the edge of its row, which may be the edge of a page.
    start = AnchorMarker(col=column - 1, row=row - 1, rowOff=60_000)
    chart.anchor = _Described(bars, start, size)  # type: ignore[assignment]
    sheet.add_chart(chart)


def _series(cells: Reference, bars: Bars, *, dark: bool) -> Series:
    series = SeriesFactory(cells, title_from_data=True)
    shape = GraphicalProperties(solidFill=_DARK) if dark else GraphicalProperties()
    if not dark:
        ink, paper = (ColorChoice(srgbClr=c) for c in (_DARK, _LIGHT))  # type: ignore[arg-type]
        shape.pattFill = PatternFillProperties(prst="wdUpDiag", fgClr=ink, bgClr=paper)
    shape.line.solidFill = _DARK
    series.graphicalProperties = shape
    labels = DataLabelList(numFmt=bars.form, showVal=True)
    for part in ("LegendKey", "CatName", "SerName", "Percent", "BubbleSize", "LeaderLines"):
        setattr(labels, f"show{part}", False)
    # At the end of a stacked bar there is no place: the next one begins there.
    labels.position = "ctr" if bars.stacked else "outEnd"
    labels.txPr = _rich("", 800, color=_LIGHT if dark and bars.stacked else _INK, bold=dark)
    series.dLbls = labels
    return series


def _axes(chart: BarChart, bars: Bars) -> None:
    names, values = chart.x_axis, chart.y_axis
    names.delete = values.delete = False
    names.scaling.orientation = "maxMin"  # the first row of the table on top
    names.tickLblPos, names.tickLblSkip = "low", 1
    names.txPr = values.txPr = _rich("", 800)
    values.crosses = "max"
    values.scaling.min, values.scaling.max, values.majorUnit = bars.low, bars.high, 1
    values.number_format = "0"
    values.majorGridlines.spPr = GraphicalProperties()  # type: ignore[union-attr]
    values.majorGridlines.spPr.line.solidFill = "BFBFBF"  # type: ignore[union-attr]


def _rich(text: str, size: int, *, color: str = _INK, bold: bool = False) -> RichText:
    """Say how text is set, in hundredths of a point, and the text itself where it is ours."""
    look = CharacterProperties(sz=size, b=bold, solidFill=color)
    runs = [RegularTextRun(rPr=look, t=text)] if text else None
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=look), r=runs, endParaRPr=look)])
