"""A practice file to its model: the state's own file if there is one, else the one that ships."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from scales.checking_fields import read_fields
from scales.condition import Strict
from scales.document import Part
from scales.fault import Fault, FileError, ScaleError, near, quote
from scales.loading import read_document, read_text

BUILT_IN = Path(__file__).parent

_Model = TypeVar("_Model", bound=Strict)
_Check = Callable[[Part], list[Fault]]


class PracticeError(FileError):
    """A file on how visits are run has faults, told as those of a scale file are."""


def read_practice(
    name: str, folder: Path | None, model: type[_Model], *checks: _Check
) -> tuple[_Model, Path]:
    """Read and check one practice file.

    Args:
        name: Name of the file, such as "timeline.yaml".
        folder: The state's own files; one of that name replaces the built-in file. None means
            there are none.
        model: What the file describes.
        checks: Further checks, made whether or not single keys and values are right.

    Returns:
        What the file says, and where it stands.

    Raises:
        PracticeError: The file cannot be used; it carries every fault, in the order of the lines.
    """
    path = _find(name, folder)
    try:
        document, faults = read_document(read_text(path), path.name)
    except ScaleError as error:
        raise PracticeError(error.file, error.faults) from None
    found, more = read_fields(document, model)
    every = [*faults, *more, *(fault for check in checks for fault in check(document.root))]
    if every or found is None:
        raise PracticeError(path.name, every)
    return found, path


def _find(name: str, folder: Path | None) -> Path:
    if folder is None:
        return BUILT_IN / name
    try:
        there = list(folder.iterdir())
    except OSError as error:
        reason = error.strerror or type(error).__name__
        found = f"the folder of your own practice files cannot be read ({reason})."
        fix = "Check the folder that FIDELITY_PRACTICE names."
        raise PracticeError(folder.name, [Fault("S01", None, "", found, fix)]) from None
    stem = name.removesuffix(".yaml")
    meant = [p for p in there if p.name.lower() in (name, f"{stem}.yml", f"{name}.txt")]
    if not meant:
        return BUILT_IN / name
    own = [path for path in meant if path.name == name]
    if own:
        return own[0]
    # Passing over it would let a state believe that its own file is in use.
    fault = Fault("S07", None, "", f"the file is named {quote(meant[0].name)}.", _named(name))
    raise PracticeError(meant[0].name, [fault])


def _named(name: str) -> str:
    return f'Name it "{name}".'


def id_faults(key: str) -> _Check:
    """Return a check that no two entries of the list under `key` have the same id."""

    def check(root: Part) -> list[Fault]:
        return _given_twice(root.get(key).entries, "id")

    return check


def source_faults(root: Part) -> list[Fault]:
    """Find sources given twice, and references to sources that are not there."""
    sources = root.get("sources").entries
    keys = [text for source in sources if (text := source.get("key").text)]
    faults = _given_twice(sources, "key")
    for part in _every_part(root):
        key = part.get("source")
        if part.get("sure").given and key.text is not None and key.text not in keys:
            found = f"there is no source {quote(key.text)}."
            faults.append(key.fault("S31", found, near(key.text, keys) or "Add it to sources."))
    return faults


def _given_twice(parts: list[Part], key: str) -> list[Fault]:
    faults: list[Fault] = []
    first: dict[str, int] = {}
    for part in parts:
        given = part.get(key)
        if given.text in first:
            found = f"the {key} {quote(given.text)} stands already on line {first[given.text]}."
            faults.append(given.fault("S20", found, f"Give each its own {key}."))
        elif given.text is not None:
            first[given.text] = given.line
    return faults


def _every_part(part: Part) -> list[Part]:
    inner = [*part.keyed.values(), *part.entries]
    return [part, *(deeper for one in inner for deeper in _every_part(one))]
