"""How well raters agree: counts anyone can check, then coefficients, each with its interval.

>>> from pathlib import Path
>>> import scales
>>> from scales.loading import load_scale
>>> from scoring.ratings import Row
>>> goi = load_scale(Path(scales.__file__).parent / "library" / "goi.yaml")
>>> levels = dict(zip(goi.item_ids, [4, 4, 5, 3, 2, 4, 4, 5, 1, 3, 4, 4], strict=True))
>>> one = Row("Visit", levels, {})
>>> other = Row("Visit", levels | {"G1": 3, "G2": 5, "G4": 2}, {})
>>> found = agree(goi, {"Reviewer 1": one, "Reviewer 2": other})
>>> found.overall.counts.alike, found.overall.counts.compared, found.overall.counts.widest
(9, 12, 1)
>>> round(found.overall.ac2_quadratic.value, 2), found.items[0].difference
(0.95, -1)

What cannot be estimated says why.

>>> agree(goi, {"Reviewer 1": one, "Reviewer 2": Row("Visit", {}, {})}).overall.icc.why
'Not estimable: no item was rated by two raters.'
"""

from scoring.agreement.across import AgreementAcross, agree_many
from scoring.agreement.comparison import Agreement, ItemAgreement, agree, pooled
from scoring.agreement.confusion import Confusion
from scoring.agreement.estimate import Estimate
from scoring.agreement.shares import Counts
from scoring.agreement.statistics import Statistics

__all__ = [
    "Agreement",
    "AgreementAcross",
    "Confusion",
    "Counts",
    "Estimate",
    "ItemAgreement",
    "Statistics",
    "agree",
    "agree_many",
    "pooled",
]
