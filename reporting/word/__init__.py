"""The report as a Word document that its reader can edit."""

from __future__ import annotations

from reporting.word.document import write_document

__all__ = ["write_document"]
