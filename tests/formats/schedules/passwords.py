"""A Project file made to look as one that was saved with a password: its flag set, a hash of the password there."""

from __future__ import annotations

import struct

FLAG, FILE_PATH, HASH = (struct.pack("<I", 0x35400000 + number) for number in (0, 8, 4))


def lock(data: bytes) -> bytes:
    """Return the file with the password flag set and the entry of its path renamed to that of the hash."""
    locked = bytearray(data)
    at = locked.find(FLAG)
    while at >= 0:
        if struct.unpack_from("<I", locked, at - 4)[0] == 1:  # the size before the key: one byte
            locked[at + 8] |= 1
        at = locked.find(FLAG, at + 1)
    assert bytes(locked) != data
    assert FILE_PATH in locked
    return bytes(locked).replace(FILE_PATH, HASH)
