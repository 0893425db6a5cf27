"""Log lines as JSON: one object a line, in UTC, so that no entered text can forge another."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime


class JsonLines(logging.Formatter):
    """Formats a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return time, level, logger, words, request id and, for a fault, its trace."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "words": record.getMessage(),
        }
        for name in ("request_id", "event", "actor", "address"):
            if hasattr(record, name):
                line[name] = str(getattr(record, name))
        request = getattr(record, "request", None)
        if request is not None and hasattr(request, "request_id"):
            line["request_id"] = request.request_id
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=True)
