"""A body shorter than announced is an upload cut off: refused in words at every door, and nothing is kept."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from tests.cast import Cast
from tests.doors.every_door import BACKEND, rows, stored
from tests.trust.counts import FULL, POSTGRES

PLACES = {"page": ("/projects/{}/upload/", "plans"), "preview": ("/api/v1/projects/{}/import/preview", "file"),
          "import": ("/api/v1/projects/{}/import", "file")}  # fmt: skip


class Slow(io.BytesIO):
    """A body that comes in small pieces, as from a slow line."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(1000 if size is None or size < 0 else min(size, 1000))


def send(client: Client, path: str, body: bytes, announced: int) -> Any:
    said = {"wsgi.input": Slow(body), "CONTENT_LENGTH": str(announced), "CONTENT_TYPE": MULTIPART_CONTENT}
    return client.post(path, **said)  # type: ignore[arg-type]  # these are of the server, not headers


@pytest.mark.parametrize("lines", [20] if POSTGRES and not FULL else [20, 20_000])
@pytest.mark.parametrize("place", PLACES)
def test_an_upload_cut_off_is_refused_and_keeps_nothing(cast: Cast, place: str, lines: int) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(cast.alice, backend=BACKEND)
    path, field = PLACES[place]
    path = path.format(cast.project.pk)
    table = rows(*(f"{number},T{number},1d," for number in range(1, lines)))
    body = encode_multipart(BOUNDARY, {field: SimpleUploadedFile("a.csv", table)})
    before = stored()
    for cut, announced in ((len(body) // 2, len(body)), (len(body) - 3, len(body)), (len(body), len(body) + 999)):
        answer = send(client, path, body[:cut], announced)
        assert answer.status_code in (400, 408), cut
        assert "The upload was interrupted" in (words := answer.content.decode())
        assert "Nothing was changed." in words
    assert stored() == before
    assert send(client, path, body, len(body)).status_code in (200, 201, 302)
