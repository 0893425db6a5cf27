"""Several server processes on one PostgreSQL: what one is told the others know, and its death is got over."""

from __future__ import annotations

import json
import os
import re
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from tests.config.served import Cluster, Served, cluster, served
from tests.trust.counts import cases

from conspectus.doors.cli import Refused
from conspectus.doors.cli._server import refuse_processes

pytestmark = pytest.mark.skipif(os.name != "posix", reason="processes are ended by POSIX signals")
CYCLES = cases(2, 50)
READY_SECONDS = 10


@pytest.fixture(scope="module")
def rows() -> Iterator[Cluster]:
    with cluster() as found:
        yield found


@pytest.fixture(scope="module")
def server(rows: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(rows, tmp_path_factory.mktemp("served"), processes=2) as found:
        yield found


def form(server: Served, at: int) -> tuple[str, str]:
    """Return the cookie and the token of the page to sign in by."""
    page = server.ask("GET", "/sign-in/", at=at)
    cookie = str(page.getheader("Set-Cookie")).split(";")[0]
    found = re.search(r'csrfmiddlewaretoken" value="([^"]+)', page.text)
    assert found is not None
    return cookie, found[1]


def sign_in(server: Served, at: int, email: str, password: str, given: tuple[str, str]) -> Any:
    cookie, token = given
    body = f"csrfmiddlewaretoken={token}&email={email}&password={password.replace(' ', '+')}"
    return server.ask("POST", "/sign-in/", body, at=at, Cookie=cookie)


def at_once(deed: Callable[[int], Any], times: int) -> list[Any]:
    with ThreadPoolExecutor(times) as hands:
        return list(hands.map(deed, range(times)))


def test_a_session_holds_in_every_process_and_ends_in_all(server: Served) -> None:
    entered = sign_in(server, 0, "ann@example.org", "a long walk by the sea", form(server, 1))
    assert entered.status == 302, entered.text
    session = next(
        value.split(";")[0]
        for name, value in entered.getheaders()
        if name.lower() == "set-cookie" and "csrf" not in value.split("=")[0]
    )
    assert [server.ask("GET", "/profile/", at=at, Cookie=session).status for at in (0, 1)] == [200, 200]
    cookie, token = form(server, 1)
    left = server.ask("POST", "/sign-out/", f"csrfmiddlewaretoken={token}", at=1, Cookie=f"{session}; {cookie}")
    assert left.status == 302
    assert [server.ask("GET", "/profile/", at=at, Cookie=session).status for at in (0, 1)] == [302, 302]


def test_tries_to_sign_in_count_together(server: Served) -> None:
    given = form(server, 0)
    seen = [sign_in(server, number % 2, "bob@example.org", "wrong", given).status for number in range(12)]
    assert seen == [422] * 10 + [429] * 2


def test_a_key_is_done_once_whichever_process_meets_it(server: Served) -> None:
    def ask(number: int) -> Any:
        body = {"name": "Keyed", "currency": "EUR"}
        return server.ask("POST", "/api/v1/portfolios", body, at=number % 2, **{"Idempotency-Key": "one"})

    answers = at_once(ask, 4)
    assert {answer.status for answer in answers} <= {201, 409}
    assert ask(0).text == ask(1).text
    listed = json.loads(server.ask("GET", "/api/v1/portfolios", at=1).text)["items"]
    assert [row["name"] for row in listed].count("Keyed") == 1


def test_a_run_begun_in_one_process_is_seen_and_cancelled_in_another(server: Served) -> None:
    mark = "x" * 30
    body = f'--{mark}\r\nContent-Disposition: form-data; name="files"; filename="a.csv"\r\n\r\n'
    body += f"Id,Task,Duration\n1,A,3d\n\r\n--{mark}--\r\n"
    kind = {"Content-Type": f"multipart/form-data; boundary={mark}", "Prefer": "respond-async"}
    begun = server.ask("POST", "/api/v1/review", body.encode(), at=0, **kind)
    assert begun.status == 202, begun.text
    place = f"/api/v1/runs/{json.loads(begun.text)['id']}"
    assert server.ask("GET", place, at=1).status == 200
    assert server.ask("DELETE", place, at=1).status in (200, 409)  # a quick worker may have ended it
    states = [json.loads(server.ask("GET", place, at=at).text)["state"] for at in (0, 1)]
    assert states[0] == states[1] != "waiting"


def test_the_log_of_deeds_stays_whole_and_its_seal_the_newest(server: Served) -> None:
    def write(number: int) -> int:
        body = {"name": f"Sealed {number}", "currency": "EUR"}
        return int(server.ask("POST", "/api/v1/portfolios", body, at=number % 2).status)

    assert at_once(write, 12) == [201] * 12
    verified = json.loads(server.ask("GET", "/api/v1/audit/verify").text)
    assert verified["whole"], verified
    seal = json.loads((Path(server.given["CONSPECTUS_DATA"]) / "audit-head.json").read_text())
    assert seal["number"] == verified["lines"]


def test_a_database_killed_under_load_loses_nothing_acknowledged(
    rows: Cluster, server: Served, counted: Callable[[int], None]
) -> None:
    """While it is away every answer says so in words, and once it is back the server goes on by itself."""
    kept: list[str] = []
    away: list[Any] = []
    stop = threading.Event()

    def write(hand: int) -> None:
        number = 0
        while not stop.is_set():
            number += 1
            name = f"Load {hand}.{number}"
            answer = server.ask("POST", "/api/v1/portfolios", {"name": name, "currency": "EUR"})
            if answer.status == 201:
                kept.append(name)
            else:
                away.append(answer)
                time.sleep(0.02)

    hands = [threading.Thread(target=write, args=(hand,)) for hand in range(3)]
    for hand in hands:
        hand.start()
    try:
        for _ in range(CYCLES):
            before, refused = len(kept), len(away)
            _until(lambda before=before: len(kept) > before + 5, "nothing was written before")
            rows.kill()
            _until(lambda refused=refused: len(away) > refused, "nobody was told")
            page = server.ask("GET", "/sign-in/")
            assert page.status in (200, 503)
            rows.start()
            again = len(kept)
            _until(lambda again=again: len(kept) > again, "the server did not go on by itself")
    finally:
        stop.set()
        for hand in hands:
            hand.join()
    assert {answer.status for answer in away} == {503}
    assert all("does not answer at the moment" in answer.text for answer in away)
    assert len({one.pid for one in server.processes()}) == 2
    found, cursor = set(), ""
    while cursor is not None:
        told = json.loads(server.ask("GET", f"/api/v1/portfolios?limit=500&cursor={cursor}").text)
        found |= {row["name"] for row in told["items"]}
        cursor = told["next"]
    assert set(kept) - found == set()
    assert json.loads(server.ask("GET", "/api/v1/audit/verify").text)["whole"]
    counted(CYCLES)


def _until(true: Callable[[], bool], otherwise: str) -> None:
    end = time.monotonic() + READY_SECONDS
    while not true():
        assert time.monotonic() < end, otherwise
        time.sleep(0.02)


def test_several_processes_need_postgresql_and_say_so() -> None:
    for count, deployed, words in ((2, False, "Say --deployed"), (0, True, "1 to 32"), (33, True, "1 to 32")):
        with pytest.raises(Refused, match=words):
            refuse_processes(count, deployed=deployed)
    refuse_processes(1, deployed=False)
    if connection.vendor == "sqlite":
        with pytest.raises(Refused, match="SQLite lets one write at a time"):
            refuse_processes(2, deployed=True)
