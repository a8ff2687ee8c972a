"""Tidy tables of all that a person may see: which programs, with notes or not, in which form."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

import streamlit as st

from app_pages.option_texts import option_texts
from app_pages.session import open_catalog, today
from handover.tables import ENDINGS, TableForm, read_tables, write_tables
from storage.acting import Acting
from storage.programs import Program, list_programs

_FORMS: dict[TableForm, str] = {
    "csv": "CSV, for anything",
    "xlsx": "Excel, to look at and filter",
    "parquet": "Parquet, for statistics programs",
}
_MIME: dict[TableForm, str] = {
    "csv": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/zip",
}


def show_tables_out(acting: Acting) -> None:
    """Draw the choices and the button; the file is made when it is clicked."""
    programs = [p for archived in (False, True) for p in list_programs(acting, archived=archived)]
    if not programs:
        return
    st.subheader("Tables", anchor=False)
    st.caption(
        "Programs, visits, ratings, scores, plans and corrections, as far as you may see them, "
        "with a data dictionary that says what each column holds and what an empty cell means."
    )
    names = option_texts({program.id: _name(program) for program in programs}, "program")
    chosen = st.multiselect(
        "Programs",
        list(names),
        format_func=names.__getitem__,
        placeholder="All that you see",
        key="tables of programs",
    )
    form = st.radio(
        "Form", list(_FORMS), format_func=_FORMS.__getitem__, horizontal=True, key="form of tables"
    )
    notes = st.checkbox(
        "With notes, reasons and answers in people's own words", value=True, key="tables with notes"
    )
    st.download_button(
        "Download the tables",
        partial(table_file, acting, form, chosen or None, notes=notes),
        file_name=table_file_name(form),
        mime=_MIME[form],
        key="download tables",
        icon=":material/table_view:",
        on_click="ignore",
    )
    st.caption("A workbook of hundreds of programs takes a minute; CSV and Parquet take seconds.")


def table_file(
    acting: Acting, form: TableForm, programs: Collection[int] | None, *, notes: bool
) -> bytes:
    """Write the tables from what is stored at this moment, when the button is clicked."""
    tables = read_tables(acting, open_catalog(), today(), programs, notes=notes)
    return write_tables(tables, form)


def table_file_name(form: TableForm) -> str:
    """Name the file after the day and, where that does not say it, the form."""
    kind = "" if form == "xlsx" else f"-{form}"
    return f"fidelity-tables-{today().isoformat()}{kind}{ENDINGS[form]}"


def _name(program: Program) -> str:
    return f"{program.name} (archived)" if program.archived else program.name
