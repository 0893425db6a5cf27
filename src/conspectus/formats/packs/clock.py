"""Office files that repeat: every time inside them is the pack's own, never that of the machine."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime

_EARLIEST = (1980, 1, 1, 0, 0, 0)  # a zip cannot say anything earlier
_STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")
_MARK = b"PK\x03\x04"


def stopped(data: bytes, clock: datetime) -> bytes:
    """Return the office file with all entry times and document times set to ``clock``, nested files too."""
    out = io.BytesIO()
    stamp = max((clock.year, clock.month, clock.day, clock.hour, clock.minute, 0), _EARLIEST)
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            content = source.read(entry)
            if content.startswith(_MARK):
                content = stopped(content, clock)
            elif entry.filename == "docProps/core.xml":
                moment = clock.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
                content = _STAMP.sub(rb"\g<1>" + moment + rb"\g<3>", content)
            fixed = zipfile.ZipInfo(entry.filename, stamp)
            fixed.compress_type = zipfile.ZIP_DEFLATED
            fixed.external_attr = 0o600 << 16
            fixed.create_system = 3  # the same on every platform
            target.writestr(fixed, content)
    return out.getvalue()
