"""Take bundles out of databases and bring them into others, as tests do it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import zipfile
from collections.abc import Callable, Collection
from io import BytesIO

from storage.acting import Acting, Operator
from storage.bundle import open_bundle
from storage.bundle_compare import preview_bundle
from storage.bundle_export import export_bundle
from storage.bundle_preview import BundlePreview
from storage.bundle_writing import import_bundle
from storage.store import Store

LATER = dt.datetime(2026, 5, 4, 12, 0, tzinfo=dt.UTC)
"""When a bundle is brought in."""
NAME = "programs.fidelity.zip"
Members = dict[str, bytes]


def taken_out(whose: Store | Acting | Operator, programs: Collection[int] | None = None) -> bytes:
    """Export programs, or all."""
    raw = BytesIO()
    export_bundle(Operator(whose) if isinstance(whose, Store) else whose, raw, programs)
    return raw.getvalue()


def looked_at(whose: Store | Acting | Operator, file: bytes) -> BundlePreview:
    """Preview a bundle."""
    acting = Operator(whose) if isinstance(whose, Store) else whose
    with open_bundle(BytesIO(file), NAME) as bundle:
        return preview_bundle(acting, bundle)


def brought_in(
    whose: Store | Acting | Operator, file: bytes, *, skip_conflicts: bool = False
) -> BundlePreview:
    """Import a bundle after a look at its preview, which is returned."""
    acting = Operator(whose) if isinstance(whose, Store) else whose
    with open_bundle(BytesIO(file), NAME) as bundle:
        preview = preview_bundle(acting, bundle)
        import_bundle(acting, bundle, preview, LATER, skip_conflicts=skip_conflicts)
    return preview


def members_of(file: bytes) -> Members:
    """What is in the zip."""
    with zipfile.ZipFile(BytesIO(file)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rewritten(file: bytes, change: Callable[[Members], object], *, noted: bool = True) -> bytes:
    """Change what is in the zip; with `noted`, the list of contents is made to agree."""
    members = members_of(file)
    change(members)
    if noted:
        note(members)
    return zipped(members)


def zipped(members: Members) -> bytes:
    """Put a zip together."""
    raw = BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return raw.getvalue()


def note(members: Members) -> None:
    """Make the list of contents agree with the rows."""
    meta = json.loads(members["meta.json"])
    for name, part in meta["tables"].items():
        rows = members.get(f"tables/{name}.jsonl", b"")
        total = hashlib.sha256(rows).hexdigest()
        part |= {"rows": rows.count(b"\n"), "bytes": len(rows), "sha256": total}
    members["meta.json"] = json.dumps(meta).encode()
