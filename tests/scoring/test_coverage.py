"""Every line and branch of the scoring is walked by a test that knows what should come out."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
# The laws wander where they like, so they do not count; two start tests of their own; one only
# compares with other programs, and those take long to load.
LEFT_OUT = ("test_laws.py", "test_agreement_laws.py", "test_faults.py", "test_coverage.py")
LEFT_OUT += ("test_agreement_references.py", "test_path_laws.py")


def test_every_branch_of_the_scoring_is_walked(tmp_path: Path) -> None:
    here = "tests/scoring"
    measured = [
        "--cov=scoring",
        "--cov-branch",
        "--cov-fail-under=100",
        "--cov-report=term-missing",
    ]
    ignored = [f"--ignore={here}/{name}" for name in LEFT_OUT]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", here, *measured, *ignored, "-p", "no:cacheprovider"],
        cwd=ROOT,
        env=os.environ | {"COVERAGE_FILE": str(tmp_path / "coverage")},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout
