"""The forms a data file may have: how each is known, and what reads it.

To add one, write a reader in `exchange` that returns an `Incoming`, and add a line to `READERS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from exchange.fhir.reading import is_fhir, read_fhir
from exchange.form_workbook import is_form_workbook, read_form_workbook
from exchange.incoming import Incoming
from exchange.odk_csv import is_odk_csv, read_odk_csv
from exchange.rating_lines import COLUMNS
from exchange.ratings_sets import read_rating_sets
from exchange.score_grid import read_grids
from exchange.score_mapping import ScoreMapping, guess_mapping
from exchange.score_sheet import read_score_sheet
from exchange.sheet import DELIMITERS
from scales.model import Scale

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class DataFile:
    """A file with all that is needed to read it.

    Attributes:
        name: What to call it in messages.
        scales: By id, those that may have been rated.
        mapping: What the columns of a sheet of item scores mean; None to guess.
        progress: Is told how much is done, of how much.
    """

    content: bytes
    name: str
    scales: Mapping[str, Scale]
    mapping: ScoreMapping | None = None
    progress: Progress | None = None


@dataclass(frozen=True)
class Reader:
    """One form a data file may have.

    Attributes:
        id: Names the form.
        what: The form, in words.
        knows: Whether a file has this form. It must not raise, whatever the file is.
        read: Reads it.
    """

    id: str
    what: str
    knows: Callable[[DataFile], bool]
    read: Callable[[DataFile], Incoming]


RATINGS_CSV = "ratings_csv"
SCORE_SHEET = "score_sheet"
FHIR = "fhir"
FORM_WORKBOOK = "form_workbook"
ODK_CSV = "odk_csv"


def find_reader(file: DataFile) -> Reader:
    """Find what reads a file: the first in `READERS` that knows it; the last knows all."""
    return next(reader for reader in READERS if reader.knows(file))


def read_data_file(file: DataFile) -> Incoming:
    """Read a file in whichever form it is, whole or not at all.

    Raises:
        IncomingError: It carries every fault.
    """
    return find_reader(file).read(file)


def find_mapping(file: DataFile) -> ScoreMapping:
    """Guess what the columns of a sheet of item scores mean.

    Raises:
        IncomingError: It cannot be read.
    """
    return guess_mapping(read_grids(file.content, file.name), file.scales)


def _is_ratings_csv(file: DataFile) -> bool:
    first = file.content[:4_000].decode("utf-8", "replace").lstrip("\ufeff \r\n").splitlines()
    head = first[0].lower() if first else ""
    for delimiter in DELIMITERS:
        names = {cell.strip().strip('"') for cell in head.split(delimiter)}
        if len(names & set(COLUMNS[:4])) > 1:
            return True
    return False


def _read_ratings_csv(file: DataFile) -> Incoming:
    return read_rating_sets(file.content, file.name, file.scales, file.progress)


def _read_score_sheet(file: DataFile) -> Incoming:
    grids = read_grids(file.content, file.name)
    mapping = file.mapping or guess_mapping(grids, file.scales)
    return read_score_sheet(grids, mapping, file.name, file.scales, file.progress)


def _read_fhir(file: DataFile) -> Incoming:
    return read_fhir(file.content, file.name, file.scales)


READERS = (
    Reader(FHIR, "FHIR R4 questionnaire responses", lambda file: is_fhir(file.content), _read_fhir),
    Reader(
        FORM_WORKBOOK,
        "the workbook of an offline pack",
        lambda file: is_form_workbook(file.content),
        lambda file: read_form_workbook(file.content, file.name, file.scales),
    ),
    Reader(
        ODK_CSV,
        "submissions of an offline pack's form for phones (ODK, KoboToolbox)",
        lambda file: is_odk_csv(file.content),
        lambda file: read_odk_csv(file.content, file.name, file.scales),
    ),
    Reader(
        RATINGS_CSV, "a ratings file (CSV, one rating a line)", _is_ratings_csv, _read_ratings_csv
    ),
    Reader(SCORE_SHEET, "a sheet of item scores", lambda file: True, _read_score_sheet),
)
"""In the order they are tried. What knows a file by a mark of its own stands before what would
take any workbook or any text."""
