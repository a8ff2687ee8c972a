"""The visit on the page is the one that the address names."""


def test_a_link_to_another_visit_opens_that_visit(begin, open_page):
    first, second = begin("goi", program="First House"), begin("goi", program="Second House")
    page = open_page("results", visit=str(first.id))
    assert "First House" in page.markdown[0].value
    page.query_params["visit"] = str(second.id)
    page.run()
    assert "Second House" in page.markdown[0].value


def test_a_visit_that_does_not_exist_is_told_and_forgotten(begin, open_page):
    begin("goi")
    page = open_page("results", visit="99999999999999999999999")
    assert not page.exception
    assert "does not exist" in page.warning[0].value
