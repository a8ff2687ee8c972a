"""Addresses of databases: what is understood, what is explained, and that no password is shown."""

from __future__ import annotations

import sys
import traceback
from contextlib import closing

import pytest
from sqlalchemy import make_url, text

from storage import address
from storage.address import read_address, show_address
from storage.network_drive import Mount
from storage.problem import StoreUnavailable
from storage.store import Store, upgrade


@pytest.mark.parametrize("begin", ["postgresql", "postgres", "postgresql+psycopg"])
def test_postgresql_is_reached_by_psycopg_whatever_its_address_begins_with(begin):
    assert read_address(f"{begin}://kim@host/data").drivername == "postgresql+psycopg"


def test_without_its_driver_postgresql_says_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreUnavailable) as raised:
        Store.open("postgresql+psycopg://kim:geheim@host/data")
    assert str(raised.value) == (
        "The database URL names PostgreSQL, and its driver, psycopg, is not installed. Install it "
        'with `pip install -c constraints.txt -e ".[postgresql]"`. [K20]'
    )


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql://kim:ge@heim@host/data", "it has two @. Write one that belongs to a name or"),
        ("postgresql://kim:geheim@host:port/data", "cannot be understood. Write it like sqlite:"),
        ("kim:geheim@host", "cannot be understood. Write it like sqlite:"),
        ("oracle+x://kim:geheim@host/data", "begins with 'oracle+x', which is not known"),
        ("mysql://kim:geheim@host/data", "asks for the driver of 'mysql', which is not installed"),
        ("postgresql://kim:geheim@127.0.0.1:9/data", "connection failed"),
        ("postgresql://kim@127.0.0.1:9/data?password=geheim", "connection failed"),
        ("postgresql://kim:geheim@127.0.0.1:9/data?sslmode=x", "invalid sslmode value"),
        ("postgresql://kim:geheim@127.0.0.1:9/data?pasword=geheim", "invalid connection option"),
    ],
)
def test_what_is_said_of_an_address_shows_no_password(url, said):
    with pytest.raises(StoreUnavailable) as raised, closing(Store.open(url)) as store:
        upgrade(store)
    assert said in str(raised.value)
    whole = "".join(traceback.format_exception(raised.value))
    assert "geheim" not in whole
    assert "ge@heim" not in whole


def test_an_address_is_shown_with_what_is_secret_in_it_hidden():
    url = make_url("postgresql://kim:geheim@/data?host=/run/postgresql&sslpassword=geheim")
    assert show_address(url) == "postgresql://kim:***@/data?host=%2Frun%2Fpostgresql"


@pytest.mark.parametrize(
    "url", ["sqlite:////far/fidelity.sqlite", "sqlite:///file:/far/x?uri=true"]
)
def test_a_file_on_a_network_drive_is_refused_when_it_is_opened(url, monkeypatch):
    monkeypatch.setattr(address, "read_mounts", lambda: [Mount("/", "ext4"), Mount("/far", "nfs")])
    with pytest.raises(StoreUnavailable, match=r"\(nfs\).*\[K25\]"):
        Store.open(url)


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_postgresql_is_set_up_so_that_an_acknowledged_answer_survives(store):
    asked = ("synchronous_commit", "lock_timeout")
    with store.write() as connection:
        told = [connection.execute(text(f"SHOW {name}")).scalar_one() for name in asked]
    assert told == ["on", "30s"]


def test_all_that_is_read_in_one_block_is_of_one_moment(store):
    count = text("SELECT count(*) FROM program")
    with store.read() as connection:
        assert connection.execute(count).scalar_one() == 0
        with store.write() as other:
            other.execute(
                text(
                    "INSERT INTO program (name, agency, setting, levels_of_care, region, "
                    "populations, archived, created_at, revision, invented) VALUES "
                    "('A', '', '', '[]', '', '[]', (1=0), '2026-03-02 09:30:00', 1, (1=1))"
                )
            )
        assert connection.execute(count).scalar_one() == 0
    with store.read() as connection:
        assert connection.execute(count).scalar_one() == 1


def test_a_database_that_lacks_letters_is_refused_before_anything_is_made(postgres):
    with postgres.connect() as connection:
        connection.execute("DROP DATABASE IF EXISTS latin")
        connection.execute("CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'")
    with (
        closing(Store.open(postgres.url("latin"))) as store,
        pytest.raises(StoreUnavailable, match=r"keeps text as LATIN1, which lacks letters.*K26"),
    ):
        upgrade(store)
