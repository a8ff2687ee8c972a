"""All scales there are to rate with: those that come with the program, and the user's own."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from scales.fault import Fault, ScaleError
from scales.loading import read_scale, read_text
from scales.model import Scale
from scales.stamp import stamp_of

LIBRARY = Path(__file__).parent / "library"

# The order in which a visitor meets the scales; any others follow by name.
_FIRST = ("iddt", "goi", "trauma_informed", "integration")


@dataclass(frozen=True)
class Entry:
    """A scale that can be used, and the file it came from."""

    scale: Scale
    stamp: str
    """SHA-256 of the file, as a visit keeps it."""
    path: Path
    built_in: bool


class Unusable(NamedTuple):
    """A scale file that cannot be used, and why."""

    path: Path
    error: ScaleError


@dataclass(frozen=True)
class Catalog:
    """Every scale that can be used, and every file that cannot."""

    entries: tuple[Entry, ...]
    """The built-in scales in their own order, then others by name."""
    faults: tuple[Unusable, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the scales, in the order of `entries`."""
        return tuple(entry.scale.id for entry in self.entries)

    def get(self, scale_id: str) -> Entry:
        """Return the entry of a scale.

        Raises:
            KeyError: There is no such scale, or its file has faults.
        """
        for entry in self.entries:
            if entry.scale.id == scale_id:
                return entry
        raise KeyError(scale_id)


def load_catalog(extra_folder: Path | None = None) -> Catalog:
    """Read the built-in scales and those in a folder of the user's.

    Args:
        extra_folder: Holds one scale file per scale; None means there is none.

    Returns:
        All scales that can be used. A file with faults, or with the id of another scale, is listed
        in `faults` and hides no other.
    """
    entries: list[Entry] = []
    faults: list[Unusable] = []
    for path, built_in in _files(extra_folder, faults):
        try:
            taken = {entry.scale.id for entry in entries}
            entries.append(load_entry(path, built_in=built_in, taken=taken))
        except ScaleError as error:
            faults.append(Unusable(path, error))
    return Catalog(tuple(sorted(entries, key=_order)), tuple(faults))


def load_entry(path: Path, *, built_in: bool = False, taken: Collection[str] = ()) -> Entry:
    """Read one scale file together with its stamp.

    Args:
        path: The scale file.
        built_in: Whether it comes with the program.
        taken: Ids of other scales, which this one cannot have.

    Raises:
        ScaleError: The file cannot be used; it carries every fault.
    """
    text = read_text(path)
    return Entry(read_scale(text, path.name, taken), stamp_of(text), path, built_in)


def _files(extra_folder: Path | None, faults: list[Unusable]) -> Iterator[tuple[Path, bool]]:
    yield from ((path, True) for path in _yaml_files(LIBRARY))
    if extra_folder is None:
        return
    try:
        own = _yaml_files(extra_folder)
    except OSError as error:
        found = f"the folder of your own scales cannot be read ({error.strerror})."
        fault = Fault("S01", None, "", found, "Check the folder that FIDELITY_SCALES names.")
        faults.append(Unusable(extra_folder, ScaleError(extra_folder.name, [fault])))
        return
    yield from ((path, False) for path in own)


def _yaml_files(folder: Path) -> list[Path]:
    # A file ending in .yml is read too, to say that its name has to end in .yaml; macOS leaves
    # shadow files beginning with a dot on shared drives.
    endings = (".yaml", ".yml")
    found = [p for p in folder.iterdir() if p.suffix.lower() in endings and p.name[0] != "."]
    return sorted(found)


def _order(entry: Entry) -> tuple[int, str, str]:
    scale = entry.scale
    place = _FIRST.index(scale.id) if entry.built_in and scale.id in _FIRST else len(_FIRST)
    return (place, scale.name.casefold(), scale.id)
