"""The database itself refuses to change or remove a variation of a contract."""

from django.db import migrations

from conspectus.kit.immutable import never_changes

TABLES = {"portfolio_variation": "a variation never changes"}


class Migration(migrations.Migration):
    """Triggers on what is immutable."""

    dependencies = [("portfolio", "0009_parties")]

    operations = [never_changes(TABLES)]
