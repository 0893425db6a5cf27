"""The database itself refuses to change or remove an exchange rate."""

from django.db import migrations

from conspectus.kit.immutable import never_changes

TABLES = {"portfolio_rate": "an exchange rate never changes"}


class Migration(migrations.Migration):
    """Triggers on what is immutable."""

    dependencies = [("portfolio", "0003_rates")]

    operations = [never_changes(TABLES)]
