"""The report as a PDF that looks alike everywhere and that a screen reader can read."""

from __future__ import annotations

from reporting.pdf.document import write_pdf

__all__ = ["write_pdf"]
