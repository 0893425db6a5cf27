"""The life of a project."""

from __future__ import annotations

from typing import Any

from tests.cast import Cast
from tests.doors.who import APPROVERS, READERS, SCOPED, Row

API = {
    "GET /projects/{project_id}/life": SCOPED,
    "POST /projects/{project_id}/reopening": Row(APPROVERS, READERS, body={"reason": "", "authority": ""}),
}
PAGES = {
    "life": SCOPED,
    "reopen-project": Row(APPROVERS, READERS, body={}),
}


def own(cast: Cast, ids: dict[str, Any]) -> dict[str, Any]:
    """Add nothing: every project has a life."""
    return {}


def their(ids: dict[str, Any]) -> dict[str, Any]:
    """Add nothing: every project has a life."""
    return {}
