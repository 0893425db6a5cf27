"""The database itself refuses to change or remove a freeze or the reason of a reopening."""

from django.db import migrations

from conspectus.kit.immutable import never_changes

TABLES = {"periods_freeze": "a freeze never changes", "periods_reopening": "a reopening never changes"}


class Migration(migrations.Migration):
    """Triggers on what is immutable."""

    dependencies = [("periods", "0001_first")]

    operations = [never_changes(TABLES)]
