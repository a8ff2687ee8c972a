"""What a bundle would bring in, in words: the same on the screen and in the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from reporting.report import KINDS
from reporting.sentences import listed
from storage.bundle_preview import BundlePreview, ProgramInFile, Standing, VisitInFile
from storage.visit_states import WORDS

COLUMNS: tuple[str, ...] = ("Record", "Name", "Here", "What comes")
STANDINGS: dict[Standing, str] = {
    "new": "new",
    "newer": "newer in the file",
    "same": "the same",
    "older": "older in the file",
    "conflicting": "conflicts",
}
"""How what the file has stands to what is here."""
_NOTHING = {"same": "nothing", "older": "nothing: more is here"}


def preview_rows(preview: BundlePreview) -> Iterator[tuple[str, ...]]:
    """Tell each program and each visit of it in one row of `COLUMNS`."""
    for program in preview.programs:
        standing = STANDINGS[program.standing]
        comes = _comes(program, program.conflicts)
        yield f"Program {program.id}", program.name, standing, comes
        for visit in program.visits:
            comes = _comes(visit, program.conflicts)
            yield f"Visit {visit.id}", visit_name(visit), STANDINGS[visit.standing], comes


def visit_name(visit: VisitInFile) -> str:
    """A visit in a few words."""
    state = WORDS[visit.status] if visit.status else "deleted"
    return f"{KINDS[visit.kind]} of {visit.date.isoformat()}, {state}"


def _comes(part: ProgramInFile | VisitInFile, conflicts: bool) -> str:
    if part.why:
        return part.why
    if part.standing in _NOTHING:
        return _NOTHING[part.standing]
    if conflicts:
        return "nothing, because of a conflict in this program"
    held = _held(part) if isinstance(part, VisitInFile) else []
    told = listed([*held, _count(part.changes, "change")])
    return f"{told}, in the place of what is here" if part.standing == "newer" else told


def _held(visit: VisitInFile) -> list[str]:
    if visit.status is None:
        return ["that it was deleted"]
    return [_count(visit.ratings, "rating"), *_some(visit.actions, "action")]


def _some(number: int, what: str) -> list[str]:
    return [_count(number, what)] if number else []


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'s' * (number != 1)}"


def people_notes(preview: BundlePreview) -> Iterator[str]:
    """Say in sentences who is added, and who is somebody else here."""
    added = [person for person in preview.people if person.comes]
    if added:
        names = listed([f"{person.name} ({person.id})" for person in added])
        yield f"{len(added):,} {'person' if len(added) == 1 else 'people'} added: {names}."
    for person in added:
        if person.sees_all and person.keeps_sight:
            yield f"{person.name} sees everything, here as well."
        elif person.sees_all:
            yield f"{person.name} sees everything where the file comes from, and not here."
    for person in preview.people:
        if person.standing == "same" and person.called != person.name:
            yield f"{person.name} in the file is {person.called} here, which stays so."
        if person.standing == "conflicting":
            yield f"Person {person.id} is {person.name} in the file and {person.called} here."


def summary(preview: BundlePreview) -> str:
    """Say in one sentence what would be written."""
    brought, left = preview.brought, preview.conflicting
    visits = sum(v.standing in ("new", "newer") for p in brought for v in p.visits)
    counted = f"{_count(len(brought), 'program')} with {_count(visits, 'visit')}"
    told = f"{counted if brought else 'Nothing'} would be brought in"
    return f"{told}; {_count(len(left), 'program')} cannot be." if left else f"{told}."
