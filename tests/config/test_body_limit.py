"""A request that announces too much is refused before it is read."""

from __future__ import annotations

import pytest
from django.test import Client


@pytest.mark.parametrize(("path", "kind"), [("/sign-in/", "text/html"), ("/api/v1/review", "application/problem+json")])
def test_too_much_at_once(db: None, client: Client, path: str, kind: str) -> None:
    answer = client.post(path, {}, CONTENT_LENGTH=str(5 * 2**30))
    assert answer.status_code == 413
    assert answer.headers["Content-Type"].startswith(kind)
    assert "more than 500 MB at once. Nothing was changed." in answer.content.decode()
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
