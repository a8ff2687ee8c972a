"""A report as an Excel workbook whose formulas still work and whose plan can be kept up."""

from __future__ import annotations

from reporting.excel.workbook import write_workbook

__all__ = ["write_workbook"]
