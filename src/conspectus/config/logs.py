"""Log lines as JSON: one object a line, in UTC, so that no entered text can forge another."""

from __future__ import annotations

import json
import logging
import re
from datetime import UTC, datetime

# Addresses that are a key themselves: the feed of a calendar, the link one enters by.
_SECRETS = re.compile(r"(conspectus_[0-9a-f]{12})_[0-9a-f]+|(/sign-in/)[\w-]{20,}")


class JsonLines(logging.Formatter):
    """Formats a record as one line of JSON, secrets left out."""

    def format(self, record: logging.LogRecord) -> str:
        """Return time, level, logger, words, request id and, for a fault, its trace."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "words": _told(record.getMessage()),
        }
        for name in ("request_id", "event", "actor", "address"):
            if hasattr(record, name):
                line[name] = str(getattr(record, name))
        request = getattr(record, "request", None)
        if request is not None and hasattr(request, "request_id"):
            line["request_id"] = request.request_id
        if record.exc_info:
            line["trace"] = _told(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=True)


def _told(text: str) -> str:
    return _SECRETS.sub(lambda found: f"{found[1] or found[2]}...", text)
