"""What the tests of the pages give to a page, and read off it."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from tests.shipped_scales import shipped_scales


def all_items(scale_id: str, level: int, **others: int) -> dict[str, int]:
    """Every item of a scale at one level, but for some."""
    scale = shipped_scales().get(scale_id).scale
    return dict.fromkeys(scale.item_ids, level) | others


def words(app: AppTest) -> str:
    """Everything that the page says in Markdown, without the signs that keep text plain."""
    shown = [*app.markdown, *app.info, *app.warning, *app.error, *app.success]
    return "\n".join(str(element.value) for element in shown).replace("\\", "")


def whole_tree(app: AppTest) -> str:
    """All that is sent to the browser for the page, hidden or not, as one text.

    Signs that keep text plain are left out.
    """
    found = []

    def gather(block) -> None:
        found.append(str(block.proto))
        for child in getattr(block, "children", {}).values():
            gather(child)

    for child in app._tree.children.values():
        gather(child)
    return "\n".join(found).replace("\\", "")
