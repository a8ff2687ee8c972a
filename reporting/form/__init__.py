"""The form to print and fill in by hand."""

from reporting.form.document import write_form

__all__ = ["write_form"]
