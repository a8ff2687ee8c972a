"""Scoring a million integration profiles, against the same rules written by hand as DuckDB SQL.

Both start from data in memory and end with one verdict for every row, on one thread. The two take
turns, and each round gives one ratio, so a busy machine slows both alike.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import duckdb
import numpy as np
from numpy.typing import NDArray

import scales
from scales.loading import load_scale
from scales.model import Scale
from scoring import Ratings, State, score

ROWS = 1_000_000
ROUNDS = 9
_SEED = 20_260_301
_RULES = Path(__file__).with_name("integration_rules.sql")


@dataclass(frozen=True)
class Comparison:
    """Seconds of processor time for each round, and the verdicts both came to.

    Attributes:
        ours: `scoring.score`, verdicts from the scale file.
        theirs: The SQL, round for round.
        counts: How many rows got each verdict, in the order of the scale file.
        differing: In how many rows the two verdicts differ.
    """

    ours: tuple[float, ...]
    theirs: tuple[float, ...]
    counts: tuple[int, ...]
    differing: int

    @property
    def ratio(self) -> float:
        """The median over the rounds of our time over theirs; below 1 we are faster."""
        return median(a / b for a, b in zip(self.ours, self.theirs, strict=True))


def load_integration() -> Scale:
    """Load the scale from its file."""
    return load_scale(Path(scales.__file__).parent / "library" / "integration.yaml")


def even_profiles(scale: Scale, rows: int) -> Ratings:
    """Make complete profiles, every level and every delivery as likely as any other."""
    random = np.random.default_rng(_SEED)
    levels = random.integers(1, 6, size=(rows, len(scale.items)), dtype=np.int8)
    return _ratings(scale, levels, random.integers(0, 7, size=rows, dtype=np.int8))


def lifelike_profiles(scale: Scale, rows: int) -> Ratings:
    """Make profiles around one level each, with every state, so that every verdict occurs."""
    random = np.random.default_rng(_SEED)
    shape = (rows, len(scale.items))
    middle = random.integers(1, 6, size=(rows, 1), dtype=np.int8)
    levels = np.clip(middle + random.integers(-1, 2, size=shape, dtype=np.int8), 1, 5)
    levels[random.random(shape) < 0.005] = State.NOT_RATED
    levels[random.random(shape) < 0.005] = State.NOT_ENOUGH
    for place, item in enumerate(scale.items):
        if item.not_applicable.permitted:
            levels[random.random(rows) < 0.1, place] = State.NOT_APPLICABLE
    delivery = random.integers(0, 7, size=rows, dtype=np.int8)
    delivery[random.random(rows) < 0.01] = -1
    return _ratings(scale, levels, delivery)


def compare(ratings: Ratings, rounds: int = ROUNDS) -> Comparison:
    """Score the same ratings by turns, after one run of each to warm up and to compare.

    Args:
        ratings: Integration profiles.
        rounds: How many ratios to take the median of.
    """
    with duckdb.connect(":memory:") as database:
        _fill(database, ratings)

        def by_us() -> NDArray[np.int8]:
            return score(ratings.scale, ratings).verdict_numbers

        def by_sql() -> NDArray[np.int8]:
            return np.asarray(database.execute("FROM verdicts").fetchnumpy()["verdict"])

        found = by_us()
        differing = int((found != by_sql()).sum())
        times = [(_seconds(by_us), _seconds(by_sql)) for _ in range(rounds)]
    counts = np.bincount(found, minlength=len(ratings.scale.verdicts))
    ours, theirs = zip(*times, strict=True)
    return Comparison(ours, theirs, tuple(counts.tolist()), differing)


def _ratings(scale: Scale, levels: NDArray[np.int8], delivery: NDArray[np.int8]) -> Ratings:
    asked = [fact.id for fact in scale.choice_facts]
    choices = np.full((len(levels), len(asked)), -1, dtype=np.int8, order="F")
    choices[:, asked.index("delivery")] = delivery
    return Ratings(scale, [""] * len(levels), np.asfortranarray(levels), choices)


def _fill(database: duckdb.DuckDBPyConnection, ratings: Ratings) -> None:
    asked = [fact.id for fact in ratings.scale.choice_facts]
    columns = {item: ratings.levels[:, k].copy() for k, item in enumerate(ratings.scale.item_ids)}
    columns["delivery"] = ratings.choices[:, asked.index("delivery")].copy()
    database.execute("SET threads TO 1")
    database.register("columns", columns)
    database.execute("CREATE TABLE visits AS SELECT * FROM columns")
    database.execute(_RULES.read_text(encoding="utf-8"))


def _seconds(run: Callable[[], object]) -> float:
    start = time.process_time()
    run()
    return time.process_time() - start


def main() -> None:
    """Print the figures for both kinds of profiles."""
    scale = load_integration()
    print(f"{ROWS:,} profiles, median of {ROUNDS} rounds, seconds of processor time\n")
    print(f"{'profiles':<10}{'ours':>8}{'DuckDB':>8}{'ratio':>8}  verdicts that differ")
    for name, make in (("even", even_profiles), ("lifelike", lifelike_profiles)):
        found = compare(make(scale, ROWS))
        ours, theirs = median(found.ours), median(found.theirs)
        print(f"{name:<10}{ours:>8.3f}{theirs:>8.3f}{found.ratio:>8.2f}  {found.differing}")


if __name__ == "__main__":
    main()
