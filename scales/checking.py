"""Everything that is checked of a scale file, in one place."""

from __future__ import annotations

from scales.checking_conditions import condition_faults
from scales.checking_fields import read_fields
from scales.checking_ids import id_faults
from scales.checking_levels import level_faults
from scales.checking_names import name_faults
from scales.checking_verdicts import verdict_faults
from scales.document import Document, Part
from scales.fault import Fault
from scales.model import Scale
from scales.outline import outline_of


def check(document: Document, file: str) -> tuple[Scale | None, list[Fault]]:
    """Check a scale file as a whole.

    Args:
        document: What the file holds.
        file: Its name, which is the scale's id with ".yaml".

    Returns:
        The scale, None where a key or value is wrong; and every fault, in no particular order.
    """
    scale, faults = read_fields(document)
    root = document.root
    outline = outline_of(root)
    faults += file_name_faults(root, file)
    for checks in (id_faults, name_faults, level_faults, verdict_faults, condition_faults):
        faults += checks(root, outline)
    return scale, faults


def file_name_faults(root: Part, file: str) -> list[Fault]:
    """The file is found by the id of its scale."""
    scale_id = root.get("id").text
    if scale_id is None or file == f"{scale_id}.yaml":
        return []
    fix = f'Name the file "{scale_id}.yaml", or change the id.'
    return [root.get("id").fault("S07", f'the file is named "{file}".', fix)]
