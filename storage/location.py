"""Where the data lies if nobody says otherwise."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import URL

from storage.address import read_address

FILE_NAME = "fidelity.sqlite"


def default_url(data_dir: Path) -> str:
    """Return the URL of the SQLite file in a folder, which is created if need be.

    A new folder can be read by its owner alone.
    """
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = (data_dir / FILE_NAME).absolute()
    return URL.create("sqlite", database=str(file)).render_as_string(hide_password=False)


def is_missing(url: str) -> bool:
    """Whether a URL names a SQLite file that does not exist; opening it would make one.

    Raises:
        StoreUnavailable: The URL cannot be understood.
    """
    address = read_address(url)
    if address.get_backend_name() != "sqlite" or not address.database:
        return False
    return not Path(address.database).exists()
