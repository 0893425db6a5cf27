"""The database itself refuses to change or remove which method new projects followed."""

from django.db import migrations

from conspectus.kit.immutable import never_changes


class Migration(migrations.Migration):
    """Triggers on what is immutable."""

    dependencies = [("standards", "0005_method_rules")]

    operations = [
        never_changes({"standards_methodrule": "a rule for new projects never changes; the next one follows"})
    ]
