"""The reference page of the checks: `python -m reporting.preflight.reference` rewrites it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from reporting.preflight.check import Check
from reporting.preflight.finding import SEVERITIES
from reporting.preflight.run import checks

_INTRO = """\
# What is checked before a visit is signed

<!-- Made by `python -m reporting.preflight.reference`; edit the code, not this page. -->

Before a visit is made final, {count} checks look through it. Each finding says where it is, what
was found and what to do, and leads to the place that mends it. The codes never change their
meaning.

{severities}

The list begins with the errors. Within each kind it follows the scales and their items.\
"""
_HEAD = ("Code", "Kind", "What it looks for", "Why it matters", "What to do")


def checks_page() -> str:
    """Return the page that explains each check."""
    groups = checks(lambda text: ())
    kinds = "\n".join(f"- **{kind}**: {asks}" for kind, asks in SEVERITIES.items())
    count = sum(len(group) for group in groups.values())
    parts = [_INTRO.format(count=count, severities=kinds)]
    for name, group in groups.items():
        parts += [f"## {name}", _table(group)]
    return "\n\n".join(parts) + "\n"


def _table(group: Sequence[Check]) -> str:
    rows = [(c.code, c.severity, c.looks_for, c.why, c.fix) for c in group]
    lines = [_HEAD, ("---",) * len(_HEAD), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main() -> None:
    """Write the page into a folder, `docs/reference` unless another is named."""
    parser = argparse.ArgumentParser(description="Rewrite the reference page of the checks.")
    parser.add_argument("folder", nargs="?", type=Path, default=Path("docs/reference"))
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "checks.md").write_text(checks_page(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
