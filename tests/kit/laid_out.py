"""Print the shape of an empty database made in one way: ``python -m tests.kit.laid_out steps`` or ``once``."""

from __future__ import annotations

import copy
import json
import sys
from typing import Any

POSTGRES = {
    "columns": "SELECT table_name, column_name, data_type, is_nullable, column_default,"
    " character_maximum_length, is_identity FROM information_schema.columns WHERE table_schema = 'public'",
    "indexes": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "constraints": "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE connamespace = 'public'::regnamespace",
    "triggers": "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "functions": "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
    "sequences": "SELECT sequence_name FROM information_schema.sequences WHERE sequence_schema = 'public'",
}
SQLITE = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
DONE = "SELECT app, name FROM django_migrations"


def parts(sql: str) -> list[str]:
    """Return what a table's statement lists, in any order: SQLite's own way to change a column moves it."""
    depth, now, found = 0, "", []
    for letter in sql[sql.index("(") + 1 : sql.rindex(")")]:
        depth += (letter == "(") - (letter == ")")
        if letter == "," and not depth:
            found.append(now.strip())
            now = ""
        else:
            now += letter
    found.append(now.strip())
    return sorted(found)


def shape(connection: Any) -> dict[str, Any]:
    """Return all that a database is made of, comparable whatever it was made by."""
    with connection.cursor() as cursor:

        def ask(sql: str) -> list[Any]:
            cursor.execute(sql)
            return sorted(map(list, cursor.fetchall()), key=repr)

        if connection.vendor == "postgresql":
            return {name: ask(sql) for name, sql in {**POSTGRES, "done": DONE}.items()}
        made = {}
        for kind, name, sql in ask(SQLITE):
            plain = kind == "table" and "VIRTUAL" not in sql
            made[f"{kind} {name}"] = parts(sql) if plain else " ".join(sql.split())
        return {"made": made, "done": ask(DONE)}


def quicken() -> None:
    """Spare the steps what takes them longest and leaves no trace in the database.

    Django makes each field of each model anew from its parts at every step, where a copy does; and makes all models
    for each step of code, of which most only write SQL: here once the code asks for them.
    """
    from django.db.migrations.operations import RunPython
    from django.db.models import Field
    from django.utils.functional import SimpleLazyObject, cached_property

    def clone(field: Any) -> Any:
        made = copy.deepcopy(field)
        for name in [one for one in vars(made) if isinstance(getattr(type(made), one, None), cached_property)]:
            del vars(made)[name]
        made.creation_counter = Field.creation_counter  # fields stand in the order they are made in
        Field.creation_counter += 1
        return made

    def forwards(self: Any, app_label: str, editor: Any, before: Any, after: Any) -> None:
        def apps() -> Any:
            before.clear_delayed_apps_cache()
            return before.apps

        self.code(SimpleLazyObject(apps), editor)

    Field.clone = clone
    RunPython.database_forwards = forwards


def main(way: str) -> None:
    """Make the database this process is told of, empty until now, and print its shape as JSON."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    if way == "steps":
        quicken()
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
    else:
        call_command("migrate", verbosity=0)
    print(json.dumps(shape(connection)))


if __name__ == "__main__":
    main(sys.argv[1])
