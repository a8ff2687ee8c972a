"""What staff answered, summed up by role, in words and in a table."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import streamlit as st

from app_pages.header import escape
from app_pages.plain_table import one_line, show_table
from app_pages.survey_form import load_replies
from handover.scoring_rows import row_of
from handover.workspace import Workspace
from reporting.sentences import counted, listed
from scoring.rounding import as_decimal
from scoring.survey import SEEN_DIFFERENTLY, Answers, Asked, Reply, Survey, survey
from storage.team import Member

_FEW = 5
"""Fewer of a role than this, and colleagues may tell who said what."""

_TOLD = 5
"""Differences told one by one; all are marked in the tables."""


def show_results(workspace: Workspace, scale_id: str, people: Sequence[Member]) -> None:
    """Draw the summary, the parts, and every item."""
    given = load_replies(workspace, scale_id, people)
    roles = list(dict.fromkeys(m.staff_role.strip() for m in people if m.staff_role.strip()))
    leaders = st.multiselect(
        "Roles that count as leaders",
        roles,
        [role for role in roles if role.casefold() == "leader"],
        key=f"leaders of {workspace.visit.id} {'|'.join(roles)}",
        placeholder="None",
    )
    replies = [Reply(m.staff_role.strip(), row_of(given[m.name], m.name)) for m in people]
    found = survey(workspace.entries[scale_id].scale, replies, leaders)
    st.header("In words", anchor=False)
    st.markdown("\n".join(f"- {one_line(line)}" for line in summary(found)))
    few = [role or "no role told" for role, number in found.replies.items() if number < _FEW]
    if few:
        st.warning(
            f"Fewer than {_FEW} answered as {escape(listed(few, 'or'))}. Whoever knows the team "
            "may be able to tell who said what: think before you pass these figures on."
        )
    st.header("By part", anchor=False)
    show_table(_table((*found.subscales, found.total)), alt="Answers by part of the scale")
    with st.expander("Every item"):
        show_table(_table(found.items), alt="Answers by item")
    st.header("By role", anchor=False)
    show_table(_roles(found), alt="Mean of each part by staff role, with the number of answers")
    st.caption(
        "For a part and for the total, each respondent's own mean is one answer; it is formed "
        "where they answered as many items as the scale asks for. The middle half is from the "
        f"first to the third quartile. From {SEEN_DIFFERENTLY} level between the means on, "
        "leaders and other staff are said to see it differently; that bound is our own choice."
    )


def summary(found: Survey) -> list[str]:
    """Say in sentences what came out."""
    roles = [f"{role or 'no role told'} ({number})" for role, number in found.replies.items()]
    asked = sum(found.replies.values())
    lines = [f"{counted(asked, 'respondent')}: {', '.join(roles)}."]
    total = found.total.everyone
    if total.n:
        lines.append(
            f"{found.total.name}: mean {as_decimal(total.mean)}, median "
            f"{as_decimal(total.median)} ({counted(total.n, 'answer')}); the middle half lies "
            f"between {as_decimal(total.lower)} and {as_decimal(total.upper)}, all between "
            f"{as_decimal(total.lowest)} and {as_decimal(total.highest)}."
        )
    else:
        lines.append("Nobody has answered enough items for a total yet.")
    return [*lines, *_differences(found)]


def _differences(found: Survey) -> list[str]:
    if not (any(a.leaders.n for a in found.items) and any(a.others.n for a in found.items)):
        return ["Leaders and other staff cannot be compared: answers of both are needed."]
    apart = found.seen_differently
    if not apart:
        return ["Staff and leaders see nothing a whole level or more apart."]
    widest = [
        f"{asked.name}: leaders {as_decimal(asked.leaders.mean)} ({asked.leaders.n} answered), "
        f"other staff {as_decimal(asked.others.mean)} ({asked.others.n} answered)."
        for asked in apart[:_TOLD]
    ]
    more = "; the widest apart come first, the rest is marked in the tables"
    rest = more if len(apart) > _TOLD else ""
    head = f"Staff and leaders see {counted(len(apart), 'thing')} differently{rest}:"
    return [head, *widest]


def _table(rows: Sequence[Asked]) -> list[dict[str, str]]:
    return [
        {
            "What": f"{asked.id} {asked.name}" if asked.kind == "item" else asked.name,
            "n": str(asked.everyone.n),
            "Mean": as_decimal(asked.everyone.mean),
            "Median": as_decimal(asked.everyone.median),
            "Middle half": _spread(asked.everyone.lower, asked.everyone.upper),
            "Leaders (n)": _group(asked.leaders),
            "Other staff (n)": _group(asked.others),
            "Seen differently": "yes" if asked.seen_differently else "",
        }
        for asked in rows
    ]


def _roles(found: Survey) -> list[dict[str, str]]:
    return [
        {
            "Role": role or "Not told",
            "Respondents": str(number),
            **{
                asked.name: _group(asked.by_role[role]) for asked in (*found.subscales, found.total)
            },
        }
        for role, number in found.replies.items()
    ]


def _group(answers: Answers) -> str:
    return f"{as_decimal(answers.mean)} ({answers.n})" if answers.n else "–"


def _spread(low: Fraction | None, high: Fraction | None) -> str:
    return "–" if low is None else f"{as_decimal(low)} to {as_decimal(high)}"
