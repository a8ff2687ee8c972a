"""Ratings are brought in on a page: looked at, decided about, taken in, and let go of."""

from __future__ import annotations

from io import BytesIO

from openpyxl import Workbook

from storage.answers import list_answers
from storage.programs import list_programs
from storage.visit_index import index_visits
from tests.app.page_words import words

HEAD = "assessment,scale,item,rating,rater,note\n"
BULK = "assessment,program,date,scale,item,rating,rater\n"


def bring(app, text: str | bytes, name: str = "ratings.csv"):
    content = text.encode() if isinstance(text, str) else text
    return app.file_uploader[0].set_value((name, content, "application/octet-stream")).run()


def button(app, label: str):
    return next(one for one in app.button if one.label == label)


def offers(app, label: str) -> bool:
    return any(one.label == label for one in app.button)


def levels(visit) -> dict[str, int | None]:
    found = list_answers(visit.acting, visit.assessments["iddt"], "Rater")
    return {item: answer.level for item, answer in found.items()}


def test_a_ratings_file_is_looked_at_and_then_taken_in(begin, open_page):
    visit = begin("iddt")
    visit.rate("iddt", {"T2": 4, "T3": 2})
    app = open_page("reports", visit=str(visit.id))
    bring(app, HEAD + "A,iddt,T2,4,,\nA,iddt,T3,5,,\nA,iddt,T4,3,,\n")
    shown = words(app)
    assert "**1** new, **1** the same as stored, **1** different" in shown
    assert levels(visit) == {"T2": 4, "T3": 2}
    button(app, "Take it in").click().run()
    assert not app.exception
    assert "ratings.csv: taken in: 1 answer." in words(app)
    assert levels(visit) == {"T2": 4, "T3": 2, "T4": 3}
    assert "ratings in: held" not in app.session_state


def test_where_they_differ_the_files_is_taken_when_asked_for(begin, open_page):
    visit = begin("iddt")
    visit.rate("iddt", {"T3": 2})
    app = open_page("reports", visit=str(visit.id))
    bring(app, HEAD + "A,iddt,T3,5,,\n")
    assert not offers(app, "Take it in")
    next(radio for radio in app.radio if radio.label == "What is to stand").set_value("file").run()
    button(app, "Take it in").click().run()
    assert levels(visit) == {"T3": 5}


def test_faults_are_listed_and_nothing_can_be_taken_in(begin, open_page):
    visit = begin("iddt")
    app = open_page("reports", visit=str(visit.id))
    bring(app, HEAD + "A,iddt,T3,9,,\nA,iddt,T99,2,,\n")
    shown = words(app)
    assert "Nothing was taken from ratings.csv. 2 faults:" in shown
    assert 'line 2, item "T3"' in shown
    assert "[R01]" in shown
    labels = [one.label for one in app.get("download_button")]
    assert "Download every fault (CSV)" in labels
    assert not offers(app, "Take it in")


def test_programs_and_visits_of_a_bulk_file_are_added_when_asked_for(acting, open_page):
    app = open_page("reports")
    bring(app, BULK + "A,Harbor,2026-03-02,iddt,T2,3,\nB,Pine,2026-03-04,iddt,T2,4,\n")
    assert "2 sets cannot be taken in." in words(app)
    next(box for box in app.checkbox if box.label.startswith("Add programs")).check().run()
    assert "New programs: Harbor, Pine" in words(app)
    button(app, "Take it in").click().run()
    assert "2 answers, 2 programs and 2 visits" in words(app)
    assert [program.name for program in list_programs(acting)] == ["Harbor", "Pine"]
    assert len(index_visits(acting)) == 2


def test_a_name_in_the_file_is_said_to_be_a_rater_of_the_visit(begin, open_page):
    visit = begin("iddt")
    app = open_page("reports", visit=str(visit.id))
    bring(app, HEAD + "A,iddt,T3,5,R. Viewer,\n")
    assert 'nobody named "R. Viewer" rates this visit' in words(app)
    whose = next(one for one in app.selectbox if "R. Viewer" in one.label.replace("\\", ""))
    whose.set_value("Rater").run()
    button(app, "Take it in").click().run()
    assert levels(visit) == {"T3": 5}


def test_what_looks_like_a_clients_data_is_asked_about(begin, open_page):
    visit = begin("iddt")
    app = open_page("reports", visit=str(visit.id))
    bring(app, HEAD + "A,iddt,T3,5,,Client's SSN is 219-09-9999\n")
    assert not offers(app, "Take it in")
    next(box for box in app.checkbox if box.label == "It is no client's data").check().run()
    button(app, "Take it in").click().run()
    assert levels(visit) == {"T3": 5}


def test_the_columns_of_a_sheet_of_scores_are_shown_and_corrected(begin, open_page):
    visit = begin("iddt")
    app = open_page("reports", visit=str(visit.id))
    book = Workbook()
    assert book.active is not None
    for row in (["T2. Stage-wise interventions", "The third"], [3, 4]):
        book.active.append(row)
    file = BytesIO()
    book.save(file)
    bring(app, file.getvalue(), "scores.xlsx")
    assert "Read as items: 1 column of 2" in words(app)
    third = next(one for one in app.selectbox if "The third" in one.label)
    third.set_value("iddt:T3").run()
    button(app, "Take it in").click().run()
    assert not app.exception
    assert levels(visit) == {"T2": 3, "T3": 4}


def test_a_workbook_with_macros_is_refused_in_words(begin, open_page):
    from tests.exchange.raw_workbook import raw_workbook

    visit = begin("iddt")
    app = open_page("reports", visit=str(visit.id))
    bring(app, raw_workbook({"xl/vbaProject.bin": b"\0"}), "scores.xlsm")
    assert "holds macros" in words(app)


def test_a_change_since_it_was_looked_at_is_told_and_nothing_is_written(begin, open_page):
    visit = begin("iddt")
    app = open_page("reports", visit=str(visit.id))
    bring(app, HEAD + "A,iddt,T3,5,,\nA,iddt,T4,5,,\n")
    visit.rate("iddt", {"T3": 2})
    button(app, "Take it in").click().run()
    assert "was changed by Rater since you looked" in words(app)
    assert levels(visit) == {"T3": 2}


def test_a_sheet_without_a_known_heading_can_be_told_what_it_means(begin, open_page):
    visit = begin("iddt")
    app = open_page("reports", visit=str(visit.id))
    bring(app, "Question 1,Question 2\n3,4\n", "scores.csv")
    assert "no column is known as an item of a scale" in words(app)
    first = next(one for one in app.selectbox if "Question 1" in one.label)
    first.set_value("iddt:T2").run()
    button(app, "Take it in").click().run()
    assert levels(visit) == {"T2": 3}
