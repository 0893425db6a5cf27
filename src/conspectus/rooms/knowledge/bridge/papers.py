"""A version of an article as a file to take along and fill in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conspectus.formats.articles import to_document, to_workbook
from conspectus.kit.errors import Invalid

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Protocol

    class Written(Protocol):
        """What a version says and when it was written."""

        @property
        def title(self) -> str: ...
        @property
        def body(self) -> str: ...
        @property
        def written_at(self) -> datetime: ...


PAPERS = ("md", "docx", "xlsx")


def article_paper(version: Written, paper: str) -> bytes:
    """Return the bytes of a version as Markdown, DOCX or XLSX; the same each time. Refuses any other."""
    if paper == "md":
        return f"# {version.title}\n\n{version.body}".encode()
    if paper == "docx":
        return to_document(version.title, version.body, clock=version.written_at)
    if paper == "xlsx":
        return to_workbook(version.title, version.body, clock=version.written_at)
    raise Invalid("paper", "An article is taken along as md, docx or xlsx.", "paper")
