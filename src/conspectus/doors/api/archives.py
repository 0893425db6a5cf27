"""Several files as one archive."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from django.http import HttpResponse

ZIP = "application/zip"


def zipped(files: Mapping[str, bytes]) -> HttpResponse:
    """Return the board pack's files as one archive; the same files give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in sorted(files.items()):
            # The parts are compressed already, and a fixed time keeps the archive's bytes the same.
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data)
    response = HttpResponse(out.getvalue(), content_type=ZIP)
    response.headers["Content-Disposition"] = 'attachment; filename="board-pack.zip"'
    return response
