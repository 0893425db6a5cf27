"""Files in the cover of old Office programs: workbooks of before .xlsx, and new ones locked by a password."""

from __future__ import annotations

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # what such a file begins with
LOCKED = "The file is password protected. Remove the password and retry."
OLD = "This is a workbook of an old kind (.xls) or another program's file."
SAVE_AGAIN = "Save it as .xlsx or .csv and try again."
SENTENCES = (LOCKED, OLD, SAVE_AGAIN)
_PACKAGE = "EncryptedPackage".encode("utf-16-le")


def is_locked(data: bytes) -> bool:
    """Return whether a file holds another one that is encrypted."""
    return data.startswith(OLE) and _PACKAGE in data
