"""Backups: sealed, and refused when anything about them was changed."""

from __future__ import annotations

import json
import random
import sqlite3
import zipfile
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from conspectus.kit.backups import copy_database, open_backup, take_out, write_backup
from conspectus.kit.errors import Invalid

ROWS = "conspectus.sqlite3"


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    """Return a small backup."""
    with closing(sqlite3.connect(tmp_path / "live")) as database:
        database.execute("CREATE TABLE t (x)")
        database.executemany("INSERT INTO t VALUES (?)", [(number,) for number in range(2000)])
        database.commit()
    copy_database(tmp_path / "live", tmp_path / "copy")
    write_backup(tmp_path / "one.backup", {ROWS: tmp_path / "copy"}, {"version": "0.1.0"})
    return tmp_path / "one.backup"


def test_what_goes_in_comes_out(backup: Path, tmp_path: Path) -> None:
    opened = open_backup(backup, version="0.1.0")
    take_out(opened, ROWS, tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == (tmp_path / "copy").read_bytes()
    with closing(sqlite3.connect(tmp_path / "out")) as database:
        assert database.execute("SELECT count(*), sum(x) FROM t").fetchone() == (2000, 1999000)
    assert backup.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("seed", range(100))
def test_every_mutation_is_refused(seed: int, backup: Path) -> None:
    dice, data = random.Random(seed), bytearray(backup.read_bytes())
    place = dice.randrange(len(data))
    if seed % 4 == 0:
        del data[place:]
    elif seed % 4 == 1:
        data.insert(place, dice.randrange(256))
    else:
        data[place] ^= 1 << dice.randrange(8)
    backup.write_bytes(data)
    with pytest.raises(Invalid) as caught:
        open_backup(backup, version="0.1.0")
    assert caught.value.code in {"damaged", "not_a_backup", "empty"}


def sealed(path: Path, manifest: Any, files: dict[str, bytes]) -> Path:
    """Write an archive that is sealed as ours are, by somebody who knows how."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("manifest.json", manifest if isinstance(manifest, str) else json.dumps(manifest))
        for name, data in files.items():
            archive.writestr(name, data)
        archive.comment = b"0" * 64
    data = path.read_bytes()[:-64]
    path.write_bytes(data + sha256(data).hexdigest().encode())
    return path


def listing(data: bytes) -> dict[str, Any]:
    """Return how a manifest lists a file."""
    return {"bytes": len(data), "sha256": sha256(data).hexdigest()}


OURS = {"product": "conspectus", "format": 1, "version": "0.1.0"}


@pytest.mark.parametrize(
    ("manifest", "files", "words"),
    [
        ({**OURS, "product": "another", "files": {}}, {}, "not a backup of Conspectus"),
        ({**OURS, "version": "3.2", "files": {}}, {}, "needs version ≥ 3.2"),
        ({**OURS, "version": "?", "files": {}}, {}, "needs version"),
        ({**OURS, "format": 2, "files": {}}, {}, "needs version"),
        ({**OURS, "files": {ROWS: listing(b"x")}}, {ROWS: b"x", "extra": b"y"}, "does not hold what it lists"),
        ({**OURS, "files": {ROWS: listing(b"x")}}, {}, "does not hold what it lists"),
        ({**OURS, "files": {"../../x": listing(b"x")}}, {"../../x": b"x"}, "does not hold what it lists"),
        ({**OURS, "files": {ROWS: 5}}, {ROWS: b"x"}, "damaged"),
        ({**OURS, "files": []}, {}, "damaged"),
        ([], {}, "not a backup of Conspectus"),
        ('{"product": 1, "product": 2}', {}, "given twice"),
    ],
)
def test_a_seal_alone_is_not_enough(manifest: Any, files: dict[str, bytes], words: str, tmp_path: Path) -> None:
    with pytest.raises(Invalid) as caught:
        open_backup(sealed(tmp_path / "forged", manifest, files), version="0.1.0")
    assert words in caught.value.words


@pytest.mark.parametrize("said", [{"bytes": 1, "sha256": sha256(b"xx").hexdigest()}, listing(b"yy"), listing(b"xxx")])
def test_a_file_must_be_as_listed(said: dict[str, Any], tmp_path: Path) -> None:
    path = sealed(tmp_path / "forged", {**OURS, "files": {ROWS: said}}, {ROWS: b"xx"})
    with pytest.raises(Invalid, match="damaged"):
        take_out(open_backup(path, version="0.1.0"), ROWS, tmp_path / "out")


@pytest.mark.parametrize(
    ("data", "code"), [(None, "no_backup"), (b"", "empty"), (b"PK", "damaged"), (b"GIF", "not_a_backup")]
)
def test_what_is_no_backup(data: bytes | None, code: str, tmp_path: Path) -> None:
    if data is not None:
        (tmp_path / "x").write_bytes(data)
    with pytest.raises(Invalid) as caught:
        open_backup(tmp_path / "x", version="0.1.0")
    assert caught.value.code == code
