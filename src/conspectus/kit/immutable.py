"""Rows that never change: the database itself refuses, whoever asks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.migrations import RunPython

BOTH = ("update", "delete")


def never_changes(tables: Mapping[str, str], deeds: tuple[str, ...] = BOTH, *, when: str = "") -> RunPython:
    """Return the migration's step that puts triggers on tables, each with the words of its refusal; reversible.

    ``when`` is a condition over the row as it was (``OLD``): rows that do not meet it may change.
    """

    def switch_on(apps: Any, editor: Any) -> None:
        postgres = editor.connection.vendor == "postgresql"
        for table, words in tables.items():
            if postgres:
                editor.execute(
                    f"""CREATE FUNCTION {table}_never_changes() RETURNS trigger LANGUAGE plpgsql AS
                    $$ BEGIN RAISE EXCEPTION '{words}'; END $$"""
                )
            only = f"WHEN ({when}) " if when else ""
            does = f"FOR EACH ROW {only}EXECUTE FUNCTION {table}_never_changes()"
            if not postgres:
                does = f"{only}BEGIN SELECT RAISE(ABORT, '{words}'); END"
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
