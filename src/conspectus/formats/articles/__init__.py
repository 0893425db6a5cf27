"""Articles in Markdown: safe HTML for pages, DOCX and XLSX to fill in, what differs between two texts."""

from conspectus.formats.articles.compared import ArticleDifference, differences
from conspectus.formats.articles.document import to_document
from conspectus.formats.articles.markdown import fields_of, plain_words, to_html
from conspectus.formats.articles.sheets import has_tables, to_workbook

__all__ = [
    "ArticleDifference",
    "differences",
    "fields_of",
    "has_tables",
    "plain_words",
    "to_document",
    "to_html",
    "to_workbook",
]
