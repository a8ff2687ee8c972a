"""From everybody's own ratings to one that all stand behind, differences first."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from app_pages.agreement_view import show_agreement
from app_pages.consensus_desk import ConsensusDesk
from app_pages.difference_list import show_all_settled, show_levels, show_settling
from app_pages.fact_form import show_facts
from app_pages.header import escape
from app_pages.scale_choice import choose_scale
from app_pages.session import now
from app_pages.typing_saver import save_while_typing
from handover.rater_sets import RaterSets, load_sets
from handover.standing import raters_of, still_rating
from handover.workspace import Workspace
from reporting.sentences import counted, listed
from scales.model import ChoiceFact, CountFact
from storage.facts import FactAnswer
from storage.problem import StorageError
from storage.visit_record import Visit
from storage.visit_states import settle, start_consensus


def show_consensus(workspace: Workspace) -> None:
    """Draw the comparison, and where the visit is in consensus, the forms that settle it."""
    if not _may_look(workspace):
        return
    status = workspace.visit.status
    names = {i: entry.scale.short_name for i, entry in workspace.entries.items()}
    sets = load_sets(workspace, choose_scale(names))
    shown = _names(sets)
    show_agreement(sets, shown, "You" if workspace.own else "The reviewers")
    if status == "submitted":
        _offer_beginning(workspace)
        _show_before(sets, shown)
    elif status == "in_consensus" and workspace.standing.settles:
        desk = ConsensusDesk(workspace, sets, names_hidden=_hidden())
        save_while_typing()
        _show_facts(desk, sets, shown)
        show_settling(desk, sets, shown)
        _show_end(workspace)
    else:
        _say_closed(workspace)
        _tell_facts(sets, shown)
        show_all_settled(sets, shown)


def _may_look(workspace: Workspace) -> bool:
    if not workspace.standing.reviews:
        st.info("Only the reviewers of this visit see what each of them rated.")
        return False
    if len(raters_of(workspace.team)) < 2:
        st.info(
            "One person rates this visit alone, so there is nothing to settle. A second reviewer "
            "can be added to the team, on the Visit page, while the visit is being rated."
        )
        return False
    waiting = [member.name for member in still_rating(workspace.visit, workspace.team)]
    if waiting:
        st.info(
            f"Still rating: {escape(listed(waiting))}. Everybody rates alone; the ratings can be "
            "compared once all have handed in."
        )
        return False
    return True


def _names(sets: RaterSets) -> dict[str, str]:
    """How the raters are called on this page."""
    st.toggle(
        "Hide who gave which rating",
        key="hide raters",
        help="So that you talk about the evidence and not about each other.",
        persist_state="session",
    )
    if not _hidden():
        return {name: name for name in sets.sets}
    return {name: f"Rater {number}" for number, name in enumerate(sets.sets, start=1)}


def _hidden() -> bool:
    return bool(st.session_state.get("hide raters"))


def _offer_beginning(workspace: Workspace) -> None:
    if not workspace.standing.leads:
        st.info("All have handed in. Who leads the visit begins the consensus.")
        return
    st.markdown(
        "All have handed in. When you begin the consensus, what all saw alike is filled in; "
        "everybody's own ratings stay as they are."
    )
    if st.button("Begin the consensus", type="primary", key="begin consensus"):
        _step(workspace, start_consensus)


def _show_before(sets: RaterSets, shown: Mapping[str, str]) -> None:
    if sets.different:
        st.header(f"Seen differently ({len(sets.different)})", anchor=False)
        show_levels(sets, shown, sets.different, "What each rater gave, where they differ")
    if sets.alike:
        with st.expander(f"Seen alike ({len(sets.alike)})", key=f"alike {sets.scale.id}"):
            show_levels(sets, shown, sets.alike, "What all raters gave alike")


def _show_end(workspace: Workspace) -> None:
    """The end of the consensus, for all scales together."""
    st.header("Close the consensus", anchor=False)
    missing, where = 0, []
    for scale_id, entry in workspace.entries.items():
        sets = load_sets(workspace, scale_id)
        names = [item.id for item in sets.open_items]
        names += [f"“{fact.asks}”" for fact in sets.open_facts]
        missing += len(names)
        if names:
            where.append(f"{escape(entry.scale.short_name)}: {escape(', '.join(names))}")
    if missing:
        verb = "asks" if missing == 1 else "ask"
        st.markdown(
            f"{counted(missing, 'thing').capitalize()} still {verb} for an answer or a reason.  \n"
            + "  \n".join(where)
        )
    else:
        st.markdown("Everything is settled.")
    if not workspace.standing.leads:
        st.markdown("Who leads the visit closes the consensus.")
    elif st.button(
        "Close the consensus and make the draft report",
        type="secondary" if missing else "primary",
        key="settle",
    ):
        _step(workspace, settle)


def _step(workspace: Workspace, verb: Callable[..., Visit]) -> None:
    try:
        verb(workspace.acting, workspace.visit.id, now())
    except StorageError as error:
        st.error(escape(str(error)))
    else:
        st.rerun()


def _say_closed(workspace: Workspace) -> None:
    if workspace.visit.status == "in_consensus":
        st.info("The reviewers of this visit are settling what you see here.")
    elif workspace.visit.status == "final":
        st.info("This visit is signed. What was settled can be looked at and not changed.")
    else:
        st.info(
            "The consensus is closed. Who leads the visit can open it again on the Sign-off page, "
            "with a reason."
        )
    st.page_link("app_pages/signoff.py", label="Go to Sign-off", icon=":material/signature:")


def _show_facts(desk: ConsensusDesk, sets: RaterSets, shown: Mapping[str, str]) -> None:
    if not sets.scale.facts:
        return
    different = len(sets.different_facts)
    title = "Before the items" + (f" ({different} seen differently)" if different else "")
    with st.expander(title, expanded=bool(different), key=f"facts {sets.scale.id}"):
        _show_fact_answers(sets, shown)
        show_facts(desk)


def _tell_facts(sets: RaterSets, shown: Mapping[str, str]) -> None:
    if sets.different_facts:
        with st.expander(f"Before the items ({len(sets.different_facts)} seen differently)"):
            _show_fact_answers(sets, shown)


def _show_fact_answers(sets: RaterSets, shown: Mapping[str, str]) -> None:
    for fact in sets.different_facts:
        said = [
            f"{escape(shown[name])}: {_fact_words(fact, sets.sets[name].facts)}"
            for name in sets.sets
        ]
        settled = sets.settled.facts
        if fact.id in settled:
            said.append(f"Settled: {_fact_words(fact, settled)}")
        st.markdown(f"**{escape(fact.asks)}**  \n" + "  \n".join(said))


def _fact_words(fact: ChoiceFact | CountFact, facts: Mapping[str, FactAnswer]) -> str:
    answer = facts.get(fact.id)
    if isinstance(fact, ChoiceFact):
        texts = {choice.id: choice.text for choice in fact.choices}
        chosen = answer.choice if answer else None
        return escape(texts.get(chosen, chosen)) if chosen else "no answer"
    return "no answer" if answer is None or answer.count is None else str(answer.count)
