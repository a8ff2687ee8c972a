"""How the commands speak: results on standard output, what is amiss on standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

import typer

FAULTY = 2
"""Exit status where the fault lies in what was given: a file, a name or an option."""
_CLOSED_PIPE = (32, 22)
"""EPIPE, and what Windows says instead (EINVAL)."""


def say(text: str) -> None:
    """Print a result; whoever stops reading ends the command, and that is no fault."""
    try:
        typer.echo(_plain(text))
    except OSError as error:
        if error.errno not in _CLOSED_PIPE:
            raise
        # Whoever reads has seen enough. What is still buffered goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit from None


def warn(text: str) -> None:
    """Print what is amiss."""
    typer.echo(_plain(text), err=True)


def refusal(text: str) -> typer.Exit:
    """Print what is amiss with what was given; raise what is returned."""
    warn(text)
    return typer.Exit(FAULTY)


def count(number: int, what: str) -> str:
    """Say how many there are.

    Example:
        >>> count(1, "row"), count(1234, "row")
        ('1 row', '1,234 rows')
    """
    return f"{number:,} {what}{'s' * (number != 1)}"


def progress(what: str) -> Callable[[int, int], None] | None:
    """Show how far something has come, where somebody looks on; None where nobody does."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, of: int) -> None:
        typer.echo(f"\r{what}: {done:,} of {of:,}", err=True, nl=done >= of)

    return show


def _plain(text: str) -> str:
    """Text of a file could hold characters that a console would take as commands."""
    return "".join(c if c.isprintable() or c == "\n" else "?" for c in text)
