"""The scoring tests catch a fault: each of many, planted on purpose, makes one of them fail."""

from __future__ import annotations

import json
import os
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
    "test_what_if.py",
    "test_path.py",
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
# Of each module some; all of them take a minute of two cores.
TRIED = FAULTS if os.environ.get("FIDELITY_TEST_LONG") == "1" else FAULTS[::8]
AT_ONCE = 2
PATIENCE = 900.0  # seconds; half a minute is usual on two cores with nothing else to do


def plant(fault: tuple[str, str, str]) -> str:
    """The text of the module with the fault."""
    module, right, wrong = fault
    text = (SCORING / f"{module}.py").read_text(encoding="utf-8")
    assert text.count(right) == 1, f"scoring/{module}.py holds {right!r} not just once"
    return text.replace(right, wrong)


def outcomes(tries: Path, names: list[str]) -> dict[str, str]:
    """Try the faults, some at once, and tell for each what pytest returned."""
    script = str(HERE / "try_faults.py")
    environment = os.environ | {
        "PYTHONPATH": str(ROOT),
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",  # none is needed, and each takes time to load
    }
    running = [
        subprocess.Popen(
            [sys.executable, script, str(tries), *names[start::AT_ONCE]],
            cwd=ROOT,
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


def test_every_fault_can_be_planted() -> None:
    for fault in FAULTS:
        compile(plant(fault), f"{fault[0]}.py", "exec")


def test_every_planted_fault_makes_a_scoring_test_fail(tmp_path: Path) -> None:
    faults = {f"{fault[0]}_{number:03}": fault for number, fault in enumerate(TRIED)}
    tries = {
        name: {
            "module": f"scoring.{fault[0].replace('/', '.')}",
            "text": plant(fault),
            "tests": order_for(fault[0]),
        }
        for name, fault in faults.items()
    }
    tries["faultless"] = {"module": "", "text": "", "tests": QUICK}
    (tmp_path / "tries.json").write_text(json.dumps(tries), encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")

    found = outcomes(tmp_path / "tries.json", ["faultless", *faults])

    assert found["faultless"] == PASSED
    assert {f: found.get(n) for n, f in faults.items() if found.get(n) != FAILED} == {}
