"""The parts of an Excel workbook, taken out of its archive without trusting what it says.

An .xlsx file is a ZIP archive of XML. Either can be made to fill the memory or to fetch other
files: an archive that unpacks to a thousand times its size, an XML part that declares entities. So
sizes are checked before and while unpacking, and a part that declares a document type is refused;
no spreadsheet program writes one.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from xml.parsers import expat

from exchange.incoming import IncomingError
from scales.fault import Fault, quote

LARGEST_FILE = 20_000_000
"""Bytes of the file itself; a workbook of 5,000 programs has about two million."""
LARGEST_PART = 100_000_000
"""Bytes of one part once unpacked."""
MOST_PARTS = 2_000
_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE = 'Open it and choose File, Save as, "Excel Workbook (.xlsx)".'
_DAMAGED = "Fetch or save it once more; it may have been cut off on the way."
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OverflowError,
)
"""All that the standard library raises over an archive that is damaged or made to be."""

OnStart = Callable[[str, dict[str, str]], None]
OnEnd = Callable[[str], None]
OnText = Callable[[str], None]


class Package:
    """An open workbook file.

    Args:
        content: The file.
        name: What to call it in messages.

    Raises:
        IncomingError: It is too large, no workbook, damaged, or holds macros.
    """

    def __init__(self, content: bytes, name: str) -> None:
        self.name = name
        if len(content) > LARGEST_FILE:
            found = f"the file has {len(content):,} bytes, and {LARGEST_FILE:,} are the most."
            raise self.refusal("W01", found, "Divide it into several, or save it as CSV.")
        self._check_kind(content)
        try:
            self._archive = zipfile.ZipFile(BytesIO(content))
        except _UNREADABLE:
            raise self.refusal("W04", "the workbook is damaged or incomplete.", _DAMAGED) from None
        self._parts = self._check_parts()

    def refusal(self, code: str, found: str, fix: str, place: str = "") -> IncomingError:
        """Make the error that tells of one fault of the file."""
        return IncomingError(self.name, [Fault(code, None, place, found, fix)])

    def has(self, part: str) -> bool:
        """Tell whether there is such a part."""
        return part in self._parts

    def parse(self, part: str, start: OnStart, end: OnEnd, text: OnText) -> None:
        """Read an XML part; names of elements and attributes come without their namespace.

        Args:
            part: Its path within the archive.
            start: Is told the name and the attributes where an element begins.
            end: Is told the name where it ends.
            text: Is told what stands between; one text may come in several pieces.

        Raises:
            IncomingError: The part is missing, too large, damaged, or declares a document type.
        """
        content = self._unpack(part)
        parser = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = lambda *_: self._refuse_document_type(part)
        parser.StartElementHandler = lambda tag, given: start(
            tag.rpartition("}")[2], {key.rpartition("}")[2]: value for key, value in given.items()}
        )
        parser.EndElementHandler = lambda tag: end(tag.rpartition("}")[2])
        parser.CharacterDataHandler = text
        try:
            parser.Parse(content, True)
        except IncomingError:
            raise
        except (expat.ExpatError, LookupError, ValueError, RecursionError) as error:
            line = f", line {parser.ErrorLineNumber}" if isinstance(error, expat.ExpatError) else ""
            place = f"part {quote(part)}{line}"
            raise self.refusal("W06", "it cannot be read as XML.", _DAMAGED, place) from None

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """What a part refers to: id to the last word of the kind, and the path of that part."""
        folder, own = posixpath.split(part)
        found: dict[str, tuple[str, str]] = {}

        def start(tag: str, given: dict[str, str]) -> None:
            if tag == "Relationship" and given.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, given.get("Target", "")))
                kind = given.get("Type", "").rpartition("/")[2]
                found[given.get("Id", "")] = kind, target.lstrip("/")

        listed = posixpath.join(folder, "_rels", f"{own}.rels")
        if self.has(listed):
            self.parse(listed, start, _nothing, _nothing)
        return found

    def _check_kind(self, content: bytes) -> None:
        if content.startswith(_OLD_EXCEL):
            found = "this is an old Excel file (.xls), or one locked by a password."
            raise self.refusal("W02", found, f"{_SAVE} Take the password off.")
        if not content.startswith(b"PK"):
            raise self.refusal("W02", "this is not an Excel workbook (.xlsx).", _SAVE)

    def _check_parts(self) -> dict[str, zipfile.ZipInfo]:
        listed = self._archive.infolist()
        parts = {entry.filename: entry for entry in listed}
        if len(listed) > MOST_PARTS or len(parts) < len(listed):
            found = f"its archive lists {len(listed):,} parts, as no spreadsheet program writes it."
            raise self.refusal("W04", found, _SAVE)
        if any(name.lower().endswith("vbaproject.bin") for name in parts):
            found = "the workbook holds macros, which are never opened here."
            raise self.refusal("W03", found, _SAVE)
        if any(entry.flag_bits & 1 for entry in listed):
            raise self.refusal("W02", "the archive is locked by a password.", "Take it off.")
        if "_rels/.rels" not in parts:
            raise self.refusal("W02", "this archive is not an Excel workbook (.xlsx).", _SAVE)
        return parts

    def _unpack(self, part: str) -> bytes:
        entry = self._parts.get(part)
        if entry is None:
            raise self.refusal("W05", f"its part {quote(part)} is missing.", _DAMAGED)
        if entry.file_size > LARGEST_PART:
            raise self._too_large(part)
        try:
            with self._archive.open(entry) as file:
                # What the archive says of its size need not be true.
                content = file.read(LARGEST_PART + 1)
        except _UNREADABLE:
            place = f"part {quote(part)}"
            raise self.refusal("W04", "it cannot be unpacked.", _DAMAGED, place) from None
        if len(content) > LARGEST_PART:
            raise self._too_large(part)
        return content

    def _too_large(self, part: str) -> IncomingError:
        found = f"its part {quote(part)} unpacks to more than {LARGEST_PART:,} bytes."
        return self.refusal("W01", found, "Delete what does not belong to the ratings.")

    def _refuse_document_type(self, part: str) -> None:
        found = "it declares a document type, which could bring other files in."
        raise self.refusal("W07", found, _SAVE, f"part {quote(part)}")


def _nothing(*_: object) -> None:
    """Pass over what is not asked for."""
