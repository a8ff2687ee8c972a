"""File to Scale: every fault found at once, with line, value found and fix."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from scales.checking import check
from scales.document import Document, Place
from scales.fault import Fault, ScaleError, quote
from scales.model import Scale
from scales.stamp import normalize
from scales.syntax import explain

_CORE = "tag:yaml.org,2002:"
_TEXT_TAGS = (f"{_CORE}str", f"{_CORE}timestamp", f"{_CORE}merge", f"{_CORE}value")
_YES_OR_NO = {"true": True, "yes": True, "on": True}


def load_scale(path: Path) -> Scale:
    """Read and check one scale file.

    Args:
        path: A YAML 1.2 file in UTF-8, named after the scale's id.

    Raises:
        ScaleError: The file cannot be used; it carries every fault, in the order of the lines.
    """
    return read_scale(read_text(path), path.name)


def read_text(path: Path) -> str:
    r"""Return the text of a scale file, its line ends written as \n.

    Raises:
        ScaleError: There is no such file, it cannot be opened, or it is not UTF-8.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        fix = "Check the name and whether you may open it."
        raise _one(path.name, "S01", None, f"the file cannot be read ({reason}).", fix) from None
    try:
        return normalize(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        found = "a character here is not written in UTF-8."
        fix = "Save the file as UTF-8 (in Windows Notepad: Save as, Encoding)."
        raise _one(path.name, "S02", line, found, fix) from None


def read_scale(text: str, file: str, taken: Collection[str] = ()) -> Scale:
    """Check the text of a scale file and return the scale.

    Args:
        text: The whole file.
        file: Its name, which is the scale's id with ".yaml".
        taken: Ids of other scales, which this one cannot have.

    Raises:
        ScaleError: As for `load_scale`.
    """
    document, faults = read_document(normalize(text), file)
    scale, more = check(document, file, taken)
    if faults or more or scale is None:
        raise ScaleError(file, [*faults, *more])
    return scale


def _one(file: str, code: str, line: int | None, found: str, fix: str) -> ScaleError:
    return ScaleError(file, [Fault(code, line, "", found, fix)])


# Reading YAML takes nearly all the time (a second for 4,000 lines) and depends on the text alone.
@lru_cache(maxsize=128)
def read_document(text: str, file: str) -> tuple[Document, tuple[Fault, ...]]:
    r"""Read YAML into plain data, before anything is checked of what it says.

    Args:
        text: The whole file, its line ends written as \n.
        file: Its name.

    Returns:
        The data with its lines, and the keys and shorthands that cannot stand in our files.

    Raises:
        ScaleError: It is not YAML, or does not consist of keys and values.
    """
    try:
        node = YAML(typ="safe", pure=True).compose(text)
    except ReaderError as error:
        line = text[: text.find(chr(error.character))].count("\n") + 1
        found = f"a character that cannot be shown stands here (number {error.character})."
        raise _one(file, "S03", line, found, "Delete it and type the text again.") from None
    except MarkedYAMLError as error:
        raise ScaleError(file, [explain(error, text)]) from None
    except RecursionError:
        found = "the file has brackets or lists within each other too many times over."
        raise _one(file, "S03", 1, found, "Close each bracket that is opened.") from None
    except YAMLError as error:
        found = f"the file cannot be read as YAML ({type(error).__name__})."
        raise _one(file, "S03", 1, found, "Compare it with a scale that works.") from None
    if not isinstance(node, MappingNode):
        found = "the file does not consist of keys and values."
        raise _one(file, "S04", 1, found, 'Begin it with "format: 1".')
    reading = _Reading()
    data = reading.read(node, ())
    return Document(data, reading.lines, frozenset(reading.refused)), tuple(reading.faults)


class _Reading:
    """Turns YAML's nodes into plain data, noting on which line each part stands."""

    def __init__(self) -> None:
        self.lines: dict[Place, int] = {}
        self.faults: list[Fault] = []
        self.refused: set[Place] = set()
        self._anchored: set[int] = set()

    def read(self, node: Node, place: Place) -> object:
        line = self.lines.setdefault(place, node.start_mark.line + 1)
        if id(node) in self._anchored:
            # A part written once and used again, perhaps within itself.
            self._refuse_shorthand(f"*{node.anchor}", line)
            self.refused.add(place)
            return None
        if node.anchor:
            self._anchored.add(id(node))
            self._refuse_shorthand(f"&{node.anchor}", line)
        elif not str(node.tag).startswith(_CORE):
            self._refuse_shorthand(str(node.tag), line)
        if isinstance(node, MappingNode):
            return self._read_keys(node, place)
        if isinstance(node, SequenceNode):
            return [self.read(entry, (*place, n)) for n, entry in enumerate(node.value)]
        return _plain(node) if isinstance(node, ScalarNode) else None

    def _read_keys(self, node: MappingNode, place: Place) -> dict[str, object]:
        keys: dict[str, object] = {}
        for key_node, value in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, ScalarNode):
                fix = "Write a key as one word, and put text with brackets in quotes."
                self.faults.append(Fault("S04", line, "", "a key is not a word.", fix))
                continue
            key = str(key_node.value)
            if key in keys:
                first = self.lines[(*place, key)]
                found = f"the key {quote(key)} stands already on line {first}."
                self.faults.append(Fault("S05", line, "", found, "Keep one of the two."))
                continue
            self.lines[(*place, key)] = line
            keys[key] = self.read(value, (*place, key))
        return keys

    def _refuse_shorthand(self, sign: str, line: int) -> None:
        found = f"{quote(sign)} is a shorthand that is not used here."
        fix = "Write the part out in full; if it is meant as text, put the text in quotes."
        self.faults.append(Fault("S06", line, "", found, fix))


def _plain(node: ScalarNode) -> object:
    """Return the value of one scalar: a number, true, false, nothing, or else text as written."""
    written = str(node.value)
    if node.tag in _TEXT_TAGS:
        return written.strip()
    if node.tag == f"{_CORE}null":
        return None
    if node.tag == f"{_CORE}bool":
        return _YES_OR_NO.get(written.lower(), False)
    for number in (int, float):
        try:
            return number(written)
        except ValueError:
            continue
    return written.strip()
