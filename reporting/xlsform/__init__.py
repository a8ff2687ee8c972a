"""The form for phones and tablets: an XLSForm for ODK Collect and KoboToolbox."""

from reporting.xlsform.workbook import write_xlsform

__all__ = ["write_xlsform"]
