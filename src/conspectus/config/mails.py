"""Which mail server: none until an address names one, and never in the clear beyond this machine unasked."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

BACKENDS = "django.core.mail.backends"
WAYS = "smtp://user:password@host:587 (encrypted from its first words on), smtps://...:465, or folder:///path to try it"


def mail(url: str) -> dict[str, Any]:
    """Return what an address of a mail server says; empty where there is none."""
    if not url:
        return {}
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise SystemExit(f"CONSPECTUS_MAIL_URL cannot be read. It looks like {WAYS}.") from None
    if parts.scheme == "folder" and parts.path:
        return {"backend": f"{BACKENDS}.filebased.EmailBackend", "folder": parts.path}
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise SystemExit(f"CONSPECTUS_MAIL_URL must look like {WAYS}.")
    tls = parts.scheme == "smtps"
    return {
        "backend": f"{BACKENDS}.smtp.EmailBackend",
        "host": parts.hostname,
        "port": port or (465 if tls else 587),
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "tls": tls,
        "starttls": not tls and parse_qs(parts.query).get("tls") != ["no"],
    }
