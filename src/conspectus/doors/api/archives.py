"""Files handed over: one as it is, several as one archive."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpResponse

from conspectus.kit.archives import archived

ZIP, XML = "application/zip", "application/xml"


def zipped(files: Mapping[str, bytes]) -> HttpResponse:
    """Return the board pack's files as one archive; the same files give the same bytes."""
    return handed_over(archived(files), "board-pack.zip", ZIP)


def handed_over(data: bytes, name: str, kind: str) -> HttpResponse:
    """Return a file to keep; ``name`` is one of our own making."""
    response = HttpResponse(data, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
