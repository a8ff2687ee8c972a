"""How well raters agree, in plain words first; then each coefficient with what it says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from reporting.sentences import listed
from scoring.agreement.confusion import Confusion
from scoring.agreement.estimate import Estimate
from scoring.agreement.shares import Counts
from scoring.agreement.statistics import Statistics
from scoring.rounding import as_text, told_apart

KAPPA_MARK = Fraction(60, 100)
ICC_MARK = Fraction(75, 100)
MARKS = (
    "The marks 0.60 for kappa and 0.75 for ICC are a design choice of this project, not a "
    "published limit. They say when to look again at the anchors together; they do not grade "
    "people."
)
_ALIKE = Fraction(2, 3)
"""From this share of equal ratings on, a low coefficient calls for an explanation."""
_CLOSE = Fraction(9, 10)
_LOW = 0.60
_MOST = Fraction(3, 4)

_MEANINGS = {
    "kappa_linear": (
        "Weighted kappa (linear)",
        "How far the raters agree beyond what they would if each gave every level as often, but "
        "blindly; two levels apart count twice as much as one.",
    ),
    "kappa_quadratic": (
        "Weighted kappa (quadratic)",
        "The same, but two levels apart count four times as much as one.",
    ),
    "ac2_linear": (
        "Gwet's AC2 (linear)",
        "How far they agree beyond chance, where little is put down to chance when nearly all "
        "ratings are alike, so it stays steady there.",
    ),
    "ac2_quadratic": (
        "Gwet's AC2 (quadratic)",
        "The same, but two levels apart count four times as much as one.",
    ),
    "alpha": (
        "Krippendorff's alpha (ordinal)",
        "How much less the raters differ on an item than any two ratings drawn from all of them "
        "would; it uses whatever two raters rated.",
    ),
    "icc": (
        "ICC(A,1)",
        "What share of the differences between ratings comes from the items and not from who "
        "rated; it takes levels as evenly spaced and uses what all rated.",
    ),
}
_MARKED = {"kappa_linear": KAPPA_MARK, "kappa_quadratic": KAPPA_MARK, "icc": ICC_MARK}
COEFFICIENTS = tuple(_MEANINGS)
"""Fields of `Statistics`, in the order to show them."""


@dataclass(frozen=True)
class CoefficientWords:
    """One coefficient.

    Attributes:
        value: Two decimals, or "not estimable".
        interval: "0.05 to 0.70", or empty where there is none.
        rests_on: "26 items".
        meaning: What it says, in a sentence.
        note: Why something is lacking; may be empty.
        mark: "0.60" where there is one to compare with, else empty; `MARKS` says what it is.
    """

    key: str
    name: str
    value: str
    interval: str
    rests_on: str
    meaning: str
    note: str
    mark: str


@dataclass(frozen=True)
class AgreementWords:
    """What to say of a group of ratings, in the order to say it.

    Attributes:
        headline: What was seen alike, in counts.
        left_out: Sentences on what only some of the raters rated; may be empty.
        why_low: Why coefficients are low though nearly all ratings are alike; empty where they
            are not, or nothing of the kind is the case.
    """

    headline: str
    left_out: tuple[str, ...]
    coefficients: tuple[CoefficientWords, ...]
    why_low: str


def agreement_words(found: Statistics, who: str = "You") -> AgreementWords:
    """Put agreement into words.

    Args:
        found: The statistics of a scale, a subscale, or one item over visits.
        who: The raters as the subject of a sentence, such as "The two reviewers".
    """
    return AgreementWords(
        headline(found, who), _left_out(found), coefficient_words(found), _why_low(found)
    )


def headline(found: Statistics, who: str = "You") -> str:
    """Say what was seen alike.

    With three raters or more, an item is alike where all who rated it gave the same level, and
    pairs of ratings are told beside it.
    """
    counts, many = found.counts, len(found.raters) > 2
    if counts.widest is None:
        return f"No {found.unit} was rated by two raters, so there is nothing to compare yet."
    things = found.unit if counts.compared == 1 else f"{found.unit}s"
    subject = f"{who} all" if many else who
    if counts.alike == counts.compared:
        which = f"the one {things}" if counts.compared == 1 else f"all {counts.compared} {things}"
        return f"{subject} saw {which} alike."
    share = percent(counts.alike, counts.compared)
    words = f"{subject} saw {counts.alike} of {counts.compared} {things} alike ({share})"
    words += _apart(counts)
    if many:
        share = percent(counts.pairs_alike, counts.pairs)
        words += f" Taken two by two, {counts.pairs_alike} of {counts.pairs} ratings are the same"
        words += f" ({share})."
    return words


def coefficient_words(found: Statistics) -> tuple[CoefficientWords, ...]:
    """Every coefficient, with what it says and what is lacking."""
    words = []
    for key, (name, meaning) in _MEANINGS.items():
        estimate: Estimate = getattr(found, key)
        if len(found.raters) > 2 and key.startswith("kappa"):
            meaning += " It is the mean over all pairs of raters."
        mark = as_text(_MARKED[key], 2) if key in _MARKED else ""
        things = found.unit if estimate.n == 1 else f"{found.unit}s"
        rests_on = f"{estimate.n} {things}"
        interval = interval_text(estimate)
        value = value_text(estimate)
        words.append(
            CoefficientWords(key, name, value, interval, rests_on, meaning, estimate.why, mark)
        )
    return tuple(words)


def statistics_table(groups: Mapping[str, Statistics]) -> pd.DataFrame:
    """One row a group: counts, then coefficients as text; "–" where nothing can be told.

    Args:
        groups: By the name to show, such as the overall result and each subscale, or items.
    """
    return pd.DataFrame(
        [
            {
                "Group": name,
                "Compared": found.counts.compared,
                "Alike": found.counts.alike,
                "Within one level": found.counts.within_one,
                "Mean difference": _short(found.difference),
                **{_MEANINGS[key][0]: _short(getattr(found, key)) for key in COEFFICIENTS},
            }
            for name, found in groups.items()
        ]
    )


def value_text(estimate: Estimate) -> str:
    """Write a coefficient with two decimals, or more where two would make it look like 1."""
    return "not estimable" if estimate.value is None else _number(estimate.value)


def interval_text(estimate: Estimate) -> str:
    """Write a 95 % interval, empty where there is none."""
    if estimate.low is None or estimate.high is None:
        return ""
    return f"{_number(estimate.low)} to {_number(estimate.high)}"


def percent(part: int, whole: int) -> str:
    """Write a share so that nearly all never reads as all, nor nearly none as none.

    Example:
        >>> percent(21, 26), percent(999, 1000), percent(1, 1000)
        ('81 %', 'over 99 %', 'under 1 %')
    """
    text = as_text(Fraction(100 * part, whole), 0)
    if text == "100" and part < whole:
        return "over 99 %"
    if text == "0" and part:
        return "under 1 %"
    return f"{text} %"


def _number(value: float) -> str:
    return told_apart(Fraction(str(round(value, 6))), Fraction(1))


def _short(estimate: Estimate) -> str:
    return "–" if estimate.value is None else _number(estimate.value)


def _apart(counts: Counts) -> str:
    if counts.widest == 1:
        return ", and never were more than one level apart."
    share = percent(counts.within_one, counts.compared)
    close = f"{counts.within_one} ({share})" if counts.within_one else "none"
    return f", and {close} no more than one level apart; at most it was {counts.widest} levels."


def _left_out(found: Statistics) -> tuple[str, ...]:
    counts, unit = found.counts, found.unit
    said = []
    if counts.one_sided:
        were = _with_verb(counts.one_sided, unit, "was", "were")
        said.append(f"{were} rated by some and not by others, and cannot be compared.")
    if counts.applicability_differs:
        apply = _with_verb(counts.applicability_differs, unit, "applies", "apply")
        said.append(
            f"Whether {apply} at all was seen differently: one gave a level, another called it "
            "not applicable."
        )
    if counts.not_applicable:
        were = _with_verb(counts.not_applicable, unit, "was", "were")
        said.append(f"{were} called not applicable by all.")
    return tuple(said)


def _with_verb(number: int, unit: str, one: str, many: str) -> str:
    return f"1 {unit} {one}" if number == 1 else f"{number} {unit}s {many}"


def _why_low(found: Statistics) -> str:
    counts = found.counts
    if not counts.pairs or Fraction(counts.pairs_alike, counts.pairs) < _ALIKE:
        return ""
    if Fraction(counts.pairs_within_one, counts.pairs) < _CLOSE:
        return ""
    low = (found.kappa_linear, found.alpha, found.icc)
    if not any(e.value is not None and e.value < _LOW for e in low):
        return ""
    levels, ratings, whole = _commonest(found.confusion)
    if len(levels) > 2:
        return ""
    return (
        "Kappa, alpha and ICC set the differences between raters against the differences between "
        f"{found.unit}s. Here {percent(ratings, whole)} of the ratings compared are "
        f"{listed(map(str, levels), 'or')}, so the {found.unit}s hardly differ, and a few "
        "differences between raters weigh heavily. A low number then tells little about the "
        "raters; the counts and AC2 tell more."
    )


def _commonest(confusion: Confusion) -> tuple[list[int], int, int]:
    """The fewest levels that hold three quarters of the ratings, how many that is, and of what."""
    rows = [sum(row) for row in confusion.counts]
    columns = [sum(column) for column in zip(*confusion.counts, strict=True)]
    given = {n: a + b for n, a, b in zip(confusion.levels, rows, columns, strict=True)}
    whole = sum(given.values())
    levels, held = [], 0
    for level in sorted(given, key=lambda n: -given[n]):
        levels.append(level)
        held += given[level]
        if held >= _MOST * whole:
            break
    return sorted(levels), held, whole
