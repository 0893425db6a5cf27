"""The database itself refuses to change or remove an assurance review."""

from django.db import migrations

from conspectus.kit.immutable import never_changes

TABLES = {
    "governance_assurancereview": "a published review never changes; it is superseded by another",
    "governance_assurancerating": "a published review never changes; it is superseded by another",
}


class Migration(migrations.Migration):
    """Triggers on what is immutable."""

    dependencies = [("governance", "0003_assurance")]

    operations = [never_changes(TABLES)]
