"""Sign-off: checks, the program's corrections, the signature, and the history of the visit."""

from app_pages.header import show_header
from app_pages.signoff_view import show_signoff

workspace = show_header("Sign-off")
if workspace is not None and workspace.entries:
    show_signoff(workspace)
