"""Everything that is checked of a scale file, in one place."""

from __future__ import annotations

from collections.abc import Collection

from scales.checking_conditions import condition_faults
from scales.checking_fields import read_fields
from scales.checking_ids import id_faults
from scales.checking_levels import level_faults
from scales.checking_names import name_faults
from scales.checking_verdicts import verdict_faults
from scales.checking_versions import version_faults
from scales.document import Document, Part
from scales.fault import Fault, quote
from scales.model import Scale
from scales.outline import outline_of

_CHECKS = (id_faults, name_faults, level_faults, verdict_faults, condition_faults, version_faults)


def check(
    document: Document, file: str, taken: Collection[str] = ()
) -> tuple[Scale | None, list[Fault]]:
    """Check a scale file as a whole.

    Args:
        document: What the file holds.
        file: Its name, which is the scale's id with ".yaml".
        taken: Ids of other scales, which this one cannot have.

    Returns:
        The scale, None where a key or value is wrong; and every fault, in no particular order.
    """
    scale, faults = read_fields(document, Scale)
    root = document.root
    outline = outline_of(root)
    faults += _file_name(root.get("id"), file) + _taken(root.get("id"), taken)
    for checks in _CHECKS:
        faults += checks(root, outline)
    return scale, faults


def _file_name(scale_id: Part, file: str) -> list[Fault]:
    """A scale is found by the name of its file."""
    if scale_id.text is None or file == f"{scale_id.text}.yaml":
        return []
    fix = f'Name the file "{scale_id.text}.yaml", or change the id.'
    return [scale_id.fault("S07", f"the file is named {quote(file)}.", fix)]


def _taken(scale_id: Part, taken: Collection[str]) -> list[Fault]:
    if scale_id.text is None or scale_id.text not in taken:
        return []
    found = f"another scale has the id {quote(scale_id.text)} already."
    return [scale_id.fault("S08", found, "Choose another id, and name the file after it.")]
