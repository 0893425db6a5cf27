"""The database itself refuses to change or remove what was chosen as evidence."""

from django.db import migrations

from conspectus.kit.immutable import never_changes

TABLES = {"governance_evidencechoice": "what was chosen as evidence never changes; the next choice follows"}


class Migration(migrations.Migration):
    """Triggers on what is immutable."""

    dependencies = [("governance", "0007_evidence")]

    operations = [never_changes(TABLES)]
