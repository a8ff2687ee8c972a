"""What a workbook was made for, as its hidden sheet says."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from exchange.workbook_in import Sheet, as_text
from scales.fault import Fault, quote
from scales.form_fields import FORMAT

_AGAIN = "Make the offline pack anew, and copy the answers into it."


@dataclass
class MadeFor:
    """The visit, the scales and what they asked.

    Attributes:
        visit: The number of the visit; None where it is not known.
        scales: Id, version and name of the sheet, in order.
        asked: Digest of what was asked, by scale and item or fact id.
    """

    visit: int | None = None
    program: str = ""
    date: dt.date | None = None
    kind: str = ""
    rater: str = ""
    scales: list[tuple[str, str, str]] = field(default_factory=list)
    asked: dict[tuple[str, str], str] = field(default_factory=dict)


def read_pack(sheet: Sheet, faults: list[Fault]) -> MadeFor | None:
    """Read the hidden sheet; None where it is of another format.

    Args:
        sheet: The sheet.
        faults: Gets what is amiss with it.
    """
    made, version = MadeFor(), ""
    for row in sheet.rows:
        name, *values = (as_text(sheet.cell(row, column)) for column in range(1, 6))
        place = sheet.place(sheet.cell(row, 2))
        match name:
            case "format":
                version = values[0]
            case "visit" if values[0].isascii() and values[0].isdigit() and len(values[0]) < 10:
                made.visit = int(values[0])
            case "program" | "kind" | "rater":
                setattr(made, name, values[0])
            case "date":
                made.date = _day(values[0])
                if made.date is None:
                    faults.append(_fault(place, f"{quote(values[0])} is not a day."))
            case "scale" if all(values) and values[0] not in [one[0] for one in made.scales]:
                made.scales.append((values[0], values[1], values[3]))
            case "asked" if all(values[:3]):
                made.asked[values[0], values[1]] = values[2]
            case _:
                faults.append(_fault(place, f"{quote(name)} and what follows cannot be read."))
    if version != str(FORMAT):
        found = f"this workbook has format {quote(version)}; format {FORMAT} can be read."
        faults.append(Fault("F02", None, f"sheet {quote(sheet.name)}", found, _AGAIN))
        return None
    if not made.scales and not faults:
        faults.append(_fault(f"sheet {quote(sheet.name)}", "it names no scale."))
    return made


def _fault(place: str, found: str) -> Fault:
    return Fault("F02", None, place, f"{found} This hidden sheet is not to be changed.", _AGAIN)


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
