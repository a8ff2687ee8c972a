"""Results: where the program stands on each scale, why, and how far it is from its target."""

from app_pages.header import show_header
from app_pages.print_style import make_printable
from app_pages.results_view import show_results

workspace = show_header("Results")
if workspace is not None and workspace.entries:
    make_printable()
    show_results(workspace)
