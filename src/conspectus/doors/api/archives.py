"""Files handed over: one as it is, several as one archive."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from django.http import HttpResponse

ZIP, XML = "application/zip", "application/xml"


def zipped(files: Mapping[str, bytes]) -> HttpResponse:
    """Return the board pack's files as one archive; the same files give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in sorted(files.items()):
            # The parts are compressed already, and a fixed time keeps the archive's bytes the same.
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data)
    return handed_over(out.getvalue(), "board-pack.zip", ZIP)


def handed_over(data: bytes, name: str, kind: str) -> HttpResponse:
    """Return a file to keep; ``name`` is one of our own making."""
    response = HttpResponse(data, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
