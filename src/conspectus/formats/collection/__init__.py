"""Reports of a period in a workbook: written for those who fill it in, and read back, as is a sheet of their own."""

from conspectus.formats.collection.columns import FIELDS, MARK, MOST_ROWS
from conspectus.formats.collection.items import MOST_ITEMS, ItemRow, ItemSheet, ReadItem
from conspectus.formats.collection.reading import ReadSheet, ReadTable, read_reports
from conspectus.formats.collection.rows import ReadReport
from conspectus.formats.collection.writing import ReportSheet, SheetRow, write_reports

__all__ = [
    "FIELDS",
    "MARK",
    "MOST_ITEMS",
    "MOST_ROWS",
    "ItemRow",
    "ItemSheet",
    "ReadItem",
    "ReadReport",
    "ReadSheet",
    "ReadTable",
    "ReportSheet",
    "SheetRow",
    "read_reports",
    "write_reports",
]
