"""The database itself refuses to change or remove an escalation."""

from django.db import migrations

from conspectus.kit.immutable import never_changes


class Migration(migrations.Migration):
    """Triggers on what is immutable."""

    dependencies = [("risks", "0001_first")]

    operations = [never_changes({"risks_escalation": "an escalation never changes"})]
