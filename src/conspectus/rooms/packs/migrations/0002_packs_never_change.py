"""The database itself refuses to change or remove a pack or its bytes."""

from django.db import migrations

from conspectus.kit.immutable import never_changes

TABLES = {"packs_packrun": "a pack never changes", "packs_packfile": "the bytes of a pack never change"}


class Migration(migrations.Migration):
    """Triggers on what is immutable."""

    dependencies = [("packs", "0001_first")]

    operations = [never_changes(TABLES)]
