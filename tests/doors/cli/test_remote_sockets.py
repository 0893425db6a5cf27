"""Commands spoken to a server over real sockets, several at once."""

from __future__ import annotations

import json
from threading import Thread
from typing import Any

from tests import factories as make
from tests.doors.cli.spoken import token_of

from conspectus.doors.cli.remote import client as remote
from conspectus.doors.cli.remote.sending import Sending


def test_commands_beside_one_another_keep_their_lines_apart(live_server: Any, capsys: Any, monkeypatch: Any) -> None:
    """Over real sockets: each gets what was said to it, and what was refused before all of it was read says why."""
    people = {name: make.user(name) for name in ("Ann", "Ben")}
    tokens = {name: token_of(user) for name, user in people.items()}
    found: dict[str, list[str]] = {name: [] for name in people}

    def speak_often(name: str) -> None:
        server = remote.Server(live_server.url, tokens[name])
        for _ in range(5):
            sending = Sending({"argv": ["user", "list", "--json"], "files": []}, [])
            answer = remote._asked(server, sending, {"Idempotency-Key": name})
            found[name].append(json.loads(answer.body.partition(b"\n")[0])["out"])

    monkeypatch.setattr(remote, "WAITS", (0.05,))
    threads = [Thread(target=speak_often, args=(name,)) for name in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {
        name: {one["name"] for said in all_ for one in json.loads(said)["users"]} for name, all_ in found.items()
    } == {name: {name} for name in people}
    assert [len(all_) for all_ in found.values()] == [5, 5]
    assert remote.who(remote.Server(live_server.url, tokens["Ann"]))["name"] == "Ann"
    assert capsys.readouterr().out == ""
