"""What is acknowledged is on the disk: between a request and its answer lies a sync of the database's files."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REQUESTS = 200
SCRIPT = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "conspectus.config.settings"
from conspectus.config import settings as product
product.DATABASES["default"]["OPTIONS"]["pragmas"].update(eval(sys.argv[1]))
import django; django.setup()
from django.test import Client
from django.utils.timezone import now
from conspectus.journeys.upkeep import migrate
from conspectus.rooms.accounts.actions import create_first_administrator, issue_token
migrate(at=now())
user = create_first_administrator(at=now())
token = issue_token(user=user, name="t", scope="write", by=user, at=now()).text
client, headers = Client(headers={"host": "localhost"}), {"Authorization": f"Bearer {token}"}
assert client.get("/api/v1/me", headers=headers).status_code == 200
for number in range(int(sys.argv[2])):
    os.write(1, b"ASKED")
    body = {"name": f"P{number}", "currency": "EUR"}
    answer = client.post("/api/v1/portfolios", body, content_type="application/json", headers=headers)
    assert answer.status_code == 201, answer.content
    os.write(1, b"ACKED")
"""


def synced(folder: Path, pragmas: str, requests: int) -> int:
    """Return how many of the requests had a sync between asking and acknowledgement."""
    folder.mkdir()
    trace = folder / "trace"
    call = ["strace", "-f", "-o", str(trace), "-e", "trace=write,fsync,fdatasync", sys.executable, "-c", SCRIPT]
    given = {"PATH": os.environ["PATH"], "PYTHONPATH": "src", "CONSPECTUS_DATA": str(folder / "data")}
    done = subprocess.run([*call, pragmas, str(requests)], env=given, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    between = re.findall(r'"ASKED"(.*?)"ACKED"', trace.read_text(errors="replace"), re.DOTALL)
    assert len(between) == requests
    return sum(bool(re.search(r"\b(fsync|fdatasync)\(\d+\) += 0", part)) for part in between)


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not here to watch the system calls")
def test_every_acknowledgement_follows_a_sync_and_the_watch_would_see_none(tmp_path: Path) -> None:
    probe = subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True, check=False)
    if probe.returncode:
        pytest.skip("this system does not let processes be traced")
    assert synced(tmp_path / "kept", "{}", REQUESTS) == REQUESTS
    assert synced(tmp_path / "loose", "{'synchronous': 0}", 20) == 0
