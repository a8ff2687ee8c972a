"""Which visits of a pool are looked at: by region, setting, level of care, year and kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from handover.pool import PoolVisit
from storage.visit_record import Kind


@dataclass(frozen=True)
class PoolFilter:
    """What a visit must be to be looked at; an empty set lets everything through.

    Attributes:
        regions, settings: As they are written in the program, without spaces at the ends.
        levels_of_care: A program is kept that has one of them.
        years: Of the visit.
        kinds: Of the visit.
        unfinished: Whether visits that are still being rated or settled are kept too.
    """

    regions: frozenset[str] = frozenset()
    settings: frozenset[str] = frozenset()
    levels_of_care: frozenset[str] = frozenset()
    years: frozenset[int] = frozenset()
    kinds: frozenset[Kind] = frozenset()
    unfinished: bool = False

    def keeps(self, each: PoolVisit) -> bool:
        """Whether a visit is looked at."""
        program, visit = each.program, each.visit
        return (
            _lets(self.regions, program.region.strip())
            and _lets(self.settings, program.setting.strip())
            and (not self.levels_of_care or bool(self.levels_of_care & set(program.levels_of_care)))
            and _lets(self.years, visit.date.year)
            and _lets(self.kinds, visit.kind)
            and (self.unfinished or not each.is_open)
        )


@dataclass(frozen=True)
class FilterChoices:
    """What there is to choose from in a pool, in rising order; what is not noted is left out."""

    regions: tuple[str, ...]
    settings: tuple[str, ...]
    levels_of_care: tuple[str, ...]
    years: tuple[int, ...]
    kinds: tuple[Kind, ...]


def filter_choices(visits: Sequence[PoolVisit]) -> FilterChoices:
    """List what the visits of a pool can be told apart by."""
    programs = {each.program.id: each.program for each in visits}.values()
    care = {level for program in programs for level in program.levels_of_care}
    return FilterChoices(
        _sorted(program.region for program in programs),
        _sorted(program.setting for program in programs),
        _sorted(care),
        tuple(sorted({each.visit.date.year for each in visits})),
        tuple(sorted({each.visit.kind for each in visits})),
    )


def _lets(wanted: frozenset, found: object) -> bool:
    return not wanted or found in wanted


def _sorted(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({text.strip() for text in texts} - {""}, key=str.casefold))
