"""Network drives, on which SQLite loses data: locks are not kept there when two computers write.

See "How To Corrupt An SQLite Database File", 2.1, and "Write-Ahead Logging", both at sqlite.org:
all who use a database must be on one computer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from storage.problem import StoreUnavailable

_KINDS = {
    *("9p", "acfs", "afpfs", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "davfs2", "drvfs"),
    *("ftp", "glusterfs", "gpfs", "lustre", "ncp", "ncpfs", "nfs", "nfs3", "nfs4", "ocfs2"),
    *("orangefs", "prl_fs", "pvfs2", "smb2", "smb3", "smbfs", "vboxsf", "vmhgfs", "webdav"),
}
_FUSE = (
    *("afp", "ceph", "curlftpfs", "dav", "gcs", "gluster", "goofys", "google", "gvfs", "juicefs"),
    *("moose", "nfs", "onedrive", "rclone", "s3", "seaweed", "smb", "ssh", "vmhgfs", "blobfuse"),
)
"""Beginnings of names of drives that a program of the user provides (fuse.sshfs)."""


@dataclass(frozen=True)
class Mount:
    """A drive: where it is seen and what kind it is."""

    point: str
    kind: str


def refuse_network_drive(file: Path, read: Callable[[], Sequence[Mount]]) -> None:
    """Refuse a file on a network drive, where it can be told.

    Args:
        file: The SQLite file, which need not exist yet.
        read: Reads the drives of this computer; a later one hides an earlier one at its point.

    Raises:
        StoreUnavailable: It is on a network drive.
    """
    # Following the links may mount a drive, so the drives are read afterwards.
    place = Path(file).resolve()
    kind = network_kind(place, read())
    if kind:
        raise StoreUnavailable(
            f"The SQLite file {place} would lie on a network drive ({kind}), where it can be "
            "destroyed when two computers write to it. Name a file on a disk of this computer in "
            "FIDELITY_DATABASE_URL, or, for several computers, a PostgreSQL database. [K25]"
        )


def network_kind(place: PurePath, mounts: Sequence[Mount]) -> str:
    """Return the kind of network drive that an absolute path is on; empty if it is on none."""
    if re.match(r"[\\/]{2}(?![.?][\\/])|[\\/]{2}\?[\\/]UNC[\\/]", str(place), re.IGNORECASE):
        return "a shared folder"
    above = [mount for mount in mounts if place.is_relative_to(mount.point)]
    if not above:
        return ""
    # Of two at one point the later one is seen: `max` keeps the first, so look from behind.
    nearest = max(reversed(above), key=lambda mount: len(type(place)(mount.point).parts))
    # A machine whose own root is shared by its host has no disk of its own to name instead.
    shared_root = nearest.kind == "9p" and nearest.point == "/"
    return nearest.kind if is_network(nearest.kind) and not shared_root else ""


def is_network(kind: str) -> bool:
    """Tell whether drives of this kind (as the system names it) are reached over a network.

    Example:
        >>> is_network("nfs4"), is_network("fuse.sshfs"), is_network("ext4")
        (True, True, False)
    """
    kind = kind.lower()
    name, _, program = kind.partition(".")
    if name in ("fuse", "fuseblk", "macfuse", "osxfuse"):
        return program.startswith(_FUSE)
    return kind in _KINDS


def parse_mountinfo(text: str) -> list[Mount]:
    """Read what Linux tells in /proc/self/mountinfo (see its manual page, proc(5))."""
    found = []
    for line in text.splitlines():
        before, separator, after = line.partition(" - ")
        places, kinds = before.split(" "), after.split(" ")
        if separator and len(places) > 4 and len(kinds) > 1:
            # davfs2 does not name itself, but tells what address it shows.
            kind = "fuse.davfs" if kinds[0] == "fuse" and "://" in kinds[1] else kinds[0]
            found.append(Mount(_unescape(places[4]), kind))
    return found


def _unescape(text: str) -> str:
    # \040 is a blank; a letter of two bytes is two such numbers.
    raw = re.sub(rb"\\([0-7]{3})", lambda m: bytes([int(m[1], 8)]), text.encode("utf-8", "replace"))
    return raw.decode("utf-8", "replace")


def parse_mount_command(text: str) -> list[Mount]:
    """Read what `mount` tells on macOS and the BSDs: `//a@host/x on /Volumes/x (smbfs, nodev)`."""
    lines = (re.fullmatch(r".+ on (/.*) \(([^,()]+).*\)", line) for line in text.splitlines())
    return [Mount(line[1], line[2].strip()) for line in lines if line]
