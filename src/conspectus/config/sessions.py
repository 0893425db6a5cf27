"""Sessions that end: after a time without use, and after a time however much they are used."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends import db

NOTED_SECONDS = 300  # a read every few seconds must not become a write every few seconds


class SessionStore(db.SessionStore):
    """Rows of sessions, read only while they last; the last use is noted every five minutes."""

    @classmethod
    def get_model_class(cls) -> Any:
        """Return the rows of sessions."""
        return db.SessionStore.get_model_class()

    def load(self) -> dict[str, Any]:
        """Return what the session holds; one that is over is removed and empty."""
        held: dict[str, Any] = super().load()
        if not held:
            return held
        now = int(time.time())
        # A session without marks is new: whoever entered got one of them a moment ago.
        entered, used = held.setdefault("entered_at", now), held.get("used_at", 0)
        used = used or entered
        if now - entered >= settings.SESSION_MOST_SECONDS or now - used >= settings.SESSION_IDLE_SECONDS:
            self.delete()
            self._session_key = None
            return {}
        if now - held.get("used_at", 0) >= NOTED_SECONDS:
            held["used_at"] = now
            self.modified = True
        return held
