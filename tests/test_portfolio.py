"""What was put into the invented portfolio is what the toolkit finds in it."""

import datetime as dt
import io
from collections.abc import Iterator
from functools import cache
from hashlib import sha256

import numpy as np
import pytest

from exchange.ratings_file import read_ratings
from sample_data.portfolio import (
    AS_OF,
    ERROR,
    LAGGING,
    RATERS,
    WEAKEST,
    PortfolioProgram,
    PortfolioVisit,
    draw_portfolio,
)
from sample_data.portfolio_csv import assessment_name, write_ratings
from sample_data.portfolio_rating import rate, variance
from scoring.benchmark import Pooled, benchmarks_of
from scoring.chance import Chance, chance_of
from scoring.change import Change, Rated, change_between
from scoring.due import Seen, find_due
from scoring.ratings import Row, ratings_from_rows
from scoring.scores import score
from tests.shipped_scales import shipped_scales

SCALES = {name: shipped_scales().get(name).scale for name in ("iddt", "goi", "integration")}
ITEMS = {name: scale.item_ids for name, scale in SCALES.items()}
PROGRAMS = draw_portfolio(ITEMS)
IDDT = SCALES["iddt"]


def of(course: str) -> set[str]:
    return {program.name for program in PROGRAMS if program.course == course}


def settled(program: PortfolioProgram) -> list[PortfolioVisit]:
    return [visit for visit in program.visits if not visit.open]


def row(visit: PortfolioVisit, scale: str) -> Row:
    return Row("visit", visit.result[scale], visit.choices.get(scale, {}))


def double_rated(scale: str) -> Iterator[dict[str, Row]]:
    for program in PROGRAMS:
        for visit in settled(program):
            if len(visit.sets) == 2 and scale in visit.scales:
                yield {rater: Row(rater, given[scale], {}) for rater, given in visit.sets.items()}


@cache
def chance(scale: str) -> Chance:
    return chance_of(SCALES[scale], list(double_rated(scale)))


def change(program: PortfolioProgram, *, rater: str | None = None) -> Change:
    """From the first visit to the last: of what was settled, or as one rater saw it."""
    first, *_, last = settled(program)
    levels = [(v.sets[rater] if rater else v.result)["iddt"] for v in (first, last)]
    earlier, later = (
        Rated(visit.day, IDDT.version, Row("visit", given, {}))
        for visit, given in zip((first, last), levels, strict=True)
    )
    return change_between(IDDT, earlier, later)


def ratings_file(programs: tuple[PortfolioProgram, ...]) -> str:
    text = io.StringIO(newline="")
    write_ratings(programs, text)
    return text.getvalue()


def test_forty_programs_over_three_years_are_all_marked_as_invented():
    assert len({program.name for program in PROGRAMS}) == len(PROGRAMS) == 40
    for program in PROGRAMS:
        assert program.agency.startswith("Invented")
        assert program.region.startswith("Invented")
        assert all(visit.day > AS_OF - dt.timedelta(days=3 * 365) for visit in program.visits)
        days = [visit.day for visit in program.visits]
        assert days == sorted(set(days))
    assert all(rater.startswith("Invented") for rater in RATERS)
    assert sum(len(program.visits) for program in PROGRAMS) == 157


def test_the_same_seed_gives_the_same_portfolio_on_every_machine():
    assert draw_portfolio(ITEMS) == PROGRAMS
    assert draw_portfolio(ITEMS, seed=1) != PROGRAMS
    digest = sha256(ratings_file(PROGRAMS).encode()).hexdigest()[:12]
    assert digest == "179bf0511294"


def test_the_ratings_file_scores_like_the_portfolio_itself():
    programs = PROGRAMS[:2]
    read = read_ratings(ratings_file(programs).encode(), "portfolio.csv", SCALES, None, RATERS[0])
    found = {(each.row.assessment, each.scale.id): each.row.levels for each in read.assessments}
    expected = {
        (assessment_name(program, visit), scale): visit.sets[RATERS[0]][scale]
        for program in programs
        for visit in settled(program)
        for scale in visit.scales
    }
    assert {place: {i: found[place][i] for i in levels} for place, levels in expected.items()} == (
        expected
    )


def test_raters_differ_as_often_as_was_put_in():
    """Of levels 2 to 4, two raters agree with probability 0.88² + 2 x 0.06² = 0.7816."""
    pairs = alike = 0
    for program in PROGRAMS:
        for visit in settled(program):
            for scale, levels in visit.truth.items() if len(visit.sets) == 2 else ():
                for item in (item for item, level in levels.items() if 1 < level < 5):
                    one, other = (visit.sets[rater][scale][item] for rater in RATERS)
                    pairs, alike = pairs + 1, alike + (one == other)
    assert pairs > 2000
    assert alike / pairs == pytest.approx(0.7816, abs=3 * np.sqrt(0.7816 * 0.2184 / pairs))


@pytest.mark.parametrize("scale", ["iddt", "goi"])
def test_the_standard_error_comes_out_within_its_sampling_error(scale):
    """The true one: the variance of each rating is known, and that of a mean of k items is the
    sum over k²; raters err apart from one another."""
    members = SCALES[scale].members(SCALES[scale].total.id)
    true = np.mean(
        [
            sum(variance(visit.truth[scale][item], ERROR) for item in members) / len(members) ** 2
            for program in PROGRAMS
            for visit in settled(program)
            if len(visit.sets) == 2
        ]
    )
    sem = chance(scale).total.sem
    assert sem.n == 86
    assert sem.value is not None and sem.low is not None and sem.high is not None
    assert sem.low < np.sqrt(true) < sem.high
    assert sem.value == pytest.approx(np.sqrt(true), rel=0.2)


