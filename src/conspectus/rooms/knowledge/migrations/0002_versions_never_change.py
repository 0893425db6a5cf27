"""The database itself refuses to change or remove what was published."""

from django.db import migrations

from conspectus.kit.immutable import never_changes


class Migration(migrations.Migration):
    """Triggers on what is immutable."""

    dependencies = [("knowledge", "0001_first")]

    operations = [never_changes({"knowledge_version": "a published version of an article never changes"})]
