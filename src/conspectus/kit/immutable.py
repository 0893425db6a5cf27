"""Rows that never change: the database itself refuses, whoever asks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.migrations import RunPython

BOTH = ("update", "delete")


def never_changes(tables: Mapping[str, str], deeds: tuple[str, ...] = BOTH) -> RunPython:
    """Return the migration's step that puts triggers on tables, each with the words of its refusal; reversible."""

    def switch_on(apps: Any, editor: Any) -> None:
        postgres = editor.connection.vendor == "postgresql"
        for table, words in tables.items():
            if postgres:
                editor.execute(
                    f"""CREATE FUNCTION {table}_never_changes() RETURNS trigger LANGUAGE plpgsql AS
                    $$ BEGIN RAISE EXCEPTION '{words}'; END $$"""
                )
            does = f"FOR EACH ROW EXECUTE FUNCTION {table}_never_changes()"
            if not postgres:
                does = f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
            for deed in deeds:
                editor.execute(f"CREATE TRIGGER {table}_{deed} BEFORE {deed} ON {table} {does}")

    def switch_off(apps: Any, editor: Any) -> None:
        postgres = editor.connection.vendor == "postgresql"
        for table in tables:
            for deed in deeds:
                editor.execute(f"DROP TRIGGER {table}_{deed}" + (f" ON {table}" if postgres else ""))
            if postgres:
                editor.execute(f"DROP FUNCTION {table}_never_changes()")

    return RunPython(switch_on, switch_off)
