"""Files as they come in by the API."""

from __future__ import annotations

from django.conf import settings
from ninja.files import UploadedFile

from conspectus.kit.errors import Invalid


def contents(file: UploadedFile) -> bytes:
    """Return a file's bytes; refuses one that is too large before it is read into memory."""
    most = settings.UPLOAD_MOST_BYTES
    if (file.size or 0) > most:
        raise Invalid("too_large", f"The file is larger than {most // 2**20} MB.", "file")
    data: bytes = file.read()
    return data
