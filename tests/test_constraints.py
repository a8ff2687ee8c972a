"""Two people who install the project on different days and systems get the same program."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from itertools import product
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
CONSTRAINTS = (ROOT / "constraints.txt").read_text(encoding="utf-8")

SYSTEMS = [("linux", "Linux", "posix"), ("win32", "Windows", "nt"), ("darwin", "Darwin", "posix")]
PYTHONS = ["3.11", "3.12", "3.13", "3.14"]
MACHINES = ["x86_64", "AMD64", "arm64", "aarch64"]
ENVIRONMENTS = [
    {
        "sys_platform": system,
        "platform_system": name,
        "os_name": family,
        "python_version": python,
        "python_full_version": f"{python}.0",
        "implementation_version": f"{python}.0",
        "platform_machine": machine,
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "platform_release": "",
        "platform_version": "",
    }
    for (system, name, family), python, machine in product(SYSTEMS, PYTHONS, MACHINES)
]


def pinned() -> dict[str, str]:
    lines = [line.split("==") for line in CONSTRAINTS.splitlines()]
    return {canonicalize_name(name): found for name, found in lines}


@cache
def needed() -> frozenset[str]:
    """Names of all we depend on, direct or not, on any system and Python we support.

    A package that is needed elsewhere alone, such as colorama on Windows, is not installed here,
    so what it needs in turn cannot be seen; today none of them needs anything.
    """
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [text for extra in project["optional-dependencies"].values() for text in extra]
    open_ = [Requirement(text) for text in [*project["dependencies"], *extras]]
    seen: set[tuple[str, str]] = set()
    while open_:
        requirement = open_.pop()
        name = canonicalize_name(requirement.name)
        for extra in {"", *requirement.extras} - {e for n, e in seen if n == name}:
            seen.add((name, extra))
            open_ += _required_by(name, extra)
    return frozenset(name for name, _ in seen)


def _required_by(name: str, extra: str) -> list[Requirement]:
    try:
        listed = [Requirement(text) for text in requires(name) or []]
    except PackageNotFoundError:
        return []
    return [r for r in listed if r.marker is None or _anywhere(r, extra)]


def _anywhere(requirement: Requirement, extra: str) -> bool:
    marker = requirement.marker
    assert marker is not None
    return any(marker.evaluate({**place, "extra": extra}) for place in ENVIRONMENTS)


def test_everything_we_depend_on_is_pinned_and_nothing_else():
    assert sorted(pinned()) == sorted(needed())


def test_what_is_installed_is_what_is_pinned():
    found = {name: _installed(name) for name in needed()}
    pins = pinned()
    other = {name: v for name, v in found.items() if v is not None and v != pins.get(name)}
    assert other == {}


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def test_a_pin_is_a_name_and_a_version_and_names_no_address():
    line = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*==[0-9][0-9a-z.]*")
    assert [text for text in CONSTRAINTS.splitlines() if not line.fullmatch(text)] == []


def test_pins_are_in_the_order_of_the_alphabet_each_once():
    names = [line.split("==")[0].lower() for line in CONSTRAINTS.splitlines()]
    assert names == sorted(set(names))
