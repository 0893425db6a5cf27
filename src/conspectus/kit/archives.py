"""Several files as one archive; the same files give the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping


def archived(files: Mapping[str, bytes]) -> bytes:
    """Return files as a ZIP archive, by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in sorted(files.items()):
            # The parts are compressed already, and a fixed time keeps the archive's bytes the same.
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data)
    return out.getvalue()
