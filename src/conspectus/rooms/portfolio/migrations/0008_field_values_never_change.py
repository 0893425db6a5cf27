"""The database itself refuses to change or remove a value of a field."""

from django.db import migrations

from conspectus.kit.immutable import never_changes

TABLES = {"portfolio_fieldvalue": "a value of a field never changes"}


class Migration(migrations.Migration):
    """Triggers on what is immutable."""

    dependencies = [("portfolio", "0007_fields")]

    operations = [never_changes(TABLES)]
