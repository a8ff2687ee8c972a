"""The reference pages made from data: `python -m scales.reference` rewrites them."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path

from scales.criteria import Criterion, load_criteria
from scales.loading import load_scale
from scales.model import ChoiceFact, Scale

SHIPPED = ("iddt", "goi", "trauma_informed", "integration")
_LIBRARY = Path(__file__).with_name("library")
_NOTICE = "<!-- Made by `python -m scales.reference`; edit the data, not this page. -->"

_CRITERIA_INTRO = """\
The founding documents (S0 to S4) name {count} things that can be rated in a program. Each is
carried by at least one item of a scale: rating the item answers the criterion. The level
descriptions of each criterion stand in `scales/criteria.csv`.

- Unless a row says otherwise, percentages are shares of sampled charts, clients or events, of
  people with both conditions, in the last six months.
- In groups D and E (signs of a bundled program, signs of fragmentation) a high level means that
  the sign is absent.
- In group G a therapy is rated by whether those for whom it is indicated can get it; no program
  needs all of them.
- In group Q the program's answer is rated, not the question.
"""

_IDS_INTRO = """\
Ids stand in ratings files, exports and stored visits, so they are stable: a name or a wording may
change, an id never takes on another meaning.
"""


def criteria_page(criteria: Sequence[Criterion], scales: Sequence[Scale]) -> str:
    """Return the page that shows each criterion with the items that carry it.

    Raises:
        KeyError: A criterion names an item that none of `scales` has.
    """
    names = {item.id: item.name for scale in scales for item in scale.items}
    groups = [(key, tuple(rows)) for key, rows in groupby(criteria, key=_heading)]
    index = (
        (f"[{heading}](#{_anchor(heading)})", f"{rows[0].number}–{rows[-1].number}", len(rows))
        for heading, rows in groups
    )
    parts = [
        "# What the founding documents ask, and where it is rated",
        _NOTICE,
        _CRITERIA_INTRO.format(count=len(criteria)).rstrip(),
        _table(("Group", "Numbers", "Criteria"), index),
    ]
    for heading, rows in groups:
        parts += [f"## {heading}", _criteria_table(rows, names)]
    return "\n\n".join(parts) + "\n"


def _heading(criterion: Criterion) -> str:
    return f"{criterion.group}. {criterion.group_name}"


def _criteria_table(criteria: Iterable[Criterion], names: dict[str, str]) -> str:
    head = ("No.", "Criterion", "Founding documents", "Carried by", "How it is rated")
    rows = (
        (
            c.number,
            c.text,
            ", ".join(c.founding_documents),
            "<br>".join(f"`{item}` {names[item]}" for item in c.items),
            c.formulation,
        )
        for c in criteria
    )
    return _table(head, rows)


def ids_page(scales: Sequence[Scale]) -> str:
    """Return the page that lists every id that stands in files and exports."""
    parts = ["# Ids", _NOTICE, _IDS_INTRO.rstrip()]
    parts.append(
        _table(
            ("Scale", "Name", "Version", "Total"),
            (
                (f"[`{s.id}`](#{_anchor(s.id)})", s.name, s.version, f"`{s.total.id}`")
                for s in scales
            ),
        )
    )
    for scale in scales:
        parts += _scale_ids(scale)
    return "\n\n".join(parts) + "\n"


def _scale_ids(scale: Scale) -> list[str]:
    total = scale.total
    parts = [
        f"## {scale.id}",
        f"{scale.name}, version {scale.version}. "
        f"Levels {scale.levels.low} to {scale.levels.high}. "
        f"Total: `{total.id}`, {total.name}.",
    ]
    for title, head, rows in (
        ("Subscales", ("Id", "Name", "Items"), _subscale_rows(scale)),
        ("Items", ("Id", "Name", "Subscale"), _item_rows(scale)),
        ("Facts", ("Id", "Asks", "Choices"), _fact_rows(scale)),
        ("Verdicts, in the order they are tried", _VERDICT_HEAD, _verdict_rows(scale)),
        ("Sublabels", ("Id", "Name", "Verdict"), _sublabel_rows(scale)),
        ("Warnings", ("Id", "Text"), [(f"`{w.id}`", w.text) for w in scale.warnings]),
        ("Profiles", ("Profile", "Part", "Name", "Items"), _profile_rows(scale)),
        ("Means with another scale", ("Id", "Name", "With"), _combined_rows(scale)),
    ):
        if rows:
            parts += [f"### {title}", _table(head, rows)]
    return parts


def _subscale_rows(scale: Scale) -> list[tuple[str, ...]]:
    return [(f"`{s.id}`", s.name, _codes(scale.members(s.id))) for s in scale.subscales]


def _item_rows(scale: Scale) -> list[tuple[str, ...]]:
    return [(f"`{i.id}`", i.name, f"`{i.subscale}`") for i in scale.items]


def _fact_rows(scale: Scale) -> list[tuple[str, ...]]:
    return [
        (
            f"`{fact.id}`",
            fact.asks,
            "<br>".join(f"`{c.id}` {c.text}" for c in fact.choices)
            if isinstance(fact, ChoiceFact)
            else "a whole number",
        )
        for fact in scale.facts
    ]


_VERDICT_HEAD = ("Id", "Name", "Rule", "Tier")


def _verdict_rows(scale: Scale) -> list[tuple[str, ...]]:
    return [
        (f"`{v.id}`", v.name, f"`{v.rule}`", "none" if v.tier is None else str(v.tier))
        for v in scale.verdicts
    ]


def _sublabel_rows(scale: Scale) -> list[tuple[str, ...]]:
    return [(f"`{s.id}`", s.name, f"`{v.id}`") for v in scale.verdicts for s in v.sublabels]


def _profile_rows(scale: Scale) -> list[tuple[str, ...]]:
    return [
        (f"`{profile.id}`", f"`{part.id}`", part.name, _codes(part.items))
        for profile in scale.profiles
        for part in profile.parts
    ]


def _combined_rows(scale: Scale) -> list[tuple[str, ...]]:
    return [(f"`{c.id}`", c.name, f"`{c.with_scale}`") for c in scale.combined]


def _codes(ids: Iterable[str]) -> str:
    return " ".join(f"`{i}`" for i in ids)


def _anchor(heading: str) -> str:
    """Return the fragment that GitHub gives a heading."""
    kept = (c for c in heading.lower() if c.isalnum() or c in " -_")
    return "".join(kept).replace(" ", "-")


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def _cell(value: object) -> str:
    return " ".join(str(value).split()).replace("|", "\\|")


def pages() -> dict[str, str]:
    """Return each generated page by its file name."""
    scales = [load_scale(_LIBRARY / f"{scale}.yaml") for scale in SHIPPED]
    return {
        "criteria.md": criteria_page(load_criteria(), scales),
        "ids.md": ids_page(scales),
    }


def main() -> None:
    """Write the pages into a folder, `docs/reference` unless another is named."""
    parser = argparse.ArgumentParser(description="Rewrite the reference pages made from data.")
    parser.add_argument("folder", nargs="?", type=Path, default=Path("docs/reference"))
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
