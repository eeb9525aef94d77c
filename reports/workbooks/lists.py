"""The writer of every exported list; it stands below, where the registry reaches it too."""

from schools.workbooks.lists import Column, Kind, list_workbook

__all__ = ["Column", "Kind", "list_workbook"]
