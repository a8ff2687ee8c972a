"""File to Scale: every fault found at once, with line, value found and fix."""

from __future__ import annotations

from pathlib import Path

from ruamel.yaml import YAML

from scales.model import Scale


def load_scale(path: Path) -> Scale:
    """Read one scale file."""
    data = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    return Scale.model_validate(data)
