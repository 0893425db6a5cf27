"""The outer shape of a compound file: whether it is all there, and whether Project wrote it."""

from __future__ import annotations

import struct

HEADER = 512
NO_SECTOR = 0xFFFFFFFA
ENTRY = 128


def inspect(data: bytes) -> str:
    """Return ``fine``, ``cut`` where sectors it speaks of are missing, or ``other`` where Project did not write it."""
    if len(data) < HEADER + 512:
        return "cut"
    shift, tables, directory = struct.unpack_from("<H", data, 30)[0], *struct.unpack_from("<II", data, 44)
    if shift not in (9, 12) or tables == 0 or tables > len(data):
        return "other"
    size = 1 << shift
    sectors = (len(data) - HEADER + size - 1) // size
    listed = [s for s in struct.unpack_from("<109I", data, 76) if s < NO_SECTOR]
    if not listed:
        return "other"
    if max(listed) >= sectors:
        return "cut" if _plausible(listed, directory) else "other"
    used = _highest_used(data, listed, size)
    if used >= sectors:
        return "cut"
    return _wrote(data, directory, size, sectors)


def _plausible(listed: list[int], directory: int) -> bool:
    """Say whether a header with missing sectors still looks like a real one and not like noise."""
    return len(set(listed)) == len(listed) and max(listed) < 1 << 22 and directory < 1 << 22


def _highest_used(data: bytes, tables: list[int], size: int) -> int:
    """Return the highest sector that the allocation tables say is in use."""
    highest = -1
    for place, table in enumerate(tables):
        start = (table + 1) * size
        chunk = data[start : start + size]
        entries = struct.unpack(f"<{len(chunk) // 4}I", chunk[: len(chunk) // 4 * 4])
        for offset in range(len(entries) - 1, -1, -1):
            if entries[offset] != 0xFFFFFFFF:
                highest = max(highest, place * (size // 4) + offset)
                break
    return highest


def _wrote(data: bytes, directory: int, size: int, sectors: int) -> str:
    """Look at the first directory sector: the stream names tell the program."""
    if directory >= sectors:
        return "other"
    start = (directory + 1) * size
    chunk = data[start : start + size]
    names = set()
    for place in range(0, len(chunk) - ENTRY + 1, ENTRY):
        length = struct.unpack_from("<H", chunk, place + 64)[0]
        names.add(chunk[place : place + max(0, min(length, 64) - 2)].decode("utf-16-le", errors="replace"))
    if names & {"WordDocument", "Workbook", "Book", "PowerPoint Document", "__nameid_version1.0"}:
        return "other"
    return "fine" if "Root Entry" in names else "other"
