"""The scoring tests catch a fault: each of many, planted on purpose, makes one of them fail."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.scoring.planted_faults import FAULTS

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SCORING = ROOT / "scoring"
# Quick tests, quickest first. The laws would do as well, but try hundreds of profiles each.
QUICK = (
    "test_conditions.py",
    "test_means.py",
    "test_measurement.py",
    "test_targets.py",
    "test_held_back.py",
    "test_gaps_and_plan.py",
    "test_due.py",
    "test_chart_review.py",
    "test_chart_sample.py",
    "test_explanation.py",
    "test_ratings.py",
    "test_survey.py",
    "test_agreement.py",
)
# Where a module has no test file of its name: those that most likely find its faults.
LIKELY = {
    "columns": "test_means.py",
    "states": "test_conditions.py",
    "rounding": "test_means.py",
    "scores": "test_ratings.py",
    "reasons": "test_conditions.py",
    "gaps": "test_targets.py",
    "plan": "test_gaps_and_plan.py",
    "bounds": "test_explanation.py",
    "borderline": "test_explanation.py",
    "evidence": "test_explanation.py",
    "combined": "test_explanation.py",
    "claim": "test_explanation.py",
}
PASSED, FAILED = "0", "1"
AT_ONCE = 2
PATIENCE = 900.0  # seconds; half a minute is usual on two cores with nothing else to do


def plant(folder: Path, name: str, fault: tuple[str, str, str] | None) -> None:
    """Copy the package and its tests under another name, with a fault or without."""
    shutil.copytree(SCORING, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / name / "tests").mkdir()
    for test in ("conftest.py", *QUICK):
        shutil.copy(HERE / test, folder / name / "tests" / test)
    if fault is not None:
        module, right, wrong = fault
        file = folder / name / f"{module}.py"
        text = file.read_text(encoding="utf-8")
        assert text.count(right) == 1, f"scoring/{module}.py holds {right!r} not just once"
        file.write_text(text.replace(right, wrong), encoding="utf-8")
    for file in (folder / name).rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        renamed = re.sub(r"^( *)(from|import) scoring\b", rf"\1\2 {name}", text, flags=re.M)
        file.write_text(renamed, encoding="utf-8")


def outcomes(folder: Path, names: list[str]) -> dict[str, str]:
    """Try the copies, some at once, and tell for each what pytest returned."""
    script = str(HERE / "try_faults.py")
    environment = os.environ | {
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",  # none is needed, and each takes time to load
    }
    running = [
        subprocess.Popen(
            [sys.executable, script, str(folder), *names[start::AT_ONCE]],
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        for start in range(AT_ONCE)
    ]
    try:
        said = [process.communicate(timeout=PATIENCE)[0] for process in running]
    finally:
        for process in running:
            process.kill()
    return dict(line.split() for line in "".join(said).splitlines())


def order_for(module: str) -> list[str]:
    """All quick tests, the most likely one first; for a folder, the one of its name."""
    part = module.split("/")[0]
    first = LIKELY.get(part, f"test_{part}.py")
    return [first, *(test for test in QUICK if test != first)]


def test_every_planted_fault_makes_a_scoring_test_fail(tmp_path: Path) -> None:
    faults = {
        f"{fault[0].replace('/', '_')}_{number:03}": fault for number, fault in enumerate(FAULTS)
    }
    order = {name: order_for(module) for name, (module, _, _) in faults.items()}
    order["faultless"] = list(QUICK)
    (tmp_path / "order.json").write_text(json.dumps(order), encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    plant(tmp_path, "faultless", None)
    for name, fault in faults.items():
        plant(tmp_path, name, fault)

    found = outcomes(tmp_path, ["faultless", *faults])

    assert found["faultless"] == PASSED
    assert {f: found.get(n) for n, f in faults.items() if found.get(n) != FAILED} == {}
