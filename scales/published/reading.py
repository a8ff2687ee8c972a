"""The file of published figures to its model, with every fault told at once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from scales.checking_fields import read_fields
from scales.document import Part
from scales.fault import Fault, FileError, ScaleError, near, quote
from scales.loading import read_document, read_text
from scales.model import Scale
from scales.published.figure import Reference, References

FILE = Path(__file__).with_name("figures.yaml")


class PublishedError(FileError):
    """The file of published figures has faults, told as those of a scale file are."""

    def __str__(self) -> str:
        listed = "".join(f"\n  - {fault}" for fault in self.faults)
        return f"{self.file}: these figures cannot be used.{listed}"


def load_published(scales: Sequence[Scale] = (), path: Path = FILE) -> tuple[Reference, ...]:
    """Read the published references.

    Args:
        scales: All scales there are, to check scale, measure and verdicts against; without any
            nothing is checked against them.
        path: The file; the one that ships unless told.

    Raises:
        PublishedError: The file cannot be used; it carries every fault.
    """
    try:
        document, faults = read_document(read_text(path), path.name)
    except ScaleError as error:
        raise PublishedError(error.file, error.faults) from None
    found, more = read_fields(document, References)
    known = {scale.id: scale for scale in scales}
    parts = document.root.get("references").entries
    every = [*faults, *more, *_given_twice(parts)]
    for part in parts:
        every += _sums(part) + (_against(part, known) if known else [])
    if every or found is None:
        raise PublishedError(path.name, every)
    return found.references


def _given_twice(parts: list[Part]) -> list[Fault]:
    first: dict[str, int] = {}
    faults: list[Fault] = []
    for part in parts:
        given = part.get("id")
        if given.text in first:
            found = f"the id {quote(given.text)} stands already on line {first[given.text]}."
            faults.append(given.fault("S20", found, "Give each its own id."))
        elif given.text is not None:
            first[given.text] = given.line
    return faults


def _sums(reference: Part) -> list[Fault]:
    """Counts add up to n, and no count is larger than n."""
    faults: list[Fault] = []
    for figure in reference.get("figures").entries:
        n, count = figure.get("n").whole, figure.get("count").whole
        counts = [part.whole for part in figure.get("counts").keyed.values()]
        told = sum(c or 0 for c in counts)
        if n is not None and counts and told != n:
            found = f"the counts add up to {told}, but n is {n}."
            faults.append(figure.fault("S80", found, "Correct one of them."))
        if n is not None and count is not None and count > n:
            found = f"{count} programs of {n} are too many."
            faults.append(figure.get("count").fault("S80", found, "Correct one of them."))
    return faults


def _against(reference: Part, known: dict[str, Scale]) -> list[Fault]:
    named, measure = reference.get("scale"), reference.get("measure")
    if named.text is None:
        fix = 'Name the "scale" as well, or take it out.'
        found = "a measure is named, but no scale."
        return [measure.fault("S81", found, fix)] if measure.given else []
    scale = known.get(named.text)
    if scale is None:
        return [named.fault("S81", f"{quote(named.text)} is not a scale.", near(named.text, known))]
    faults: list[Fault] = []
    numbers = [scale.total.id, *(subscale.id for subscale in scale.subscales)]
    if measure.text is not None and measure.text not in numbers:
        found = f"{quote(measure.text)} is neither the total nor a subscale."
        faults.append(measure.fault("S26", found, near(measure.text, numbers)))
    verdicts = [verdict.id for verdict in scale.verdicts]
    for figure in reference.get("figures").entries:
        for verdict, part in figure.get("counts").keyed.items():
            if verdict not in verdicts:
                found = f"{quote(verdict)} is not a verdict."
                faults.append(part.fault("S30", found, near(verdict, verdicts)))
    return faults
