"""Run scoring tests on copies of the package, each with one fault planted.

Called as `python try_faults.py FOLDER COPY ...`, where each COPY is a folder in FOLDER with tests
that import the faulty package of the same name. Prints "COPY CODE" for each, CODE as pytest
returns it.

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

import scales.catalog
import scales.loading


def main(folder: Path, copies: list[str]) -> None:
    """Try each copy and print what came of it."""
    scales.loading.load_scale = cache(scales.loading.load_scale)
    scales.catalog.load_catalog = cache(scales.catalog.load_catalog)
    sys.path.insert(0, str(folder))
    for copy in copies:
        options = [
            "-x",
            "-q",
            "--assert=plain",
            "--import-mode=importlib",
            "-p",
            "no:cacheprovider",
        ]
        place = ["--rootdir", str(folder), "-c", str(folder / "pytest.ini"), str(folder / copy)]
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            code = pytest.main([*options, *place])
        print(copy, int(code), flush=True)
        if code > pytest.ExitCode.TESTS_FAILED:
            print(said.getvalue(), file=sys.stderr)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
