"""The pool of visits that a person sees, as rows that can be scored and compared."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from handover.scoring_rows import STATES
from scales.catalog import Catalog, Entry
from scales.model import Scale
from scoring.chance import Chance, chance_of
from scoring.change import Rated
from scoring.ratings import Row
from scoring.versions import may_compare_scores, restated
from storage.acting import Acting
from storage.pool import PooledScale, PoolSet, list_pool
from storage.programs import Program, list_programs
from storage.visit_record import Visit


@dataclass(frozen=True)
class PoolVisit:
    """One scale at one visit to a program.

    Attributes:
        version, stamp: Of the scale file it was rated with.
        raters: Who rates it.
        rows: By rater, those sets that the person may see, under the ids of that version.
        shown: Whose row is the result; empty if none is to be seen.
        same_file: Whether the scale file is still the one it was rated with.
    """

    program: Program
    visit: Visit
    scale: Scale
    version: str
    stamp: str
    raters: tuple[str, ...]
    rows: Mapping[str, Row]
    shown: str
    same_file: bool = True

    @property
    def result(self) -> Row | None:
        """The row that is the visit's result; None where nothing of it is to be seen."""
        return self.rows.get(self.shown)

    @property
    def file_changed(self) -> bool:
        """Whether the scale file was changed since, though its version stayed: scores may differ.

        Another version is told as such; there the file is another one anyway.
        """
        return not self.same_file and self.version == self.scale.version

    @property
    def rated(self) -> Rated | None:
        """The result with its day and version, for what moved and for trends."""
        row = self.result
        return None if row is None else Rated(self.visit.date, self.version, row)

    @cached_property
    def comparable(self) -> Row | None:
        """The result under the ids and rules of `scale`; None where its file says nothing of it."""
        if self.result is None or not may_compare_scores(self.scale, self.version):
            return None
        return restated(self.scale, self.version, self.result)

    @cached_property
    def has_ratings(self) -> bool:
        """Whether any item has a level."""
        return self.result is not None and any(level >= 0 for level in self.result.levels.values())

    @cached_property
    def is_open(self) -> bool:
        """Whether it is still being rated or settled.

        A visit of one rater who has answered every item is as good as handed in: many self-audits
        never are.
        """
        if self.visit.status in ("draft_report", "with_program", "final"):
            return False
        answered = self.result.levels if self.result else {}
        alone = len(self.raters) < 2
        return not (alone and all(item in answered for item in self.scale.item_ids))


def load_pool(
    acting: Acting,
    catalog: Catalog,
    scale_ids: Collection[str] | None = None,
    program_ids: Collection[int] | None = None,
    visit_ids: Collection[int] | None = None,
) -> tuple[PoolVisit, ...]:
    """Fetch the pool of visits, the earliest first.

    Args:
        acting: Who asks; whose ratings they may not see yet are not in it.
        catalog: The scales; a visit whose scale has no file any more is left out.
        scale_ids: Only these; all unless told.
        program_ids: Only these programs, archived or not; unless told all that are not archived.
        visit_ids: Only those of these visits that there are and the person sees.

    Raises:
        NotFound: One of the programs named does not exist, or the acting person may not see it.
    """
    programs = {program.id: program for program in list_programs(acting)}
    if program_ids is not None:
        programs |= {program.id: program for program in list_programs(acting, archived=True)}
    scales = {entry.scale.id: entry for entry in catalog.entries}
    return tuple(
        _pool_visit(programs[each.visit.program_id], each, scales[each.assessment.scale_id])
        for each in list_pool(acting, scale_ids, program_ids, visit_ids)
        if each.visit.program_id in programs and each.assessment.scale_id in scales
    )


def refresh_pool(
    acting: Acting, catalog: Catalog, pool: Sequence[PoolVisit], changed: Collection[int]
) -> tuple[PoolVisit, ...]:
    """Fetch anew those visits of a whole pool that have changed, or are new.

    Args:
        acting: Who asks; their rights and the programs are as they were.
        catalog: The scales.
        pool: What `load_pool` gave for all programs and scales.
        changed: Ids of the visits.
    """
    kept = [each for each in pool if each.visit.id not in changed]
    fresh = load_pool(acting, catalog, visit_ids=changed)
    return tuple(sorted((*kept, *fresh), key=lambda each: (each.visit.date, each.visit.id)))


def pool_chance(scale: Scale, pool: Sequence[PoolVisit], *, for_real: bool = False) -> Chance:
    """Work out what raters of one visit differ by, from the visits of a pool that two rated alone.

    Visits count once all of their raters have handed in, as far as the person may see each set.
    How far invented raters differ was made up: as soon as a real program was visited with the
    scale, visits to invented programs do not count.

    Args:
        scale: Which scale.
        pool: What the person sees; visits with other scales are passed over.
        for_real: Whether it is to judge a real program, which need not be in the pool (an archived
            one is not); then invented ones never count.
    """
    mine = [each for each in pool if each.scale.id == scale.id]
    visits = leave_out_invented(mine, always=for_real)
    found = chance_of(scale, [alone_sets(scale, each) for each in visits])
    return replace(found, invented=found.visits > 0 and visits[0].program.invented)


def leave_out_invented(
    visits: Sequence[PoolVisit], *, always: bool = False
) -> tuple[PoolVisit, ...]:
    """Leave out visits to invented programs, if any of the visits is to a real one.

    Args:
        visits: Real, invented, or both.
        always: Whether to leave them out even if all are invented.
    """
    real = tuple(each for each in visits if not each.program.invented)
    return real if real or always else tuple(visits)


def alone_sets(scale: Scale, each: PoolVisit) -> dict[str, Row]:
    """What each rater of a visit gave alone, by rater, under the ids of `scale`.

    Returns:
        Nothing before all of them have handed in, of another scale, and of a version that does not
        map; of sets that the person may not see none.
    """
    mapped = each.scale.id == scale.id and may_compare_scores(scale, each.version)
    if not mapped or each.visit.status == "draft":
        return {}
    alone = {rater: each.rows[rater] for rater in each.raters if rater in each.rows}
    return {rater: restated(scale, each.version, row) for rater, row in alone.items()}


def _pool_visit(program: Program, pooled: PooledScale, entry: Entry) -> PoolVisit:
    place = pooled.assessment
    name = f"{program.name}, {pooled.visit.date.isoformat()}"
    return PoolVisit(
        program,
        pooled.visit,
        entry.scale,
        place.scale_version,
        place.scale_stamp,
        pooled.raters,
        _Rows(name, pooled.sets),
        pooled.shown,
        place.scale_stamp == entry.stamp,
    )


class _Rows(Mapping[str, Row]):
    """The rows of a visit by rater; each is laid out when it is asked for."""

    def __init__(self, name: str, sets: Mapping[str, PoolSet]) -> None:
        self._name, self._sets = name, sets
        self._laid_out: dict[str, Row] = {}

    def __getitem__(self, rater: str) -> Row:
        if rater not in self._laid_out:
            self._laid_out[rater] = _row(self._name, self._sets[rater])
        return self._laid_out[rater]

    def __iter__(self) -> Iterator[str]:
        return iter(self._sets)

    def __len__(self) -> int:
        return len(self._sets)


def _row(name: str, given: PoolSet) -> Row:
    levels = {
        item: STATES[answer.state] if answer.level is None else answer.level
        for item, answer in given.answers.items()
    }
    return Row(name, levels, given.choices)
