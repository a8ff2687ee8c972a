"""The signatures under a visit, and what each was given for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import streamlit as st

from app_pages.difference_card import short_words
from app_pages.header import escape
from app_pages.plain_table import show_notes, show_table
from app_pages.session import now
from handover.workspace import Workspace
from scales.model import Scale
from storage.answers import Answer
from storage.assessments import Assessment
from storage.facts import FactAnswer
from storage.problem import StorageError
from storage.signing import Signature, SignedEdition, list_signatures, read_edition, reopen


def show_signatures(workspace: Workspace) -> None:
    """Draw the signature that holds and the void ones, the latest first."""
    signatures = list_signatures(workspace.acting, workspace.visit.id)
    if not signatures:
        return
    st.header("Signatures", anchor=False)
    for signature in signatures:
        _show_signature(workspace, signature)
    show_notes(
        [
            "The command “fidelity verify” works every hash out anew and says whether anything was "
            "changed since. Keep the hash on paper, too."
        ]
    )
    if workspace.visit.status == "final" and workspace.standing.leads:
        _show_opening(workspace)


def _show_signature(workspace: Workspace, signature: Signature) -> None:
    edition = read_edition(signature)
    with st.container(border=True, key=f"signature {signature.edition}"):
        st.markdown(
            f"**Edition {signature.edition}** signed by **{escape(signature.person)}** on "
            f"{_moment(signature.signed_at)}."
        )
        if signature.voided_at:
            st.markdown(
                f"Void since {_moment(signature.voided_at)}: {escape(signature.voided_by)} opened "
                f"the visit again. Why: {escape(signature.void_reason)}"
            )
        if edition.remarks:
            st.markdown(f"Remarks: {escape(edition.remarks)}")
        st.markdown(f"Hash of the signature:  \n`{signature.hash}`")
        with st.expander(
            "What was signed", key=f"signed {signature.edition}", on_change="rerun"
        ) as box:
            if box.open:
                _show_edition(workspace, edition)


def _show_edition(workspace: Workspace, edition: SignedEdition) -> None:
    for assessment in workspace.assessments:
        answers = edition.answers.get((assessment.id, edition.official), {})
        facts = edition.facts.get((assessment.id, edition.official), {})
        entry = workspace.entries.get(assessment.scale_id)
        _show_scale(assessment, entry.scale if entry else None, answers, facts)


def _show_scale(
    assessment: Assessment,
    scale: Scale | None,
    answers: Mapping[str, Answer],
    facts: Mapping[str, FactAnswer],
) -> None:
    if not answers and not facts:
        return
    name = scale.short_name if scale else assessment.scale_id
    st.markdown(
        f"**{escape(name)}** version {escape(assessment.scale_version)}, fingerprint "
        f"{assessment.scale_stamp[:8]}"
    )
    items = {item.id: item.name for item in scale.items} if scale else {}
    order = [*(i for i in items if i in answers), *(i for i in answers if i not in items)]
    show_table(
        (
            {
                "Item": f"{item} {items.get(item, '')}",
                "Rating": short_words(answers[item]),
                "Why": answers[item].because or answers[item].reason,
                "Note": answers[item].note,
            }
            for item in order
        ),
        alt=f"Signed ratings of {name}",
    )
    if facts:
        st.markdown("  \n".join(_fact_lines(scale, facts.values())))


def _fact_lines(scale: Scale | None, facts: Iterable[FactAnswer]) -> Iterator[str]:
    known = {fact.id: fact for fact in scale.facts} if scale else {}
    choices = {
        (fact.id, choice.id): choice.text
        for fact in (scale.choice_facts if scale else ())
        for choice in fact.choices
    }
    for given in facts:
        asks = known[given.fact].asks if given.fact in known else given.fact
        chosen = given.choice or ""
        said = choices.get((given.fact, chosen), chosen) if chosen else given.count
        yield f"{escape(asks)} **{escape(str('no answer' if said is None else said))}**"


def _show_opening(workspace: Workspace) -> None:
    with st.expander("Open the visit again", key=f"open final {workspace.visit.id} box"):
        st.markdown(
            "This voids the signature and makes the next edition. The signed one stays readable."
        )
        reason = st.text_input(
            "Why it is opened again",
            key=f"open final {workspace.visit.id}",
            max_chars=2000,
            persist_state="session",
        )
        if st.button("Open it again", key=f"open final now {workspace.visit.id}"):
            try:
                reopen(workspace.acting, workspace.visit.id, (reason or "").strip(), now())
            except StorageError as error:
                st.error(escape(str(error)))
            else:
                st.rerun()


def _moment(iso: str) -> str:
    return f"{iso[:10]}, {iso[11:16]} UTC"
