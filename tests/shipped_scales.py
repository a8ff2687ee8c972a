"""The scales that ship, read once for all tests of a process: that takes longer than a page."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from scales.catalog import Catalog, load_catalog


@cache
def shipped_scales() -> Catalog:
    """The scales that ship."""
    return load_catalog()


def read_scales(folder: Path | None = None) -> Catalog:
    """Stand in for `load_catalog`; with a folder of one's own the files are read each time."""
    return load_catalog(folder) if folder else shipped_scales()
