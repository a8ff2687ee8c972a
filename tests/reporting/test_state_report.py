"""The report over many programs: every figure recomputed by hand from the rows that are stored."""

from __future__ import annotations

import datetime as dt
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from fractions import Fraction
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from statistics import median

import pytest
from docx import Document
from openpyxl import Workbook, load_workbook

from handover.pool import load_pool, pool_chance
from handover.pool_filter import PoolFilter
from handover.state_file import state_file, state_file_name
from handover.state_report import StateRequest, gather_state
from reporting.handout.block import Heading, Table
from reporting.state import make_state_handout, write_state_workbook
from reporting.state.facts import StateFacts, StateScale
from reporting.state.words import basis
from sample_data.portfolio import AS_OF
from storage.acting import Acting
from storage.location import default_url
from storage.people import act, add_person
from storage.programs import list_programs
from storage.store import Store
from tests.drawn_portfolio import NOW, chosen, fill, first_person
from tests.portfolio_by_hand import BANDS, ByHand, band, mean
from tests.shipped_scales import shipped_scales

SCALES = ("iddt", "goi", "integration")


@pytest.fixture(scope="module")
def database(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few invented programs with plans, and one that was never visited."""
    folder = tmp_path_factory.mktemp("portfolio")
    shutil.copy(migrated, folder)
    with closing(Store.open(default_url(folder))) as store:
        fill(first_person(store), chosen())
    return folder / migrated.name


@pytest.fixture(scope="module")
def acting(database: Path) -> Iterator[Acting]:
    """Who loaded them, and sees all."""
    with closing(Store.open(default_url(database.parent))) as store:
        yield act(store, 1)


@pytest.fixture(scope="module")
def facts(acting: Acting) -> StateFacts:
    return gather_state(acting, shipped_scales(), AS_OF)


@pytest.fixture(scope="module")
def by_hand(database: Path) -> ByHand:
    return ByHand(database)


def of(facts: StateFacts, scale: str) -> StateScale:
    return next(found for found in facts.scales if found.scale.id == scale)


def test_programs_and_who_is_due_are_counted(facts, by_hand):
    assert {p.id: p.name.removesuffix(" (invented)") for p in facts.programs} == by_hand.programs
    assert facts.invented == len(by_hand.programs) - 1
    states = {state: count for state, count in facts.due.items() if count}
    assert states == by_hand.due_states(SCALES, AS_OF)
    assert len(states) == 6


@pytest.mark.parametrize("scale", BANDS)
def test_each_program_has_the_mean_and_the_band_of_its_latest_finished_visit(facts, by_hand, scale):
    found = of(facts, scale)
    latest = by_hand.latest(scale, AS_OF)
    assert {
        each.program.id: (each.day, found.scores.total.value(row), found.scores.verdicts[row].name)
        for row, each in enumerate(found.rated)
    } == {
        program: (each.day, mean(each.result), band(each.result))
        for program, each in latest.items()
    }


@pytest.mark.parametrize("scale", BANDS)
def test_what_moved_since_last_year_is_told_from_chance(facts, by_hand, scale):
    found = of(facts, scale)
    assert found.chance.total.detectable == pytest.approx(by_hand.limit(scale))
    outcomes = Counter(found.outcome(each) for each in found.rated)
    assert outcomes == by_hand.moved(scale, AS_OF)
    assert outcomes["improved"] and outcomes["within_chance"]


@pytest.mark.parametrize("scale", SCALES)
def test_agreement_is_over_the_pairs_of_ratings_of_finished_visits(facts, by_hand, scale):
    agreement = of(facts, scale).agreement
    assert agreement is not None
    counts = agreement.overall.counts
    told = (counts.pairs, counts.pairs_alike, counts.pairs_within_one)
    assert told == by_hand.pairs(scale, AS_OF)
    assert agreement.raters == ("Rater 1", "Rater 2")


def test_plans_are_counted_by_how_far_they_are(facts, by_hand):
    stages, overdue = by_hand.actions(AS_OF)
    assert Counter(action.stage for action in facts.actions) == stages
    assert stages == {"planned": 4, "in_progress": 2, "done": 2, "verified": 2, "dropped": 2}
    assert sum(action.overdue for action in facts.actions) == overdue == 4
    assert facts.without_plan == len(by_hand.programs) - 2


def tables(facts: StateFacts) -> dict[str, Table]:
    return {b.name: b for b in make_state_handout(facts).blocks if isinstance(b, Table)}


@pytest.mark.parametrize("scale", BANDS)
def test_the_words_say_the_same_numbers(facts, by_hand, scale):
    found, latest = of(facts, scale), by_hand.latest(scale, AS_OF)
    short = found.scale.short_name
    moved, n = by_hand.moved(scale, AS_OF), len(latest)
    known = n - moved["none"]
    middle = Fraction(median(mean(each.result) for each in latest.values()))
    row = next(r for r in tables(facts)["Each scale at a glance"].rows if r[0] == short)
    assert row[1] == str(n)
    assert row[2].startswith(f"median {float(middle):.2f}, middle half ")
    assert row[3:] == tuple(
        f"{moved[one]} of {known}" for one in ("improved", "declined", "within_chance")
    )
    weakest = tables(facts)[f"Weakest items of {short}"].rows
    levels = {
        item: [each.result[item] for each in latest.values()] for item in found.scale.item_ids
    }
    ranked = sorted(levels, key=lambda item: (sum(levels[item]), -sum(x < 4 for x in levels[item])))
    assert [row[0].split()[0] for row in weakest] == ranked[:10]
    for row, item in zip(weakest, ranked, strict=False):
        below = sum(level < 4 for level in levels[item])
        assert row[1] == f"{sum(levels[item]) / n + 1e-9:.2f}"
        assert row[2].startswith(f"{below} of {n} (") and row[3] == str(n)


def test_every_region_s_verdicts_add_up_to_its_programs(facts):
    for found in facts.scales:
        rows = tables(facts)[f"Verdicts on {found.scale.short_name} by region"].rows
        assert sum(int(row[-1]) for row in rows) == len(found.rated)
        for row in rows:
            assert sum(map(int, row[1:-1])) == int(row[-1])


def written(facts: StateFacts) -> Workbook:
    file = BytesIO()
    write_state_workbook(facts, file)
    return load_workbook(BytesIO(file.getvalue()))


def rows_of(book: Workbook, sheet: str) -> list[dict[str, object]]:
    head, *rows = book[sheet].iter_rows(min_row=4, values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def summary(book: Workbook) -> dict[str, list[object]]:
    """What stands beside each label of the first sheet, from top to bottom."""
    found: dict[str, list[object]] = {}
    for label, value, *_ in book["Summary"].iter_rows(values_only=True):
        if label is not None and value is not None:
            found.setdefault(str(label), []).append(value)
    return found


def test_the_formulas_of_the_workbook_come_to_the_same(facts, by_hand, recalculate):
    book = recalculate({"state": written(facts)})["state"]
    for sheet in book.worksheets:
        texts = [c for row in sheet.iter_rows(values_only=True) for c in row]
        assert [t for t in texts if isinstance(t, str) and t.startswith("#")] == []
    told = summary(book)
    latest = {scale: by_hand.latest(scale, AS_OF) for scale in SCALES}
    moved = {scale: by_hand.moved(scale, AS_OF) for scale in BANDS}
    bands = {scale: Counter(band(e.result) for e in latest[scale].values()) for scale in BANDS}
    for name in ("High fidelity", "Moderate fidelity", "Low fidelity"):
        assert told[name] == [bands[scale][name] for scale in BANDS]
    assert told["Programs (n)"] == [len(latest[scale]) for scale in SCALES]
    for scale, name in (("iddt", "Treatment mean"), ("goi", "Organizational mean")):
        means = [float(mean(each.result)) for each in latest[scale].values()]
        (shown,) = told[f"{name}, mean of the programs"]
        assert shown == pytest.approx(sum(means) / len(means))
    assert told["improved beyond chance"][:2] == [moved[scale]["improved"] for scale in BANDS]
    assert told["declined beyond chance"][:2] == [moved[scale]["declined"] for scale in BANDS]
    assert told["no comparable visit a year before"][:2] == [
        moved[scale]["none"] for scale in BANDS
    ]
    stages, overdue = by_hand.actions(AS_OF)
    assert told["planned"] == [stages["planned"]]
    assert told["verified by somebody else"] == [stages["verified"]]
    assert told["Actions (n)"] == [stages.total()]
    assert told["Overdue, of those planned or in progress"] == [overdue]
    for row in rows_of(book, "Items"):
        assert row["Mean level"] == pytest.approx(row["Sum of levels"] / row["Programs (n)"])
        assert row["Share below"] == pytest.approx(row["Below target"] / row["Programs (n)"])
    for row in rows_of(book, "Change"):
        if row["Year before"] is not None:
            assert row["Difference"] == pytest.approx(row["Latest"] - row["Year before"])
    for row in rows_of(book, "Agreement"):
        assert row["Share the same"] == pytest.approx(row["The same"] / row["Pairs of ratings"])


def test_the_workbook_has_a_line_for_each_program_action_and_item(facts):
    book = written(facts)
    tables = ["Programs", "Items", "Change", "Plan", "Agreement"]
    assert book.sheetnames == ["Summary", *tables, "How it was made"]
    rated = sum(len(found.rated) for found in facts.scales)
    never = {row["Program"] for row in rows_of(book, "Programs") if row["Scale"] == "–"}
    assert "Zinnia House" in never
    assert len(rows_of(book, "Programs")) == rated + len(never)
    changes = rows_of(book, "Change")
    assert len(changes) == rated
    kinds = {(row["Kind before"], row["Kind"]) for row in changes if row["Visit before"]}
    assert ("Site visit", "Site visit") in kinds
    assert not {("Self-audit", "Site visit"), ("Site visit", "Self-audit")} & kinds
    assert len(rows_of(book, "Plan")) == 12
    assert len(rows_of(book, "Items")) == sum(len(f.scale.items) for f in facts.scales)
    assert isinstance(rows_of(book, "Programs")[0]["Total"], float | int)
    assert isinstance(rows_of(book, "Programs")[0]["Latest visit"], dt.datetime)


def test_what_somebody_typed_is_never_a_formula(facts):
    trap = '=HYPERLINK("http://x","y")'
    action = replace(facts.actions[0], do=trap, owner="+1", items="@SUM(A1)")
    program = replace(facts.programs[0], name=trap, region="-1", agency="=1")
    rated = replace(facts.scales[0].rated[0], program=program)
    scale = replace(facts.scales[0], rated=(rated, *facts.scales[0].rated[1:]))
    book = written(replace(facts, scales=(scale,), actions=(action,), made_for="=2+3"))
    for name in ("Programs", "Change", "Plan"):
        for row in book[name].iter_rows(min_row=5):
            for cell in row:
                if cell.data_type == "f":
                    assert name == "Change" and str(cell.value).startswith("=IF(OR(")
    texts = [c.value for row in book["Plan"].iter_rows(min_row=5) for c in row]
    assert trap in texts


def test_a_filter_holds_for_all_of_the_report(acting, facts):
    region = "Invented hill district"
    request = StateRequest(PoolFilter(regions=frozenset({region})), {"iddt"})
    some = gather_state(acting, shipped_scales(), AS_OF, request)
    assert {program.region for program in some.programs} == {region}
    assert [found.scale.id for found in some.scales] == ["iddt"]
    assert {each.program.region for each in some.scales[0].rated} == {region}
    assert some.looked_at == f"region {region}"
    whole = of(facts, "iddt")
    # Chance is the raters', whichever programs are looked at.
    assert some.scales[0].chance.total == whole.chance.total
    assert len(some.scales[0].rated) < len(whole.rated)


def test_what_is_visited_after_the_day_of_the_report_does_not_count(acting, facts):
    day = dt.date(2025, 6, 30)
    then = gather_state(acting, shipped_scales(), day)
    assert then.scales
    assert all(each.day <= day for found in then.scales for each in found.rated)
    assert facts.actions and then.actions == ()  # every plan here is of a later visit


def test_chance_is_from_what_was_rated_by_the_day_of_the_report(acting, facts):
    day = dt.date(2025, 6, 30)
    there = load_pool(acting, shipped_scales(), ["goi"])
    by_then = [each for each in there if each.visit.date <= day]
    goi = shipped_scales().get("goi").scale
    then = of(gather_state(acting, shipped_scales(), day), "goi")
    assert then.chance == pool_chance(goi, by_then)
    assert then.chance.visits < of(facts, "goi").chance.visits


def test_a_program_whose_latest_version_does_not_map_is_said_to_be_shown_by_an_earlier_visit(
    acting, facts
):
    there = load_pool(acting, shipped_scales(), ["goi"])
    twice = [each for each in of(facts, "goi").rated if each.before is not None]
    (each, *_) = twice
    pool = [
        replace(visit, version="9.9.9")
        if visit.program.id == each.program.id and visit.visit.date == each.day
        else visit
        for visit in there
    ]
    found = of(gather_state(acting, shipped_scales(), AS_OF, pool=pool), "goi")
    assert (found.behind, found.left_out) == (1, 0)
    assert [one.day < each.day for one in found.rated if one.program.id == each.program.id] == [
        True
    ]
    assert basis(found).endswith(
        "1 program is shown by an earlier visit, as its latest was rated with a version that does "
        "not map."
    )
    assert (of(facts, "goi").behind, "earlier" in basis(of(facts, "goi"))) == (0, False)


def test_how_far_it_has_come_is_told_up_to_the_end(acting):
    told: list[tuple[int, int]] = []
    gather_state(acting, shipped_scales(), AS_OF, progress=lambda done, of: told.append((done, of)))
    assert told == sorted(told) and len({of for _, of in told}) == 1
    assert told[-1][0] == told[-1][1]
    assert len(told) > len(list_programs(acting))


def test_a_person_who_sees_nothing_has_a_report_over_nothing(database, tmp_path):
    shutil.copy(database, tmp_path)
    with closing(Store.open(default_url(tmp_path))) as store:
        nobody = act(store, add_person(act(store, 1), "Cem", NOW).id)
        empty = gather_state(nobody, shipped_scales(), AS_OF)
    assert (empty.programs, empty.scales, empty.actions) == ((), (), ())
    for form in ("docx", "xlsx", "pdf"):
        assert state_file(empty, form)


def test_word_has_the_headings_and_the_table_of_programs(facts):
    document = Document(BytesIO(state_file(facts, "docx")))
    headings = [p.text for p in document.paragraphs if p.style.name.startswith("Heading 1")]
    names = [found.scale.name for found in facts.scales]
    ends = ["Improvement plans", "Programs", "How the numbers were made"]
    assert headings == ["Summary", *names, *ends]
    last = document.tables[-1]
    assert [row.cells[0].text for row in last.rows][1:] == [p.name for p in facts.programs]
    assert state_file_name(facts, "docx") == "state-report-2026-06-30.docx"


def test_no_level_of_heading_is_skipped(facts):
    levels = [b.level for b in make_state_handout(facts).blocks if isinstance(b, Heading)]
    assert levels[0] == 0
    assert all(after <= before + 1 for before, after in pairwise(levels))
