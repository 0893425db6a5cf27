"""The database itself refuses to change or remove what became of a deliverable."""

from django.db import migrations

from conspectus.kit.immutable import never_changes


class Migration(migrations.Migration):
    """Triggers on what is immutable."""

    dependencies = [("scope", "0001_first")]

    operations = [never_changes({"scope_deliverablestep": "what became of a deliverable never changes"})]
