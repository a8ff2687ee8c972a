"""Run scoring tests on copies of the package, each with one fault planted.

Called as `python try_faults.py FOLDER TESTS COPY ...`: each COPY is a folder in FOLDER with a
faulty package of that name and its tests, of which TESTS are run in this order, a comma between.
Prints "COPY CODE" for each, CODE as pytest returns it.

All copies are tried in one process, because starting Python and reading the scales takes longer
than the tests do.
"""

from __future__ import annotations

import contextlib
import io
import sys
from functools import cache
from pathlib import Path

import pytest

import scales.loading

OPTIONS = ("-x", "-q", "--assert=plain", "--import-mode=importlib", "-p", "no:cacheprovider")


def main(folder: Path, tests: list[str], copies: list[str]) -> None:
    """Try each copy and print what came of it."""
    scales.loading.load_scale = cache(scales.loading.load_scale)
    sys.path.insert(0, str(folder))
    for copy in copies:
        place = ["--rootdir", str(folder), "-c", str(folder / "pytest.ini")]
        files = [str(folder / copy / "tests" / test) for test in tests]
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            code = pytest.main([*OPTIONS, *place, *files])
        print(copy, int(code), flush=True)
        if code > pytest.ExitCode.TESTS_FAILED:
            print(said.getvalue(), file=sys.stderr)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2].split(","), sys.argv[3:])
