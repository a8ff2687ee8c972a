"""The offline pack of a visit: what a reviewer takes to a site without a network, as a zip."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import BinaryIO

from handover.scoring_rows import Given, counts_of, load_given, outdated
from handover.standing import raters_of
from handover.workspace import Workspace
from reporting.charts.words import plain
from reporting.form import write_form
from reporting.form_workbook import write_form_workbook
from reporting.pack_facts import GivenAnswer, Pack, PackScale
from reporting.pack_readme import readme
from reporting.xlsform import write_xlsform
from scales.catalog import Entry
from scales.fault import near, quote
from storage.acting import NotAllowed
from storage.problem import StorageError

FORM, WORKBOOK, XLSFORM, README = "form.pdf", "workbook.xlsx", "xlsform.xlsx", "README.txt"
_WRITERS: Mapping[str, Callable[[Pack, BinaryIO], None]] = {
    FORM: write_form,
    WORKBOOK: write_form_workbook,
    XLSFORM: write_xlsform,
}


class NoPack(StorageError):
    """An offline pack cannot be made."""


def make_offline_pack(
    workspace: Workspace, rater: str = "", *, with_answers: bool = False
) -> bytes:
    """Make the archive: the printable form, the workbook, the form for phones, and how to.

    Args:
        workspace: The visit in hand.
        rater: For whom; empty for anybody, who then writes their name.
        with_answers: Whether the workbook holds what the rater answered already. Copies from an
            earlier visit that nobody has confirmed are not in it.

    Raises:
        NoPack: Nobody of that name rates the visit, or no scale of it can be used.
        NotAllowed: The answers are not the acting person's own to fill in.
    """
    pack = offline_pack(workspace, rater, with_answers=with_answers)
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, write in _WRITERS.items():
            part = BytesIO()
            write(pack, part)
            archive.writestr(_entry(pack, name), part.getvalue())
        archive.writestr(_entry(pack, README), readme(pack))
    return whole.getvalue()


def offline_pack(workspace: Workspace, rater: str = "", *, with_answers: bool = False) -> Pack:
    """Gather what the forms of a visit are made from; see `make_offline_pack`."""
    names = tuple(member.name for member in raters_of(workspace.team))
    if rater and rater not in names:
        raise NoPack(f"{quote(rater)} does not rate this visit. {near(rater, names)} [K11]")
    if with_answers and rater not in workspace.standing.fills:
        raise NotAllowed(
            "A pack with answers is made of one's own ratings alone. Name whose they are, or make "
            "a blank one."
        )
    if not workspace.entries:
        raise NoPack("The scale files of this visit cannot be used, so no form can be made. [F21]")
    visit, program = workspace.visit, workspace.program
    return Pack(
        program.name,
        visit.date,
        visit.kind,
        visit.id,
        tuple(
            _scale(entry, load_given(workspace, scale_id, rater) if with_answers else None)
            for scale_id, entry in workspace.entries.items()
        ),
        rater,
        names,
        program.invented,
    )


def pack_name(workspace: Workspace, rater: str = "") -> str:
    """Name the archive after the program, the day of the visit and for whom it is."""
    parts = (
        plain(workspace.program.name) or "program",
        workspace.visit.date.isoformat(),
        plain(rater),
        "offline-pack",
    )
    return f"{'-'.join(part for part in parts if part)}.zip"


def _scale(entry: Entry, given: Given | None) -> PackScale:
    if given is None:
        return PackScale(entry.scale, entry.stamp)
    choices = {
        fact.id: answer.choice
        for fact in entry.scale.choice_facts
        if (answer := given.facts.get(fact.id)) and answer.choice in [c.id for c in fact.choices]
    }
    kept = {fact: choice for fact, choice in choices.items() if choice}
    return PackScale(entry.scale, entry.stamp, _answers(given), kept, counts_of(given))


def _answers(given: Given) -> dict[str, GivenAnswer]:
    """What was answered and still fits the scale file."""
    found: dict[str, GivenAnswer] = {}
    for item in given.scale.items:
        answer = given.answers.get(item.id)
        if answer is None or not answer.confirmed:
            continue
        fits = not outdated(item, answer)
        found[item.id] = GivenAnswer(
            answer.state if fits else "unanswered",
            answer.level if fits else None,
            answer.reason,
            answer.numerator,
            answer.denominator,
            answer.note,
            answer.grade,
            tuple(source for source in item.evidence if source in answer.sources),
        )
    return found


def _entry(pack: Pack, name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(
        name, (max(pack.date.year, 1980), pack.date.month, pack.date.day, 0, 0, 0)
    )
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry
