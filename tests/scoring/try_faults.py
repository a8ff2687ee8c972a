"""Run scoring tests again and again, each time with one fault planted.

Called as `python try_faults.py FILE NAME ...`: FILE is JSON and holds for each NAME the faulty text
of one module (or none), and the tests to run, in order, until one of them fails. Prints "NAME CODE"
for each, CODE as pytest returns it.

All faults are tried in one process, because starting Python and reading the scales takes longer
than the tests do. Only what hangs on the fault is loaded anew.
"""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json
import sys
from functools import cache
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path
from types import CodeType

import pytest

import scales.loading

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
# Plugins that do nothing here but take time; one looks for garbage at each end, for half of it.
NOT_NEEDED = ("cacheprovider", "unraisableexception", "threadexception", "warnings", "doctest")
NOT_NEEDED += ("logging", "faulthandler", "debugging", "junitxml", "pastebin", "stepwise")
OPTIONS = ("-x", "-q", "--assert=plain", "--import-mode=importlib")
OPTIONS += tuple(part for name in NOT_NEEDED for part in ("-p", f"no:{name}"))
PLACE = (f"--rootdir={ROOT}", f"--confcutdir={HERE}", "-c")


class Faulty(SourceFileLoader):
    """Loads a module with a text other than that of its file."""

    def __init__(self, name: str, path: str, text: str) -> None:
        super().__init__(name, path)
        self._text = text

    def get_code(self, fullname: str) -> CodeType:
        return compile(self._text, self.path, "exec")


class Planted(MetaPathFinder):
    """Finds the faulty module before the one on the disk is found."""

    name = text = ""

    def find_spec(self, fullname: str, path: object, target: object = None) -> ModuleSpec | None:
        if fullname != self.name:
            return None
        file = ROOT.joinpath(*fullname.split(".")).with_suffix(".py")
        loader = Faulty(fullname, str(file), self.text)
        return importlib.util.spec_from_file_location(fullname, file, loader=loader)


def main(file: Path, names: list[str]) -> None:
    """Try each fault and print what came of it."""
    scales.loading.load_scale = cache(scales.loading.load_scale)
    planted = Planted()
    sys.meta_path.insert(0, planted)
    tries = json.loads(file.read_text(encoding="utf-8"))
    config = str(file.with_name("pytest.ini"))
    for name in names:
        planted.name, planted.text = tries[name]["module"], tries[name]["text"]
        codes = (_run(config, HERE / test) for test in tries[name]["tests"])
        print(name, next((code for code in codes if code), 0), flush=True)


def _run(config: str, test: Path) -> int:
    for name in [name for name in sys.modules if name.split(".")[0] in ("scoring", "tests")]:
        del sys.modules[name]
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        code = pytest.main([*OPTIONS, *PLACE, config, str(test)])
    if code > pytest.ExitCode.TESTS_FAILED:
        print(said.getvalue(), file=sys.stderr)
    return int(code)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
