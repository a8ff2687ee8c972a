"""What a command is given to work on: a ratings file, and the scales it may have been made with."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from exchange.filed import RatingsFile, RatingsFileError
from exchange.ratings_file import read_content, read_ratings
from fidelity_terminal import refusal, scales_folder, warn
from scales.catalog import Catalog, Entry, load_catalog, load_entry
from scales.fault import ScaleError, near, quote

RatingsArgument = Annotated[
    str, typer.Argument(metavar="RATINGS", help="A ratings file (CSV), or - for standard input.")
]
ScaleOption = Annotated[
    str | None,
    typer.Option("--scale", metavar="ID|FILE", help="Score this scale alone, by id or scale file."),
]
RaterOption = Annotated[
    str | None, typer.Option("--rater", help="Whose ratings, where several rated.")
]
AssessmentOption = Annotated[
    str | None, typer.Option("--assessment", help="Which one, where the file has several.")
]


def known_scales() -> Catalog:
    """The scales there are; those of the folder FIDELITY_SCALES among them."""
    return load_catalog(scales_folder())


class Scales:
    """The scales a command may use.

    Attributes:
        catalog: The built-in ones and those of the folder FIDELITY_SCALES.
        only: The one that --scale names.
        entries: All of them by id; a file given with --scale goes before one of the same id.
    """

    def __init__(self, named: str | None) -> None:
        """Look up a scale by its id or file; None to use them all."""
        self.catalog = known_scales()
        self.only = self._find(named) if named else None
        self.entries = {entry.scale.id: entry for entry in self.catalog.entries}
        if self.only:
            self.entries[self.only.scale.id] = self.only

    def _find(self, named: str) -> Entry:
        if named in self.catalog.ids:
            return self.catalog.get(named)
        file = Path(named)
        if file.suffix.lower() in (".yaml", ".yml") or file.exists():
            return load_scale_file(file)
        raise refusal(f"There is no scale {quote(named)}. {near(named, self.catalog.ids)}")


def load_scale_file(file: Path) -> Entry:
    """Read a scale file, or tell every fault in it."""
    try:
        return load_entry(file)
    except ScaleError as error:
        raise refusal(str(error)) from None


def read_file(ratings: str, scales: Scales, rater: str | None) -> RatingsFile:
    """Read a ratings file or standard input, or tell every fault in it."""
    known = {scale_id: entry.scale for scale_id, entry in scales.entries.items()}
    only = scales.only.scale if scales.only else None
    try:
        if ratings == "-":
            return read_ratings(sys.stdin.buffer.read(), "standard input", known, only, rater)
        path = Path(ratings)
        return read_ratings(read_content(path), path.name, known, only, rater)
    except RatingsFileError as error:
        for unusable in scales.catalog.faults:
            warn(f"{unusable.path}: this scale cannot be used; `fidelity scales check` says why.")
        raise refusal(str(error)) from None


def choose_assessment(file: RatingsFile, assessment: str | None) -> str:
    """The name of the assessment that is meant, which may be left out where there is one."""
    names = file.names
    if assessment is None and len(names) == 1:
        return names[0]
    if assessment in names:
        return assessment
    listed = "".join(f"\n  - {name}" for name in names)
    if assessment is None:
        raise refusal(f"{file.name}: choose one of its assessments with --assessment:{listed}")
    raise refusal(f"{file.name}: there is no assessment {quote(assessment)}. It has:{listed}")
