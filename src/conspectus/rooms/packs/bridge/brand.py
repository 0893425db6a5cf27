"""A logo taken down to what draws it, and colours that text can be read in."""

from __future__ import annotations

import re
import zlib
from struct import pack, unpack

from conspectus.kit.errors import Invalid

MOST_BYTES, MOST_PIXELS = 256 * 1024, 2000
LEAST_CONTRAST = 4.5  # of text in a colour on white, and of white on it
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_DRAWN = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"})
_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_COLOUR = re.compile(r"#?([0-9a-fA-F]{6})")


def clean_logo(data: bytes) -> bytes:
    """Return a PNG with nothing in it but its picture; refuses other files, damage, and what is too large."""
    if len(data) > MOST_BYTES:
        raise Invalid("logo", "The logo is larger than %(most)s KB. Save it smaller.", "logo", most=MOST_BYTES // 1024)
    if not data.startswith(_SIGNATURE):
        raise Invalid("logo", "The logo is no PNG file. Save it as PNG.", "logo")
    parts = [part for part in _parts(data[len(_SIGNATURE) :]) if part[0] in _DRAWN]
    kinds = [kind for kind, _ in parts]
    if kinds[:1] != [b"IHDR"] or kinds[-1:] != [b"IEND"] or kinds.count(b"IHDR") != 1 or len(parts[0][1]) != 13:
        raise _damaged()
    _check_picture(parts[0][1], b"".join(body for kind, body in parts if kind == b"IDAT"))
    return _SIGNATURE + b"".join(_part(kind, body) for kind, body in parts)


def clean_colour(text: str, field: str) -> str:
    """Return a colour as six hexadecimal digits; refuses one that text on white cannot be read in."""
    found = _COLOUR.fullmatch(text.strip())
    if found is None:
        raise Invalid("colour", "Write a colour as six digits, such as 1F4E79.", field)
    colour = found[1].upper()
    contrast = contrast_with_white(colour)
    if contrast < LEAST_CONTRAST:
        words = f"Text in this colour on white has a contrast of {contrast:.1f}; it takes {LEAST_CONTRAST}."
        raise Invalid("contrast", "%(why)s Choose a darker one.", field, why=words)
    return colour


def contrast_with_white(colour: str) -> float:
    """Return the contrast ratio of a colour against white, 1 to 21 (WCAG 2)."""
    light = [_light(part / 255) for part in bytes.fromhex(colour)]
    return 1.05 / (0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2] + 0.05)


def _light(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _parts(data: bytes) -> list[tuple[bytes, bytes]]:
    """Return the chunks up to the end of the picture, each proven by its sum."""
    found: list[tuple[bytes, bytes]] = []
    at = 0
    while not found or found[-1][0] != b"IEND":
        if at + 12 > len(data):
            raise _damaged()
        size = int.from_bytes(data[at : at + 4], "big")
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + size]
        if data[at + 8 + size : at + 12 + size] != _sum(kind, body):
            raise _damaged()
        found.append((kind, body))
        at += 12 + size
    return found


def _check_picture(header: bytes, drawn: bytes) -> None:
    """Refuse a picture too large, or one whose pixels are not exactly as many as its header says."""
    wide, high, depth, colour, _, _, interlaced = unpack(">IIBBBBB", header)
    if not (1 <= wide <= MOST_PIXELS and 1 <= high <= MOST_PIXELS):
        raise Invalid(
            "logo",
            "The logo has %(wide)s x %(high)s pixels; it may have %(most)s each way.",
            "logo",
            wide=wide,
            high=high,
            most=MOST_PIXELS,
        )
    if interlaced:
        raise Invalid("logo", "The logo is interlaced. Save it without interlacing.", "logo")
    if depth not in _DEPTHS.get(colour, ()):
        raise _damaged()
    expected = high * (1 + (wide * depth * _CHANNELS[colour] + 7) // 8)
    inflater = zlib.decompressobj()
    try:
        found = len(inflater.decompress(drawn, expected + 1))
    except zlib.error:
        raise _damaged() from None
    if found != expected or not inflater.eof:
        raise _damaged()


def _part(kind: bytes, body: bytes) -> bytes:
    return pack(">I", len(body)) + kind + body + _sum(kind, body)


def _sum(kind: bytes, body: bytes) -> bytes:
    return pack(">I", zlib.crc32(kind + body))


def _damaged() -> Invalid:
    return Invalid("logo", "The logo cannot be read. Save it anew as PNG.", "logo")
