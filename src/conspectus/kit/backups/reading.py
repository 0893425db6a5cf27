"""Reading a backup: nothing is believed that the seal, the manifest and the hashes do not bear out."""

from __future__ import annotations

import hashlib
import os
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conspectus.kit.backups.writing import CHUNK, FORMAT, SEAL, hash_stream
from conspectus.kit.errors import Invalid
from conspectus.kit.strict_json import read_json

KNOWN = frozenset({"conspectus.sqlite3", "conspectus.dump", "audit-head.json"})
LARGEST_MANIFEST = 1 << 20


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup whose seal holds: where it is and what its manifest says."""

    path: Path
    manifest: dict[str, Any]

    @property
    def files(self) -> dict[str, dict[str, Any]]:
        """Name, size and hash of each file in it."""
        files: dict[str, dict[str, Any]] = self.manifest["files"]
        return files


def open_backup(path: Path, *, version: str) -> Backup:
    """Return the backup in a file, or say why it is none that this version can use."""
    if not path.is_file():
        raise Invalid(
            "no_backup", "There is no file %(path)s. Check the name and the folder.", "backup", path=path.name
        )
    _check_seal(path)
    try:
        with zipfile.ZipFile(path) as archive:
            names = [entry.filename for entry in archive.infolist()]
            if archive.getinfo("manifest.json").file_size > LARGEST_MANIFEST:
                raise _damaged()
            manifest = read_json(archive.read("manifest.json"), field="backup")
    except (zipfile.BadZipFile, KeyError, RuntimeError):
        raise _damaged() from None
    _check_manifest(manifest, names, version)
    return Backup(path, manifest)


def take_out(backup: Backup, name: str, target: Path) -> None:
    """Write one file of the backup to ``target``, counted and hashed on the way."""
    listed, digest, length = backup.files[name], hashlib.sha256(), 0
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out, zipfile.ZipFile(backup.path) as archive, archive.open(name) as member:
        while chunk := member.read(CHUNK):
            length += len(chunk)
            if length > listed["bytes"]:
                raise _damaged()
            digest.update(chunk)
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    if length != listed["bytes"] or digest.hexdigest() != listed["sha256"]:
        raise _damaged()


def _check_seal(path: Path) -> None:
    """Refuse a file whose last bytes are not the hash of all before them."""
    size = path.stat().st_size
    if size == 0:
        raise Invalid("empty", "The file is empty.", "backup")
    with path.open("rb") as file:
        if file.read(2) != b"PK":
            raise Invalid("not_a_backup", "This is not a backup of Conspectus.", "backup")
        if size <= SEAL:
            raise _damaged()
        file.seek(-SEAL, os.SEEK_END)
        said = file.read(SEAL)
        if not re.fullmatch(rb"[0-9a-f]{64}", said) or hash_stream(file, size - SEAL).encode() != said:
            raise _damaged()


def _check_manifest(manifest: Any, names: list[str], version: str) -> None:
    """Refuse another product's file, a newer version's, and one with more or less in it than it lists."""
    if not isinstance(manifest, dict) or manifest.get("product") != "conspectus":
        raise Invalid("not_a_backup", "This is not a backup of Conspectus.", "backup")
    needed = str(manifest.get("version", ""))
    if manifest.get("format") != FORMAT or _numbers(needed) > _numbers(version):
        raise Invalid(
            "newer",
            "This backup needs version ≥ %(needed)s; this is %(version)s. Update first.",
            "backup",
            needed=needed[:20],
            version=version,
        )
    files = manifest.get("files")
    if not isinstance(files, dict) or not all(_is_listing(listing) for listing in files.values()):
        raise _damaged()
    if sorted(names) != sorted([*files, "manifest.json"]) or not set(files) <= KNOWN:
        raise Invalid("extra_files", "The backup does not hold what it lists. Use another one.", "backup")


def _is_listing(listing: Any) -> bool:
    """Return whether a manifest's entry of a file is one."""
    return isinstance(listing, dict) and type(listing.get("bytes")) is int and isinstance(listing.get("sha256"), str)


def _numbers(version: str) -> tuple[int, ...]:
    """Return a version as numbers to compare; a foreign one counts as newest."""
    return tuple(map(int, version.split("."))) if re.fullmatch(r"\d{1,9}(\.\d{1,9}){0,3}", version) else (1 << 60,)


def _damaged() -> Invalid:
    """Return the refusal of a file that was cut or changed."""
    return Invalid("damaged", "The backup is cut off or damaged. Use another one.", "backup")
