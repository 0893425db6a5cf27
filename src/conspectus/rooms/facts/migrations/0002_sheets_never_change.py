"""What was measured stays as it was measured: the database refuses to change or remove a sheet of facts."""

from django.db import migrations

from conspectus.kit.immutable import never_changes


class Migration(migrations.Migration):
    """Triggers on what is immutable."""

    dependencies = [("facts", "0001_first")]

    operations = [never_changes({"facts_sheet": "a sheet of facts never changes"})]
