"""A folder in memory for what the tests write: a database there need not wait for a disk."""

from __future__ import annotations

import os
import re
import shutil
from contextlib import suppress
from pathlib import Path

_FOLDER = Path("/dev/shm")
_NEEDED = 3_000_000_000
"""Bytes that must be free; the tests take less than a third of it."""


def memory_folder() -> str | None:
    """Return the folder; None where there is none, or no room to spare."""
    with suppress(OSError):
        told = re.search(r"MemAvailable: +(\d+) kB", Path("/proc/meminfo").read_text())
        free = int(told[1]) * 1000 if told else 0
        if min(free, shutil.disk_usage(_FOLDER).free) > _NEEDED and os.access(_FOLDER, os.W_OK):
            return str(_FOLDER)
    return None
