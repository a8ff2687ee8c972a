"""Published figures are those that were read, and none goes without its n, date and source."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from reporting.benchmark_words import benchmark_words, figure_words, pool_words, source_words
from scales.published.figure import CountsFigure, MeanFigure, ShareFigure
from scales.published.reading import FILE, PublishedError, load_published
from scoring.benchmark import Benchmark, Pooled, benchmarks_of
from scoring.ratings import Row
from tests.shipped_scales import shipped_scales

SCALES = [entry.scale for entry in shipped_scales().entries]
ALL = {reference.id: reference for reference in load_published(SCALES)}


def broken(tmp_path: Path, old: str, new: str) -> str:
    text = FILE.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path = tmp_path / "figures.yaml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(PublishedError) as told:
        load_published(SCALES, path)
    return str(told.value)


def test_the_series_of_one_state_is_as_published():
    series = ALL["harrison_2016"]
    assert (series.scale, series.measure) == ("iddt", "treatment_mean")
    assert [(f.n, f.mean, f.sd) for f in series.figures if isinstance(f, MeanFigure)] == [
        (68, Decimal("3.38"), Decimal("0.71")),
        (40, Decimal("3.76"), Decimal("0.67")),
        (13, Decimal("3.92"), Decimal("0.63")),
    ]


def test_the_counts_of_eleven_sites_are_as_published():
    (figure,) = ALL["brunette_2008"].figures
    assert isinstance(figure, CountsFigure)
    assert (figure.n, figure.counts) == (11, {"high": 2, "moderate": 6, "low": 3})


def test_the_shares_of_dual_diagnosis_capable_programs_are_as_published():
    shares = [
        (f.percent, f.n, f.about)
        for name in ("ddcat_256", "ddcat_california_2013")
        for f in ALL[name].figures
        if isinstance(f, ShareFigure)
    ]
    assert shares == [(18, 256, True), (9, 256, True), (43, 30, True)]
    assert ALL["ddcat_256"].scale is None


def test_every_reference_says_what_it_may_be_compared_with():
    for reference in ALL.values():
        assert reference.compare_with and reference.caution and reference.url.startswith("https://")
        assert all(figure.n for figure in reference.figures)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'n: 68, mean: "3.38"',
            'mean: "3.38"',
            'the key "n" is missing. Add a line "n: ...". [S11]',
        ),
        (
            "    url: https://sswr.confex.com/sswr/2016/webprogram/Paper25016.html\n",
            "",
            'the key "url" is missing. Add a line "url: ...". [S11]',
        ),
        (
            "    published: 2008\n",
            "",
            'the key "published" is missing. Add a line "published: ...". [S11]',
        ),
        (
            "high: 2, moderate: 6, low: 3",
            "high: 2, moderate: 6, low: 4",
            "the counts add up to 12, but n is 11. Correct one of them. [S80]",
        ),
        ("count: 29", "count: 59", "59 programs of 53 are too many. Correct one of them. [S80]"),
        (
            "high: 2, moderate",
            "hihg: 2, moderate",
            '"hihg" is not a verdict. Did you mean "high"? [S30]',
        ),
        ("scale: goi", "scale: gio", '"gio" is not a scale. Did you mean "goi"? [S81]'),
        (
            "    scale: goi\n",
            "",
            'a measure is named, but no scale. Name the "scale" as well, or take it out. [S81]',
        ),
        (
            "measure: treatment_mean",
            "measure: treatment_meen",
            '"treatment_meen" is neither the total nor a subscale. Did you mean "treatment_mean"? '
            "[S26]",
        ),
        ("id: mchugo_2007", "id: brunette_2008", 'the id "brunette_2008" stands already on line'),
    ],
)
def test_a_figure_without_what_belongs_to_it_is_refused(tmp_path, old, new, said):
    assert said in broken(tmp_path, old, new)


def test_a_file_that_is_no_yaml_is_told_calmly(tmp_path):
    told = broken(tmp_path, "format: 1\n", "format: [1\n")
    assert told.startswith("figures.yaml: these figures cannot be used.\n  - line ")


def test_the_page_of_published_figures_lists_them_all():
    page = Path(__file__).parents[1] / "docs" / "reference" / "published-figures.md"
    rows = [line for line in page.read_text(encoding="utf-8").splitlines() if line[:3] == "| `"]
    assert [row.split("`")[1] for row in rows] == list(ALL)


def test_figures_are_told_with_their_n():
    iddt = shipped_scales().get("iddt").scale
    told = [figure_words(f, iddt) for name in ALL for f in ALL[name].figures]
    assert told[0] == "First review: mean 3.38, SD 0.71 (n = 68)."
    assert told[3] == (
        "After two years: 2 High fidelity, 6 Moderate fidelity, 3 Low fidelity (n = 11)."
    )
    assert told[4] == (
        "High fidelity at 24 months, all five practices: 55 percent, 29 of 53 (n = 53)."
    )
    assert told[5] == "All units: mean 1.78 (n = 15)."
    assert told[7] == (
        "Addiction programs at least dual-diagnosis capable: about 18 percent (n = 256)."
    )


def test_the_source_is_told_with_its_date_and_what_it_is_good_for():
    assert source_words(ALL["goi_norway_2021"]) == (
        "Source: BMC Psychiatry (2021), article s12888-021-03300-4 "
        "(https://bmcpsychiatry.biomedcentral.com/articles/10.1186/s12888-021-03300-4). "
        "15 clinical units in Norway, 8 of them offering family psychoeducation. Ratings made: the "
        "years are not known. The figures were read; no standard deviation was found. To be "
        "compared with: the organizational mean, as far as another practice can stand for this "
        "one. It was rated for family psychoeducation, not for integrated dual disorder treatment."
    )


def test_a_pool_is_told_with_its_n_or_not_at_all():
    assert benchmark_words(Benchmark(4)) == "Not shown below 5 programs (n = 4 programs)."
    assert benchmark_words(Benchmark(1)) == "Not shown below 5 programs (n = 1 program)."
    told = benchmark_words(Benchmark(14, Fraction(29, 10), Fraction(16, 5), Fraction(18, 5)))
    assert told == "Median 3.20, middle half 2.90 to 3.60 (n = 14 programs)."
    assert pool_words(benchmarks_of(SCALES[0], [])) == "No program is in this pool."


def test_a_pool_says_how_many_programs_it_has_and_of_which_days():
    scale = shipped_scales().get("goi").scale
    days = [dt.date(2026, 3, 2), dt.date(2026, 5, 1), dt.date(2026, 5, 1)]
    pool = [Pooled(k, day, Row("", {}, {})) for k, day in enumerate(days)]
    assert pool_words(benchmarks_of(scale, pool)) == (
        "3 programs, each by its latest visit (2026-03-02 to 2026-05-01)."
    )
    assert pool_words(benchmarks_of(scale, pool[1:])) == (
        "2 programs, each by its latest visit (2026-05-01)."
    )
