"""The printable form as a PDF."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import BinaryIO

from reporting.form.content import content_of
from reporting.pack_facts import Pack
from reporting.typesetting import typeset


def write_form(pack: Pack, out: BinaryIO) -> None:
    """Write the form to print, empty whatever was answered already.

    Args:
        pack: The visit and its scales.
        out: Gets the whole PDF in one piece.
    """
    out.write(typeset(_layout(), content_of(pack)))


@cache
def _layout() -> str:
    return Path(__file__).with_name("layout.typ").read_text(encoding="utf-8")
