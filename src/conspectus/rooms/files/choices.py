"""Kinds of document; which files are taken, by their ending and the bytes they begin with."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from conspectus.formats.old_office import OLE


class DocumentKind(TextChoices):
    """What a document is for."""

    CHARTER = "charter", _("Charter")
    BUSINESS_CASE = "business_case", _("Business case")
    PLAN = "plan", _("Plan")
    CONTRACT = "contract", _("Contract")
    SPECIFICATION = "specification", _("Specification")
    MINUTES = "minutes", _("Minutes")
    REPORT = "report", _("Report")
    DECISION = "decision", _("Decision")
    OTHER = "other", _("Other")


MOST_BYTES = 25 * 1024 * 1024
_PACKED, _OLD_OFFICE = (b"PK\x03\x04",), (OLE,)
# What is not named here is refused: above all pages, drawings and programs that a browser or a machine would run.
TAKEN: dict[str, tuple[bytes, ...]] = {
    "pdf": (b"%PDF-",),
    **dict.fromkeys(("docx", "xlsx", "pptx", "odt", "ods", "odp", "vsdx", "zip"), _PACKED),
    **dict.fromkeys(("doc", "xls", "ppt", "msg", "mpp", "vsd"), _OLD_OFFICE),
    "png": (b"\x89PNG\r\n\x1a\n",),
    **dict.fromkeys(("jpg", "jpeg"), (b"\xff\xd8\xff",)),
    "gif": (b"GIF87a", b"GIF89a"),
    "webp": (b"RIFF",),
    "rtf": (b"{\\rtf",),
    **dict.fromkeys(("txt", "csv", "md", "xer", "mpx"), ()),  # text: any bytes
}
