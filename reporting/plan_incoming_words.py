"""What became of a plan that was brought back by a file, in a sentence."""

from __future__ import annotations

from reporting.sentences import counted, listed


def taken_words(file: str, changed: int, added: int, conflicts: int) -> str:
    """Say what was taken in, and what was left as it is.

    Example:
        >>> taken_words("plan.csv", 2, 1, 0)
        'plan.csv: 2 actions changed and 1 action added.'
        >>> taken_words("plan.csv", 0, 0, 1)
        'plan.csv: nothing to take in. 1 action stays as it is stored, as somebody changed it too.'
    """
    parts = [(changed, "changed"), (added, "added")]
    done = listed(f"{counted(number, 'action')} {what}" for number, what in parts if number)
    told = f"{file}: {done or 'nothing to take in'}."
    if not conflicts:
        return told
    stays, them = ("stays", "it is") if conflicts == 1 else ("stay", "they are")
    it = "it" if conflicts == 1 else "them"
    stored = f"{counted(conflicts, 'action')} {stays} as {them} stored"
    return f"{told} {stored}, as somebody changed {it} too."
