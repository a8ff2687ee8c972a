"""Run scoring tests on copies of the package, each with one fault planted.

Called as `python try_faults.py FOLDER COPY ...`: each COPY is a folder in FOLDER with a faulty
package of that name and its tests; FOLDER/order.json names for each the tests to run, in order,
until one of them fails. Prints "COPY CODE" for each, CODE as pytest returns it.

All copies are tried in one process, because starting Python and reading the scales takes longer
than the tests do.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
from functools import cache
from pathlib import Path

import pytest

import scales.loading

OPTIONS = ("-x", "-q", "--assert=plain", "--import-mode=importlib", "-p", "no:cacheprovider")


def main(folder: Path, copies: list[str]) -> None:
    """Try each copy and print what came of it."""
    scales.loading.load_scale = cache(scales.loading.load_scale)
    sys.path.insert(0, str(folder))
    order = json.loads((folder / "order.json").read_text(encoding="utf-8"))
    for copy in copies:
        codes = (_run(folder, folder / copy / "tests" / test) for test in order[copy])
        print(copy, next((code for code in codes if code), 0), flush=True)


def _run(folder: Path, test: Path) -> int:
    said = io.StringIO()
    place = ["--rootdir", str(folder), "-c", str(folder / "pytest.ini")]
    with contextlib.redirect_stdout(said):
        code = pytest.main([*OPTIONS, *place, str(test)])
    if code > pytest.ExitCode.TESTS_FAILED:
        print(said.getvalue(), file=sys.stderr)
    return int(code)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
