"""Rows from nothing: an empty database gets the tables of today in one step, not by way of every earlier shape."""

from __future__ import annotations

from typing import Any

from django.db.migrations import Migration, RunPython, RunSQL
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState


def lay_out(connection: Any) -> int:
    """Make all tables, indexes and triggers of an empty database in one transaction, and note every migration as done.

    Return how many migrations that are; 0, and nothing done, where there are tables already. It is what squashing all
    migrations would leave: a step of code or SQL marked ``elidable`` moves rows of an older version, of which there
    are none, and is left out; any other runs, in its order, once the tables stand.
    """
    if connection.introspection.table_names():
        return 0
    executor = MigrationExecutor(connection)
    steps = [step for step, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    state = ProjectState(real_apps=executor.loader.unmigrated_apps)
    for step in steps:
        state = step.mutate_state(state, preserve=False)
    with connection.schema_editor(atomic=True) as editor:
        for model in state.apps.get_models():
            if model._meta.can_migrate(connection):
                editor.create_model(model)
        for step in steps:
            for operation in _of_code(step):
                operation.database_forwards(step.app_label, editor, state, state)
        recorder = MigrationRecorder(connection)
        recorder.ensure_schema()
        for step in steps:
            recorder.record_applied(step.app_label, step.name)
    return len(steps)


def _of_code(step: Migration) -> list[RunPython | RunSQL]:
    return [one for one in step.operations if isinstance(one, RunPython | RunSQL) and not one.elidable]
