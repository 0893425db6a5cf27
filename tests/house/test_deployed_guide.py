"""The guide for a deployed server names commands and settings there are, and what the server needs of its proxy."""

from __future__ import annotations

import re
import shlex

from tests.house.tree import ROOT

from conspectus.doors.cli import build_parser

GUIDE = (ROOT / "docs" / "guides" / "deployed.md").read_text(encoding="utf-8")
SETTINGS = (ROOT / "docs" / "guides" / "administrator.md").read_text(encoding="utf-8")


def test_each_unit_starts_a_command_there_is() -> None:
    calls = re.findall(r"^ExecStart=/\S+/conspectus (.+)$", GUIDE, re.MULTILINE)
    assert len(calls) == 3
    for call in calls:
        argv = shlex.split(call)
        assert build_parser(argv).parse_args(argv)


def test_each_setting_is_one_the_server_reads() -> None:
    named = set(re.findall(r"^(CONSPECTUS_[A-Z_]+|DATABASE_URL)=", GUIDE, re.MULTILINE))
    assert {"CONSPECTUS_SECRET_KEY", "CONSPECTUS_HOSTS", "CONSPECTUS_PROXY", "DATABASE_URL"} <= named
    read = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "src").rglob("*.py"))
    for name in named:
        assert f"`{name}`" in SETTINGS
        assert f'"{name}"' in read


def test_the_proxy_says_who_called_and_how() -> None:
    for said in ("X-Forwarded-Proto https", "X-Forwarded-For $proxy_add_x_forwarded_for", "Host $host"):
        assert f"proxy_set_header {said};" in GUIDE
    assert "client_max_body_size 500m" in GUIDE  # UPLOAD_MOST_TOGETHER
