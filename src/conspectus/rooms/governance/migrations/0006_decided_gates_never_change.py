"""The database itself refuses to change or remove a gate review that was decided on, and what followed from it."""

from django.db import migrations

from conspectus.kit.immutable import never_changes

CLOSED = {"governance_gatereview": "a gate review never changes once it is decided on or withdrawn"}
TABLES = {
    "governance_gateconditionstep": "what became of a condition never changes; the next step follows",
    "governance_stageentry": "the stage a decision opened never changes",
}


class Migration(migrations.Migration):
    """Triggers on what is immutable."""

    dependencies = [("governance", "0005_gates")]

    operations = [
        never_changes(CLOSED, when="OLD.state IN ('decided', 'withdrawn')"),
        never_changes(TABLES),
    ]
