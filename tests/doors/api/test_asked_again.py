"""A write with an Idempotency-Key is done once, however often its answer is lost."""

from __future__ import annotations

import random
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils.timezone import now
from tests import factories as make
from tests.cast import Cast
from tests.doors.another_world import rows
from tests.doors.test_permission_matrix import entered
from tests.trust.counts import cases

from conspectus.rooms.accounts.actions import issue_token
from conspectus.rooms.accounts.choices import Role
from conspectus.rooms.accounts.models import AuditLine, KeptAnswer, User
from conspectus.rooms.money.models import Entry
from conspectus.rooms.portfolio.models import Programme, Project

LEDGER = b"Date;Amount;Kind\n2024-04-02;100,00;actual\n2024-04-03;50,00;actual\n"


def program(user: User) -> Client:
    """Return a client that sends a new token of this user."""
    token = issue_token(user=user, name="robot", scope="write", by=user, at=now())
    return Client(headers={"Authorization": f"Bearer {token.text}"})


def send(client: Client, path: str, body: Any, key: str, method: str = "post", **headers: str) -> Any:
    headers |= {"Idempotency-Key": key}
    return getattr(client, method)(f"/api/v1{path}", body, content_type="application/json", headers=headers)


def test_a_lost_answer_is_given_again_and_nothing_is_done_twice(cast: Cast) -> None:
    client, body = program(cast.bob), {"name": "Ports", "portfolio": cast.portfolio.pk}
    first = send(client, "/programmes", body, "one")
    lines = AuditLine.objects.count()
    for _ in range(3):
        again = send(client, "/programmes", body, "one")
        assert (again.status_code, again.content) == (201, first.content)
        assert again.headers["Idempotency-Replayed"] == "true"
    assert (Programme.objects.filter(name="Ports").count(), AuditLine.objects.count()) == (1, lines)
    assert "Idempotency-Replayed" not in first.headers
    path = f"/programmes/{first.json()['id']}"
    told = [send(client, path, {"name": "Harbours"}, "two", "patch", **{"If-Match": '"1"'}) for _ in range(2)]
    assert [one.status_code for one in told] == [200, 200]
    assert told[0].headers["ETag"] == told[1].headers["ETag"] == '"2"'
    other = send(client, path, {"name": "Harbours"}, "two", "patch", **{"If-Match": '"2"'})
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")


def test_a_key_belongs_to_one_request_of_one_caller(cast: Cast) -> None:
    client, body = program(cast.bob), {"name": "Ports", "portfolio": cast.portfolio.pk}
    assert send(client, "/programmes", body, "one").status_code == 201
    told = send(client, "/programmes", body | {"name": "Roads"}, "one")
    assert (told.status_code, told.json()["code"], told.json()["field"]) == (422, "key_reused", "Idempotency-Key")
    for caller in (program(cast.bob), program(cast.frank), entered(cast.bob)):
        answer = send(caller, "/programmes", body, "one")
        assert (answer.status_code, answer.json()["field"]) == (422, "name")  # done, and refused for its own reason
    assert send(Client(), "/programmes", body, "one").status_code == 401
    for key in ("", "two words", "x" * 201, "\x7f"):
        assert send(client, "/programmes", body, key).json()["code"] == "key"
    assert "Idempotency-Replayed" not in client.get("/api/v1/me", headers={"Idempotency-Key": "one"}).headers


def test_what_is_refused_gives_its_key_back(cast: Cast) -> None:
    client, before = program(cast.bob), KeptAnswer.objects.count()
    assert send(client, "/programmes", {"name": "", "portfolio": cast.portfolio.pk}, "one").status_code == 422
    assert KeptAnswer.objects.count() == before
    assert send(client, "/programmes", {"name": "A", "portfolio": cast.portfolio.pk}, "one").status_code == 201


def test_a_secret_is_not_kept(cast: Cast) -> None:
    client = program(cast.bob)
    text = send(client, "/tokens", {"name": "more"}, "one").json()["text"]
    again = send(client, "/tokens", {"name": "more"}, "one")
    assert (again.status_code, again.json()["code"]) == (409, "shown_once")
    assert text not in repr(rows()["KeptAnswer"])
    link = program(cast.frank)
    assert send(link, f"/users/{cast.grace.pk}/link", {}, "one").status_code == 201
    assert send(link, f"/users/{cast.grace.pk}/link", {}, "one").status_code == 409
    assert not KeptAnswer.objects.exclude(body=None).exists()


def test_a_day_later_a_key_is_new(cast: Cast) -> None:
    client, body = program(cast.bob), {"name": "Ports", "portfolio": cast.portfolio.pk}
    send(client, "/programmes", body, "one")
    KeptAnswer.objects.update(at=now() - timedelta(hours=24, seconds=1))
    assert send(client, "/programmes", body, "one").json()["field"] == "name"
    assert not KeptAnswer.objects.exists()


def test_files_are_told_apart_by_what_they_hold(cast: Cast) -> None:
    client, path = program(cast.alice), f"/api/v1/projects/{cast.project.pk}/entries/import"
    for _ in range(2):
        sent = {"file": SimpleUploadedFile("ledger.csv", LEDGER), "date_order": "dmy", "amounts": "de"}
        answer = client.post(path, sent, headers={"Idempotency-Key": "one"})
        assert answer.status_code == 201, answer.content
    assert Entry.objects.count() == 2
    sent = {"file": SimpleUploadedFile("ledger.csv", LEDGER + b"2024-04-04;1,00;actual\n")}
    assert client.post(path, sent, headers={"Idempotency-Key": "one"}).json()["code"] == "key_reused"
    KeptAnswer.objects.update(status=None)  # as if the server had died over it
    sent = {"file": SimpleUploadedFile("ledger.csv", LEDGER), "date_order": "dmy", "amounts": "de"}
    assert client.post(path, sent, headers={"Idempotency-Key": "one"}).json()["code"] == "being_done"
    assert Entry.objects.count() == 2


def test_many_lost_answers_make_no_duplicate(cast: Cast, counted: Any) -> None:
    many = cases(12, 1000)
    client, chance, kept = program(cast.bob), random.Random(28), {}
    sends = [
        ("/programmes", {"name": f"Programme {number}", "portfolio": cast.portfolio.pk}, f"p{number}")
        for number in range(many)
    ]
    order = [one for one in sends for _ in range(1 + chance.randrange(4))]
    chance.shuffle(order)
    for path, body, key in order:
        answer = send(client, path, body, key)
        assert answer.status_code == 201
        assert kept.setdefault(key, answer.content) == answer.content
    assert Programme.objects.filter(name__startswith="Programme ").count() == many
    counted(len(order))


@pytest.mark.django_db(transaction=True)
def test_of_requests_at_once_with_one_key_one_is_done() -> None:
    user = make.user("Zoe", role=Role.PMO_DIRECTOR)
    portfolio = make.portfolio("Race")
    token = issue_token(user=user, name="robot", scope="write", by=user, at=now()).text
    body = {"code": "R-1", "name": "Once", "portfolio": portfolio.pk}
    key = str(uuid.uuid4())

    def ask(_: int) -> tuple[int, bytes]:
        try:
            answer = send(Client(headers={"Authorization": f"Bearer {token}"}), "/projects", body, key)
            return answer.status_code, answer.content
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        told = set(pool.map(ask, range(8)))
    assert {status for status, _ in told} == {201}
    assert len(told) == 1
    assert Project.objects.filter(name="Once").count() == 1
