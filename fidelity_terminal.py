"""How the commands speak: results on standard output, what is amiss on standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

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


def scales_folder() -> Path | None:
    """Where scale files of one's own are: the folder that FIDELITY_SCALES names."""
    folder = os.environ.get("FIDELITY_SCALES")
    return Path(folder) if folder else None


def check_out(out: Path, ending: str, force: bool) -> None:
    """Refuse a name that would mislead, and a file that is there unless it may be replaced."""
    if out.suffix.lower() != ending:
        raise refusal(f"{out}: the name of such a file ends in {ending}.")
    if out.is_dir() or (out.exists() and not force):
        raise refusal(f"{out} exists and was left as it is. Choose another name, or add --force.")


def write_whole(out: Path, content: bytes) -> None:
    """Write a file for its owner alone, whole or not at all."""
    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        made = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(made, "wb") as file:
            file.write(content)
        part.replace(out)
    except OSError as error:
        raise refusal(f"{out}: the file cannot be written ({error.strerror}).") from None
    finally:
        part.unlink(missing_ok=True)


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
