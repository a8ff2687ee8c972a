"""The documents that a visit asks for: each once, asked for and received on a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from storage.documents import (
    DocumentProblem,
    DocumentRequest,
    StaleDocument,
    add_documents,
    change_document,
    list_documents,
    remove_document,
)
from storage.problem import NotFound
from storage.store import Store
from tests.storage.site_visit import DAY, NOW, begin_site_visit


def test_documents_are_listed_in_their_order_and_each_once(store: Store):
    site = begin_site_visit(store)
    policies = DocumentRequest(site.id, "Policies", (("iddt", "T1"), ("iddt", "T2")))
    first = add_documents(site.ann, site.id, [policies, DocumentRequest(site.id, "Org chart")], NOW)
    assert [(d.document, d.serves, d.position, d.revision) for d in first] == [
        ("Policies", (("iddt", "T1"), ("iddt", "T2")), 0, 1),
        ("Org chart", (), 1, 1),
    ]
    more = [DocumentRequest(site.id, "POLICIES"), DocumentRequest(site.id, "Minutes")]
    both = add_documents(site.contact, site.id, [*more, more[1]], NOW)
    assert [d.document for d in both] == ["Policies", "Org chart", "Minutes"]
    assert list_documents(site.colleague, site.id) == both


def test_when_it_was_asked_for_and_received_is_kept(store: Store):
    site = begin_site_visit(store)
    (asked,) = add_documents(site.ann, site.id, [DocumentRequest(site.id, "Policies")], NOW)
    later = DAY + dt.timedelta(9)
    wanted = replace(asked, requested_on=DAY, received_on=later, note="Two of three")
    kept = change_document(site.contact, wanted, 1, NOW)
    assert kept == replace(wanted, revision=2)
    assert list_documents(site.ann, site.id) == (kept,)
    assert change_document(site.contact, wanted, 1, NOW) == kept


def test_a_document_taken_off_the_list_is_gone_and_the_others_stay(store: Store):
    site = begin_site_visit(store)
    names = ("Policies", "Org chart", "Minutes")
    listed = add_documents(site.ann, site.id, [DocumentRequest(site.id, n) for n in names], NOW)
    remove_document(site.ann, listed[1], 1, NOW)
    assert [d.document for d in list_documents(site.ann, site.id)] == ["Policies", "Minutes"]
    again = add_documents(site.ann, site.id, [DocumentRequest(site.id, "Org chart")], NOW)
    assert [d.document for d in again] == ["Policies", "Minutes", "Org chart"]


def test_a_document_that_was_changed_meanwhile_stays_on_the_list(store: Store):
    site = begin_site_visit(store)
    (asked,) = add_documents(site.ann, site.id, [DocumentRequest(site.id, "Policies")], NOW)
    kept = change_document(site.contact, replace(asked, note="In the mail"), 1, NOW)
    with pytest.raises(StaleDocument) as raised:
        remove_document(site.ann, asked, 1, NOW)
    assert (raised.value.current, raised.value.by) == (kept, "Con")
    assert list_documents(site.ann, site.id) == (kept,)
    remove_document(site.ann, kept, 2, NOW)
    assert list_documents(site.ann, site.id) == ()


def test_documents_are_not_for_who_does_not_see_the_visit(store: Store):
    site = begin_site_visit(store)
    (asked,) = add_documents(site.ann, site.id, [DocumentRequest(site.id, "Policies")], NOW)
    with pytest.raises(NotFound, match="There is no visit"):
        add_documents(site.stranger, site.id, [DocumentRequest(site.id, "More")], NOW)
    with pytest.raises(NotFound, match="There is no visit"):
        list_documents(site.stranger, site.id)
    with pytest.raises(NotFound, match=f"There is no document request {asked.id}"):
        change_document(site.stranger, replace(asked, note="x"), 1, NOW)
    with pytest.raises(NotFound, match=f"There is no document request {asked.id}"):
        remove_document(site.stranger, asked, 1, NOW)
    with pytest.raises(NotFound, match="There is no document request 99"):
        remove_document(site.ann, replace(asked, id=99), 1, NOW)
    assert list_documents(site.ann, site.id) == (asked,)


def test_everything_wrong_with_a_document_is_said_at_once(store: Store):
    site = begin_site_visit(store)
    wrong = DocumentRequest(site.id, " ", (("", "T1"),), NOW, note="x" * 20_001)
    with pytest.raises(DocumentProblem) as raised:
        add_documents(site.ann, site.id, [wrong], NOW)
    assert str(raised.value).splitlines() == [
        "This was not saved.",
        "  - document: it is empty. Fill it in. [K01]",
        f"  - requested on: {NOW!r} is not a date. Give a day. [K06]",
        "  - note: 20,001 characters are more than 20,000. Shorten it. [K02]",
        "  - scale: it is empty. Fill it in. [K01]",
    ]
    assert list_documents(site.ann, site.id) == ()
