"""Submissions of phone forms, as ODK Central and KoboToolbox export them."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from functools import cache
from io import BytesIO, StringIO
from xml.etree import ElementTree

from pyxform.xls2xform import convert

from reporting.pack_facts import GivenAnswer, Pack, PackScale
from reporting.xlsform import write_xlsform
from tests.reporting.offline_pack import pack_of, pack_scale

_XFORMS = "{http://www.w3.org/2002/xforms}"
_STATES = {"not_applicable": "NA", "not_enough_information": "NEI", "unanswered": ""}


def xlsform_of(pack: Pack) -> bytes:
    """The form for phones."""
    file = BytesIO()
    write_xlsform(pack, file)
    return file.getvalue()


@cache
def paths_of(*scales: str) -> tuple[tuple[tuple[str, ...], str], ...]:
    """The fields of the form as a phone has it: the groups around each, its name, its value.

    Values are those that the form calculates by itself.
    """
    content = xlsform_of(pack_of(*map(pack_scale, scales)))
    root = ElementTree.fromstring(convert(BytesIO(content)).xform)
    model = root.find(f".//{_XFORMS}model")
    instance = root.find(f".//{_XFORMS}instance")
    assert model is not None and instance is not None
    calculated = {
        bind.get("nodeset", ""): _value(bind.get("calculate", "")) for bind in model.iter()
    }
    return tuple(
        (path, calculated.get("/data/" + "/".join(path), ""))
        for path in _leaves(instance[0])
        if path[0] != "meta"
    )


def _value(calculation: str) -> str:
    return calculation[1:-1] if calculation[:1] in "'\"" else ""


def _leaves(node: ElementTree.Element, above: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found = []
    for child in node:
        path = (*above, child.tag.rpartition("}")[2])
        found += _leaves(child, path) if len(child) else [path]
    return found


def submitted(
    *given: PackScale, rater: str = "Ann", separator: str = "-", **beside: str
) -> dict[str, str]:
    """One submission: heads of the columns to cells.

    Args:
        given: What was answered on each scale.
        rater: Who answered.
        separator: Stands between the groups and a field's name.
        beside: Columns of the server.
    """
    values = {"fidelity_rater": rater}
    for one in given:
        prefix = f"{one.scale.id}__"
        values |= {f"{prefix}{fact}": choice for fact, choice in one.choices.items()}
        values |= {f"{prefix}{fact}": str(count) for fact, count in one.counts.items()}
        for item_id, answer in one.answers.items():
            values |= _answer(one, item_id, answer)
    paths = paths_of(*(one.scale.id for one in given))
    cells = {separator.join(path): values.get(path[-1], known) for path, known in paths}
    return {"SubmissionDate": "2026-03-03T10:00:00.000Z", **cells, "KEY": "uuid:1", **beside}


def _answer(one: PackScale, item_id: str, answer: GivenAnswer) -> dict[str, str]:
    name = f"{one.scale.id}__{item_id.replace('-', '_')}"
    evidence = one.scale.item(item_id).evidence
    level = answer.level if answer.state == "rated" else _STATES[answer.state]
    return {
        name: str(level),
        f"{name}__reason": answer.reason,
        f"{name}__numerator": _count(answer.numerator),
        f"{name}__denominator": _count(answer.denominator),
        f"{name}__grade": answer.grade or "",
        f"{name}__sources": " ".join(f"s{evidence.index(s) + 1}" for s in answer.sources),
        f"{name}__note": answer.note,
    }


def _count(count: int | None) -> str:
    return "" if count is None else str(count)


def as_csv(*rows: Mapping[str, str], delimiter: str = ",", bom: bool = False) -> bytes:
    """A table of submissions as a server writes it."""
    out = StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_MINIMAL)
    heads: Sequence[str] = list(rows[0])
    writer.writerow(heads)
    writer.writerows([row.get(head, "") for head in heads] for row in rows)
    return out.getvalue().encode("utf-8-sig" if bom else "utf-8")
