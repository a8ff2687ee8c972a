"""A network drive is told by the drives of the computer, and refused before a file is made."""

from __future__ import annotations

from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from storage.mounts import read_mounts
from storage.network_drive import (
    Mount,
    network_kind,
    parse_mount_command,
    parse_mountinfo,
    refuse_network_drive,
)
from storage.problem import StoreUnavailable

# Invented, in the form of proc(5).
LINUX = r"""
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
25 22 0:5 / /proc rw,nosuid - proc proc rw
30 22 0:40 / /home rw,relatime - nfs4 files.example:/home rw,vers=4.2
31 30 8:2 / /home/kim/local rw,relatime shared:7 master:2 - xfs /dev/sdb1 rw
32 22 0:41 / /mnt/our\040share rw,relatime - cifs //server/share rw
33 22 0:42 / /mnt/f\303\274r rw,relatime - fuse.sshfs kim@host: rw
34 22 0:43 / /mnt/web rw,relatime - fuse https://dav.example/ rw
35 22 8:3 / /mnt/stick rw,relatime - fuseblk /dev/sdc1 rw
36 22 0:44 / /mnt/c rw,relatime - 9p C:\134 rw
37 22 0:45 / /twice rw,relatime - nfs files.example:/twice rw
38 37 8:4 / /twice rw,relatime - ext4 /dev/sdd1 rw
39 22 0:46 / /net rw,relatime - autofs auto.net rw
40 39 0:47 / /net/far rw,relatime - nfs far.example:/ rw
"""

MACOS = """
/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
map auto_home on /System/Volumes/Data/home (autofs, automounted, nobrowse)
//kim@server/Our%20share on /Volumes/Our share (smbfs, nodev, nosuid, mounted by kim)
files.example:/export on /Volumes/on (nfs)
/dev/disk4s1 on /Volumes/Stick (msdos, local, nodev)
"""


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("/var/lib/fidelity.sqlite", ""),
        ("/home/kim/fidelity.sqlite", "nfs4"),
        ("/home/kim/local/fidelity.sqlite", ""),
        ("/homework/fidelity.sqlite", ""),
        ("/mnt/our share/a/b/fidelity.sqlite", "cifs"),
        ("/mnt/für/fidelity.sqlite", "fuse.sshfs"),
        ("/mnt/web/fidelity.sqlite", "fuse.davfs"),
        ("/mnt/stick/fidelity.sqlite", ""),
        ("/mnt/c/Users/kim/fidelity.sqlite", "9p"),
        ("/twice/fidelity.sqlite", ""),
        ("/net/fidelity.sqlite", ""),
        ("/net/far/fidelity.sqlite", "nfs"),
    ],
)
def test_on_linux_the_nearest_drive_counts(file, kind):
    assert network_kind(PurePosixPath(file), parse_mountinfo(LINUX)) == kind


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("/Users/kim/fidelity.sqlite", ""),
        ("/Volumes/Our share/fidelity.sqlite", "smbfs"),
        ("/Volumes/on/fidelity.sqlite", "nfs"),
        ("/Volumes/Stick/fidelity.sqlite", ""),
    ],
)
def test_on_macos_what_mount_tells_is_read(file, kind):
    assert network_kind(PurePosixPath(file), parse_mount_command(MACOS)) == kind


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        (r"C:\Users\kim\fidelity.sqlite", ""),
        (r"\\?\C:\Users\kim\fidelity.sqlite", ""),
        (r"\\server\share\fidelity.sqlite", "a shared folder"),
        (r"\\?\UNC\server\share\fidelity.sqlite", "a shared folder"),
        ("//server/share/fidelity.sqlite", "a shared folder"),
        (r"\\wsl.localhost\Debian\home\kim\fidelity.sqlite", "a shared folder"),
        (r"z:\fidelity.sqlite", "smbfs"),
    ],
)
def test_on_windows_a_share_is_told_by_its_name_or_its_letter(file, kind):
    assert network_kind(PureWindowsPath(file), [Mount("Z:\\", "smbfs")]) == kind


def test_a_machine_whose_root_its_host_shares_may_keep_data_there():
    shared = parse_mountinfo("1 0 0:1 / / rw - 9p none rw\n2 1 0:2 / /mnt rw - 9p none rw")
    assert network_kind(PurePosixPath("/data/fidelity.sqlite"), shared) == ""
    assert network_kind(PurePosixPath("/mnt/fidelity.sqlite"), shared) == "9p"
    far = parse_mountinfo("1 0 0:1 / / rw - nfs files.example:/ rw")
    assert network_kind(PurePosixPath("/data/fidelity.sqlite"), far) == "nfs"


def test_where_the_system_tells_nothing_nothing_is_refused():
    refuse_network_drive(Path("/somewhere/fidelity.sqlite"), list)
    assert parse_mountinfo("something else\nentirely - different") == []
    assert parse_mount_command("something else\n") == []


def test_a_link_does_not_hide_the_drive_it_leads_to(tmp_path: Path):
    share = tmp_path / "share"
    share.mkdir()
    (tmp_path / "data").symlink_to(share)
    drives = [Mount(str(tmp_path), "ext4"), Mount(str(share.resolve()), "cifs")]
    with pytest.raises(StoreUnavailable) as raised:
        refuse_network_drive(tmp_path / "data" / "fidelity.sqlite", lambda: drives)
    assert str(raised.value) == (
        f"The SQLite file {share.resolve() / 'fidelity.sqlite'} would lie on a network drive "
        "(cifs), where it can be destroyed when two computers write to it. Name a file on a disk "
        "of this computer in FIDELITY_DATABASE_URL, or, for several computers, a PostgreSQL "
        "database. [K25]"
    )
    refuse_network_drive(tmp_path / "fidelity.sqlite", lambda: drives)


def test_the_drives_of_this_computer_are_read(tmp_path: Path):
    drives = read_mounts()
    assert network_kind(tmp_path.resolve(), drives) == ""
    assert network_kind(Path("/proc/self"), drives) == ""