def test_a_single_levels_error_comes_out_too():
    found = chance("iddt").any_item.sem.value
    levels = [
        variance(level, ERROR)
        for program in PROGRAMS
        for visit in settled(program)
        if len(visit.sets) == 2
        for level in visit.truth["iddt"].values()
    ]
    assert found == pytest.approx(np.sqrt(np.mean(levels)), rel=0.1)


def test_who_really_improved_or_declined_is_found_and_chance_is_not_called_progress():
    total = chance("iddt").total
    moved = {p.name: change(p).total for p in PROGRAMS if p.course != "new"}
    up, down = set(), set()
    for name, number in moved.items():
        assert number is not None and number.difference is not None
        if total.beyond(number.difference):
            (up if number.difference > 0 else down).add(name)
    assert of("improves") <= up
    assert of("declines") <= down
    # Of 22 that never changed, one in twenty lies above the limit by the limit's own meaning.
    assert len((up | down) & of("steady")) <= 2
    assert len([name for name in of("steady") if moved[name].difference]) == 14, "yet they move"


def test_items_of_programs_that_never_changed_move_as_often_as_chance_makes_them():
    steady = [program for program in PROGRAMS if program.course == "steady"]
    seen = [change(program, rater=RATERS[0]) for program in steady]
    both = sum(found.rated_both for found in seen)
    expected = chance("iddt").expected_moves(both)
    assert expected is not None
    deviation = np.sqrt(expected * (1 - expected / both))
    assert sum(len(found.moved) for found in seen) == pytest.approx(expected, abs=3 * deviation)
    # What two settled on is steadier, so holding it to the same limit is on the careful side.
    assert sum(len(change(program).moved) for program in steady) < 0.7 * expected


def test_the_weakest_item_across_programs_is_found_on_every_scale():
    for name, scale in SCALES.items():
        latest = [[v for v in settled(p) if name in v.scales][-1] for p in PROGRAMS]
        means = {
            item: np.mean([visit.result[name][item] for visit in latest]) for item in scale.item_ids
        }
        assert min(means, key=lambda item: means[item]) == WEAKEST[name]


def test_the_region_that_lags_is_found():
    totals: dict[str, list[float]] = {}
    for program in PROGRAMS:
        found = score(IDDT, ratings_from_rows(IDDT, [row(settled(program)[-1], "iddt")]))
        value = found.total.value(0)
        assert value is not None
        totals.setdefault(program.region, []).append(float(value))
    means = {region: np.mean(values) for region, values in totals.items()}
    assert len(means) == 5
    assert min(means, key=lambda region: means[region]) == LAGGING
    others = [mean for region, mean in means.items() if region != LAGGING]
    assert min(others) - means[LAGGING] > 0.3


def test_who_is_overdue_due_in_progress_and_planned_is_found():
    found: dict[str, set[str]] = {}
    for program in PROGRAMS:
        visits = [_seen(visit) for visit in program.visits]
        due = find_due(IDDT, visits, AS_OF)
        assert due is not None
        found.setdefault(due.state, set()).add(program.name)
    assert found == {
        state: {program.name for program in PROGRAMS if program.standing == state}
        for state in ("overdue", "due", "in_progress", "planned", "later")
    }
    assert {state: len(names) for state, names in found.items()} == {
        "overdue": 6,
        "due": 5,
        "in_progress": 3,
        "planned": 2,
        "later": 24,
    }


def _seen(visit: PortfolioVisit) -> Seen:
    levels = visit.result.get("iddt", {})
    found = score(IDDT, ratings_from_rows(IDDT, [Row("", levels, {})]))
    return Seen(visit.day, rated=bool(levels), open=visit.open, verdict=found.verdicts[0])


def test_the_pool_of_each_region_has_eight_programs():
    for region in {program.region for program in PROGRAMS}:
        pool = [
            Pooled(program.name, visit.day, row(visit, "iddt"))
            for program in PROGRAMS
            if program.region == region
            for visit in settled(program)
        ]
        assert benchmarks_of(IDDT, pool).total.n == 8


def test_a_rater_departs_by_one_level_and_inward_at_an_end():
    class Always:
        """Draws that always depart, upward."""

        def random(self) -> float:
            return 0.0

    truth = {"x": {"low": 1, "middle": 3, "high": 5}}
    assert rate(Always(), truth, 0.12) == {"x": {"low": 2, "middle": 4, "high": 4}}  # type: ignore[arg-type]
    assert (variance(1, 0.12), variance(3, 0.12)) == (0.12 * 0.88, 0.12)


def test_raters_settle_on_what_both_saw_or_on_the_truth_if_one_saw_it():
    for program in PROGRAMS:
        for visit in settled(program):
            if visit.settled is None:
                continue
            for scale, levels in visit.settled.items():
                for item, level in levels.items():
                    seen = {visit.sets[rater][scale][item] for rater in RATERS}
                    true = visit.truth[scale][item]
                    assert level in seen
                    assert len(seen) == 1 or true not in seen or level == true
