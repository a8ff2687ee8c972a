"""The document: every block of a report laid out, and written in one piece."""

from __future__ import annotations

from io import BytesIO
from typing import BinaryIO

from reporting.handout import Handout
from reporting.word.page import blank_document
from reporting.word.parts import add_block


def write_document(handout: Handout, out: BinaryIO) -> None:
    """Write a report as a Word document.

    Args:
        handout: What to say.
        out: Gets the whole file in one piece; nothing is written where the report cannot be laid
            out.
    """
    document = blank_document(handout)
    for block in handout.blocks:
        add_block(document, block)
    whole = BytesIO()
    document.save(whole)
    out.write(whole.getvalue())
