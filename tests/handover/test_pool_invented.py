"""What is invented decides nothing about real programs."""

from __future__ import annotations

from handover.pool import PoolVisit, pool_chance
from reporting.chance_words import INVENTED, chance_words
from tests.handover.compared_visits import GOI, all_at, pooled
from tests.handover.two_visits import begin_twice

BOTH = ("A", "B")


def double(number: int, *, apart: int, invented: bool) -> PoolVisit:
    """A visit that two rated alone, so many levels apart on each item."""
    sets = {"A": all_at(3), "B": all_at(3 + apart)}
    return pooled(number, all_at(3), sets=sets, raters=BOTH, invented=invented)


TWELVE = [double(number, apart=1, invented=True) for number in range(100, 112)]


def test_a_real_programs_change_is_not_judged_by_invented_double_ratings():
    alone = pooled(1, all_at(3))
    found = pool_chance(GOI, [alone, *TWELVE])
    assert (found.visits, found.total.detectable, found.invented) == (0, None, False)


def test_of_real_and_invented_double_ratings_the_real_ones_count():
    real = [double(number, apart=2, invented=False) for number in range(10)]
    found = pool_chance(GOI, [*TWELVE, *real])
    # SEM = √(10 x 2² / 20) = √2 over the ten, where all 22 would give √((40 + 12) / 44).
    assert (found.visits, round(found.total.sem.value or 0, 4)) == (10, 1.4142)
    assert INVENTED not in chance_words(found)


def test_where_all_is_invented_it_is_worked_out_and_said():
    found = pool_chance(GOI, TWELVE)
    assert (found.visits, found.invented) == (12, True)
    assert INVENTED in chance_words(found)
    # A real program that is archived is in no pool, and is not judged by it all the same.
    assert pool_chance(GOI, TWELVE, for_real=True).visits == 0


def test_a_real_visit_with_another_scale_keeps_the_invented_ones(tmp_path, store):
    other = begin_twice(store, tmp_path / "scales").catalog.get("tiny").scale
    found = pool_chance(GOI, [pooled(1, {"X1": 3}, scale=other), *TWELVE])
    assert (found.visits, found.invented) == (12, True)
    assert pool_chance(other, TWELVE).visits == 0
