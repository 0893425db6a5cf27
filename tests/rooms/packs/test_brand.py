"""Logos taken down to their picture, and colours that text can be read in."""

from __future__ import annotations

import struct

import pytest
from tests.packed import chunk, png

from conspectus.kit.errors import Invalid
from conspectus.rooms.packs.bridge.brand import clean_colour, clean_logo, contrast_with_white


def test_a_logo_keeps_its_picture_and_nothing_else() -> None:
    assert clean_logo(png()) == png()
    assert clean_logo(png(more=chunk(b"tEXt", b"Author\0someone")) + b"trailing") == png()


def spoiled(data: bytes) -> bytes:
    return data[:40] + bytes([data[40] ^ 1]) + data[41:]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no PNG"),
        (b"<svg onload='x'/>", "no PNG"),
        (b"\xff\xd8\xff\xe0 JPEG", "no PNG"),
        (png()[:30], "cannot be read"),
        (spoiled(png()), "cannot be read"),
        (png(rows=1), "cannot be read"),
        (png(rows=500), "cannot be read"),
        (png(2001, 1), "pixels"),
        (png(0, 1), "pixels"),
        (png(interlaced=1), "interlaced"),
        (png(more=chunk(b"IHDR", bytes(13))), "cannot be read"),
        (png()[:8] + chunk(b"IEND", b""), "cannot be read"),
        (png()[:8] + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 7, 2, 0, 0, 0)) + chunk(b"IEND", b""), "read"),
        (png() + bytes(256 * 1024), "larger"),
    ],
)
def test_what_is_no_sound_logo_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(Invalid, match=words) as refusal:
        clean_logo(data)
    assert refusal.value.field == "logo"


def test_contrast_is_that_of_the_web_guidelines() -> None:
    assert contrast_with_white("000000") == 21.0
    assert contrast_with_white("FFFFFF") == 1.0
    assert round(contrast_with_white("767676"), 2) == 4.54  # the lightest grey that passes


def test_a_colour_is_six_digits_dark_enough_to_be_read_in() -> None:
    assert clean_colour(" #1f4e79 ", "accent") == "1F4E79"
    for text in ("", "blue", "#12345", "1F4E7G"):
        with pytest.raises(Invalid, match="six digits"):
            clean_colour(text, "accent")
    with pytest.raises(Invalid, match=r"contrast of 1\.3") as refusal:
        clean_colour("FFDD88", "second")
    assert refusal.value.field == "second"
