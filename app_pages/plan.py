"""Plan: what to do next, who does it and by when, and the workbook to hand over."""

from app_pages.header import show_header
from app_pages.plan_view import show_plan
from app_pages.print_style import make_printable

workspace = show_header("Plan")
if workspace is not None and workspace.entries:
    make_printable()
    show_plan(workspace)
