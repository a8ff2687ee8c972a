"""What is invented decides nothing about real programs."""

from __future__ import annotations

from handover.pool import PoolVisit, pool_chance
from handover.pool_benchmarks import pool_benchmarks
from reporting.benchmark_words import pool_words
from reporting.chance_words import INVENTED, chance_words
from tests.handover.compared_visits import GOI, all_at, pool_of, pooled
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


def test_benchmarks_of_real_programs_leave_invented_ones_out_and_say_so():
    real = [pooled(number, all_at(1)) for number in range(1, 6)]
    invented = [pooled(number, all_at(5), invented=True) for number in (10, 11)]
    found = pool_benchmarks(pool_of(*real, *invented))
    assert (found.found.programs, found.found.total.median, found.found.left_out) == (5, 1, 2)
    assert found.marked(10) is None
    assert pool_words(found.found) == (
        "5 programs, each by its latest visit (2026-03-01). 2 invented programs are left out: "
        "here are real ones."
    )


def test_five_invented_programs_never_make_one_real_program_a_pool():
    visits = [pooled(1, all_at(1)), *(pooled(k, all_at(5), invented=True) for k in range(2, 7))]
    found = pool_benchmarks(pool_of(*visits)).found
    assert (found.programs, found.total.hidden, found.left_out) == (1, True, 5)


def test_a_pool_of_invented_programs_alone_is_told_as_invented():
    found = pool_benchmarks(pool_of(*(pooled(k, all_at(5), invented=True) for k in range(1, 6))))
    assert (found.found.programs, found.found.total.median) == (5, 5)
    assert pool_words(found.found) == (
        "5 programs, each by its latest visit (2026-03-01). All of these programs are invented."
    )
