"""Which visits of a pool are looked at: by region, setting, level of care, year and kind."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from handover.pool import PoolVisit
from reporting.report import KINDS
from reporting.sentences import listed
from storage.programs import Program
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
        return (
            self.keeps_program(each.program)
            and _lets(self.years, each.visit.date.year)
            and _lets(self.kinds, each.visit.kind)
            and (self.unfinished or not each.is_open)
        )

    def keeps_program(self, program: Program) -> bool:
        """Whether a program is looked at, whatever its visits."""
        return (
            _lets(self.regions, program.region.strip())
            and _lets(self.settings, program.setting.strip())
            and (not self.levels_of_care or bool(self.levels_of_care & set(program.levels_of_care)))
        )


@dataclass(frozen=True)
class FilterChoices:
    """What there is to choose from in a pool, in rising order; what is not noted is left out."""

    regions: tuple[str, ...]
    settings: tuple[str, ...]
    levels_of_care: tuple[str, ...]
    years: tuple[int, ...] = ()
    kinds: tuple[Kind, ...] = ()


def filter_choices(visits: Sequence[PoolVisit]) -> FilterChoices:
    """List what the visits of a pool can be told apart by."""
    return replace(
        program_choices({each.program.id: each.program for each in visits}.values()),
        years=tuple(sorted({each.visit.date.year for each in visits})),
        kinds=tuple(sorted({each.visit.kind for each in visits})),
    )


def program_choices(programs: Collection[Program]) -> FilterChoices:
    """List what programs can be told apart by; of visits nothing."""
    care = {level for program in programs for level in program.levels_of_care}
    return FilterChoices(
        _sorted(program.region for program in programs),
        _sorted(program.setting for program in programs),
        _sorted(care),
    )


def filter_words(chosen: PoolFilter) -> str:
    """Say which programs a filter keeps; empty where it keeps all.

    Example:
        "region North or South; level of care Residential"
    """
    parts = (
        ("region", chosen.regions),
        ("setting", chosen.settings),
        ("level of care", chosen.levels_of_care),
        ("year of the visit", {str(year) for year in chosen.years}),
        ("kind of visit", {KINDS[kind] for kind in chosen.kinds}),
    )
    told = [f"{name} {listed(sorted(values), 'or')}" for name, values in parts if values]
    if chosen.unfinished:
        told.append("visits that are still being rated too")
    return "; ".join(told)


def _lets(wanted: frozenset, found: object) -> bool:
    return not wanted or found in wanted


def _sorted(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({text.strip() for text in texts} - {""}, key=str.casefold))
