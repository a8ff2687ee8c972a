"""The drives of this computer, as far as its system tells."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from storage.network_drive import Mount, parse_mount_command, parse_mountinfo

_LINUX = Path("/proc/self/mountinfo")


def read_mounts() -> list[Mount]:
    """Return the drives, in the order they came; empty where the system does not tell."""
    if sys.platform == "win32":
        return _windows_drives()
    try:
        if _LINUX.exists():
            return parse_mountinfo(_LINUX.read_text(encoding="utf-8", errors="replace"))
        told = subprocess.run(["/sbin/mount"], capture_output=True, timeout=5, check=True)
    except (OSError, subprocess.SubprocessError):
        return []
    return parse_mount_command(told.stdout.decode("utf-8", "replace"))


def _windows_drives() -> list[Mount]:
    if sys.platform != "win32":
        return []
    from ctypes import windll

    remote = 4  # DRIVE_REMOTE of GetDriveTypeW
    roots = [f"{letter}:\\" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
    found = [root for root in roots if windll.kernel32.GetDriveTypeW(root) == remote]
    return [Mount(root, "smbfs") for root in found]
