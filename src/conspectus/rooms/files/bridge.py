"""Files and addresses as they come in: taken, or refused in words."""

from __future__ import annotations

from hashlib import sha256
from urllib.parse import urlsplit

from conspectus.kit.errors import Invalid
from conspectus.kit.texts import clean_line, clean_name
from conspectus.rooms.files.choices import MOST_BYTES, TAKEN


def checked_name(name: object, data: bytes) -> str:
    """Return a file's name; refuses one that is empty, too large, of a kind not taken, or not what its name says."""
    text = clean_name(str(name).replace("\\", "/").rpartition("/")[2], "file")
    ending = text.rpartition(".")[2].casefold() if "." in text else ""
    if ending not in TAKEN:
        raise Invalid("kind", "Files of this kind are not kept. Send one of %(taken)s.", "file", taken=", ".join(TAKEN))
    if not data:
        raise Invalid("empty", "The file is empty.", "file")
    if len(data) > MOST_BYTES:
        raise Invalid(
            "too_large",
            "The file is larger than %(most)s MB. Add a link to it instead.",
            "file",
            most=MOST_BYTES // 2**20,
        )
    if TAKEN[ending] and not data.startswith(TAKEN[ending]):
        raise Invalid(
            "not_its_kind", "This is no %(ending)s file, although its name says so.", "file", ending=ending.upper()
        )
    return text


def checked_link(link: object) -> str:
    """Return the address of something kept elsewhere; refuses what a browser would run."""
    text = clean_line(link, "link", most=1000)
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.password or " " in text:
        raise Invalid("link", "Enter an address such as https://example.org/charter, without a password.", "link")
    return text


def digest_of(data: bytes) -> str:
    """Return the digest bytes are kept by."""
    return sha256(data).hexdigest()
