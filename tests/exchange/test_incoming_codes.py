"""Every code by which a file is refused stands in the docs."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_page_on_bringing_ratings_in_lists_every_code_there_is():
    files = [*(ROOT / "exchange").glob("workbook*.py"), *(ROOT / "exchange").glob("score_*.py")]
    files += [ROOT / "handover" / name for name in ("places.py", "comparison.py", "incoming.py")]
    source = "".join(path.read_text(encoding="utf-8") for path in files)
    page = (ROOT / "docs/how-to/bring-ratings-in.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| ([WDT]\d\d) \|", page, re.MULTILINE)
    used = set(re.findall(r'"([WDT]\d\d)"|\[(T14)\]', source))
    assert sorted(listed) == sorted({one or other for one, other in used})
