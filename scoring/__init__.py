"""From ratings to a judgment that anyone can check by hand, and on to what to do next.

The whole street, top to bottom:

    >>> from pathlib import Path
    >>> from scales.loading import load_scale
    >>> import scales
    >>> library = Path(scales.__file__).parent / "library"
    >>> iddt = load_scale(library / "iddt.yaml")

    A row is what somebody rated. Here every treatment item is a 4, but group treatment is a 2.

    >>> levels = dict.fromkeys(iddt.members("treatment"), 4) | {"T8": 2}
    >>> ratings = ratings_from_rows(iddt, [Row("Harbor House 2026", levels, {})])

    One engine scores one visit or ten million.

    >>> scores = score(iddt, ratings)
    >>> scores.verdicts[0].name
    'Moderate fidelity'

    Every number opens to what it was made from.

    >>> scored = explain(scores, 0)
    >>> as_text(scored.total.value, 4), scored.total.rated, scored.total.of
    ('3.8571', 14, 14)
    >>> scored.held_back[0].verdict.name, scored.held_back[0].reasons[0].text
    ('High fidelity', 'Treatment mean is 3.86 (asked: at least 4.0).')

    Gaps lead to actions, and one to three of them come first.

    >>> gaps = find_gaps(scored)
    >>> [(gap.item.id, gap.level, gap.target) for gap in gaps]
    [('T8', 2, 4)]
    >>> draft = draft_plan(gaps)
    >>> draft.first[0].gap.item.name, draft.first[0].reason
    ('Group dual-disorder treatment', '2 points below target (rated 2, target 4); medium effort.')
"""

from scoring.explanation import Scored, explain
from scoring.gaps import Gap, find_gaps
from scoring.plan import Draft, draft_plan
from scoring.ratings import Ratings, RatingsError, Row, ratings_from_rows
from scoring.rounding import as_text
from scoring.scores import Scores, score
from scoring.states import State

__all__ = [
    "Draft",
    "Gap",
    "Ratings",
    "RatingsError",
    "Row",
    "Scored",
    "Scores",
    "State",
    "as_text",
    "draft_plan",
    "explain",
    "find_gaps",
    "ratings_from_rows",
    "score",
]
