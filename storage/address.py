"""The address of a database: what it may be, and how it is shown without its password."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from storage.mounts import read_mounts
from storage.network_drive import refuse_network_drive
from storage.problem import StoreUnavailable

_LIKE = "Write it like sqlite:////folder/fidelity.sqlite or postgresql://user@host/database. [K20]"
_POSTGRESQL = ("postgresql", "postgres")
"""Addresses that name no driver; ours is psycopg, and other programs accept both."""


def read_address(url: str) -> URL:
    """Read the address of a database, and check what can be checked before it is opened.

    Raises:
        StoreUnavailable: It cannot be understood, its driver is not installed, or it names an
            SQLite database where none can be kept: in memory or on a network drive.
    """
    parsed = _parse(url)
    _check_driver(parsed)
    if parsed.get_backend_name() == "sqlite":
        _check_file(parsed)
    return parsed


def show_address(url: URL) -> str:
    """Write an address for people to read, without any password."""
    # Only what is known to be none: a password may stand under a mistyped name.
    where = {name: value for name, value in url.query.items() if name in ("host", "port")}
    url = url.set(query=where)
    return url.render_as_string()


def without_password(text: str, url: URL) -> str:
    """Take the passwords of an address out of a text, such as a driver's message."""
    secrets = [url.password, *(v for name, v in url.query.items() if "password" in name.lower())]
    for secret in secrets:
        if secret:
            text = text.replace(str(secret), "***")
    return text


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):  # ValueError: the port is no number
        # What was given is not repeated: it may hold a password.
        raise StoreUnavailable(f"The database URL cannot be understood. {_LIKE}") from None
    if "@" in (parsed.host or ""):
        raise StoreUnavailable(
            "The database URL cannot be understood: it has two @. Write one that belongs to a "
            "name or a password as %40, and % as %25, / as %2F, : as %3A. [K20]"
        )
    if parsed.drivername in _POSTGRESQL:
        return parsed.set(drivername="postgresql+psycopg")
    return parsed


def _check_driver(url: URL) -> None:
    try:
        url.get_dialect().import_dbapi()
    except NoSuchModuleError:
        raise StoreUnavailable(
            f"The database URL begins with {url.drivername!r}, which is not known. {_LIKE}"
        ) from None
    except ImportError:
        if url.drivername != "postgresql+psycopg":
            raise StoreUnavailable(
                f"The database URL asks for the driver of {url.drivername!r}, which is not "
                f"installed. {_LIKE}"
            ) from None
        raise StoreUnavailable(
            "The database URL names PostgreSQL, and its driver, psycopg, is not installed. Install "
            'it with `pip install -c constraints.txt -e ".[postgresql]"`. [K20]'
        ) from None


def _check_file(url: URL) -> None:
    if url.database in (None, "", ":memory:") or url.query.get("mode") == "memory":
        raise StoreUnavailable(
            f"{show_address(url)} is a database in memory: all would be gone at the end. "
            "Name a file. [K21]"
        )
    file = str(url.database)
    if file.startswith("file:"):  # SQLite's own kind of address
        file = unquote(file.removeprefix("file:").partition("?")[0])
    refuse_network_drive(Path(file), read_mounts)
