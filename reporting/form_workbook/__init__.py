"""The workbook to fill in without a network."""

from reporting.form_workbook.workbook import write_form_workbook

__all__ = ["write_form_workbook"]
