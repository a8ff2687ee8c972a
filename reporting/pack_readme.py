"""The text that goes with an offline pack: what is in it, and how each part comes back."""

from __future__ import annotations

from textwrap import fill, indent

from reporting.pack_facts import Pack
from reporting.pack_words import PRIVACY
from reporting.report import kind_words
from reporting.sentences import listed
from reporting.visible import visible

_PARTS = (
    (
        "form.pdf",
        "The form to print (letter paper). It holds every item with its anchors in full, what to "
        "ask, and room for counts and notes. It comes back by hand: type the answers into the "
        "workbook, or on the page Rate of the visit.",
    ),
    (
        "workbook.xlsx",
        "A workbook for Excel or LibreOffice, with a sheet for each scale. Fill in the yellow "
        "cells and save it as .xlsx. It comes back on the page Reports and data, under Bring data "
        "in.",
    ),
    (
        "xlsform.xlsx",
        "A form for phones and tablets (XLSForm). Load it into ODK Central or KoboToolbox, fill it "
        "in with ODK Collect or KoboCollect, and send it when there is a network again. It comes "
        "back as the CSV that the server exports: from ODK Central the CSV of all submissions; "
        'from KoboToolbox a CSV with "XML values and headers" and all questions. Bring it in '
        "where the workbook comes in.",
    ),
)
_END = (
    "Before anything is stored you see what is new, what is the same and what differs. An item "
    "without an entry changes nothing. Where something does not fit, every such place is named, "
    "and nothing is stored.",
    "Fill in one of the three, not several: a later one that differs is shown as a conflict.",
    f"{PRIVACY} What is filled in holds ratings and notes: keep it as you keep the database, and "
    "delete it from phones and "
    "laptops once it is brought in. A server that submissions pass through keeps them too.",
)


def readme(pack: Pack) -> str:
    """Say what is in the pack and how it comes back."""
    occasion = f"{kind_words(pack.kind)}, {pack.date.isoformat()} (visit number {pack.visit})"
    scales = listed(f"{one.scale.short_name} {one.scale.version}" for one in pack.scales)
    head = [f"Offline pack: {pack.program}", occasion, f"Scales: {scales}"]
    head += [f"Rater: {pack.rater}"] if pack.rater else []
    head += ["Sample data: this program is invented."] if pack.invented else []
    parts = [f"{name}\n{indent(fill(words, 76), '  ')}" for name, words in _PARTS]
    blocks = ["\n".join(" ".join(line.split()) for line in head), *parts]
    return visible("\n\n".join([*blocks, *(fill(words, 78) for words in _END)]) + "\n")
