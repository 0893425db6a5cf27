"""Settings: safe where they stand."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from conspectus.config.databases import database, postgres
from conspectus.config.secret_files import read_or_make
from conspectus.kit.folders import data_folder, open_data_folder

PRINT = """
import json, sys
from conspectus.config import settings as s
print(json.dumps({n: getattr(s, n) for n in dir(s) if n.isupper() and type(getattr(s, n)) in (str, bool, int, list)}))
"""


def settings(folder: Path, **environment: str) -> dict[str, object]:
    """Return the settings a fresh process reads."""
    import json

    given = {"PATH": os.environ["PATH"], "PYTHONPATH": "src", "CONSPECTUS_DATA": str(folder), **environment}
    done = subprocess.run([sys.executable, "-c", PRINT], env=given, capture_output=True, text=True, check=True)
    found: dict[str, object] = json.loads(done.stdout)
    return found


@pytest.mark.skipif(os.name != "posix", reason="rights are told by mode on POSIX only")
def test_folder_and_secrets_are_their_owners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    first = settings(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for name in ("secret-key", "token-pepper"):
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600
    assert first["SECRET_KEY"] == settings(folder)["SECRET_KEY"]
    assert first["SECRET_KEY"] != settings(tmp_path / "other")["SECRET_KEY"]
    assert len(str(first["SECRET_KEY"])) >= 50


def test_local_settings(tmp_path: Path) -> None:
    found = settings(tmp_path, CONSPECTUS_PORT="8123", DEBUG="1")
    assert found["DEBUG"] is False
    assert found["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]
    assert (found["SESSION_COOKIE_NAME"], found["SESSION_COOKIE_SECURE"]) == ("conspectus_8123", False)
    assert found["USE_TZ"] is True
    assert "django.contrib.admin" not in found["INSTALLED_APPS"]  # type: ignore[operator]  # a list, from JSON


def test_deployed_settings(tmp_path: Path) -> None:
    found = settings(tmp_path, CONSPECTUS_DEPLOYED="1", CONSPECTUS_HOSTS="pmo.example.org")
    assert found["ALLOWED_HOSTS"] == ["pmo.example.org"]
    assert str(found["SESSION_COOKIE_NAME"]).startswith("__Host-")
    assert found["SESSION_COOKIE_SECURE"] is found["CSRF_COOKIE_SECURE"] is found["SECURE_SSL_REDIRECT"] is True
    assert found["SECURE_HSTS_SECONDS"] == 31_536_000


def test_the_data_folder_is_named_or_ones_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CONSPECTUS_DATA", str(tmp_path / "here"))
    assert data_folder() == tmp_path / "here"
    assert open_data_folder().is_dir()
    monkeypatch.delenv("CONSPECTUS_DATA")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    assert data_folder() == tmp_path / ".local/share/conspectus"
    monkeypatch.setattr("sys.platform", "darwin")
    assert data_folder() == tmp_path / "Library/Application Support/Conspectus"


def test_a_damaged_secret_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("short")
    with pytest.raises(SystemExit, match="damaged"):
        read_or_make(tmp_path / "secret")


def test_postgresql_by_its_address(tmp_path: Path) -> None:
    found = database(tmp_path, "postgresql://pmo:secret@db.example.org:5433/rows")
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.example.org", 5433, "rows")
    assert (found["CONN_MAX_AGE"], found["CONN_HEALTH_CHECKS"], found["OPTIONS"]["connect_timeout"]) == (None, True, 5)
    assert "statement_timeout=30000" in found["OPTIONS"]["options"]
    assert found["ATOMIC_REQUESTS"] is False
    with pytest.raises(SystemExit, match="postgresql://"):
        postgres("mysql://x/y")
