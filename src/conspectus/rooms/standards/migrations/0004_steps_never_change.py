"""The database itself refuses to change what happened to a finding."""

from django.db import migrations

from conspectus.kit.immutable import never_changes


class Migration(migrations.Migration):
    """Triggers on what is immutable."""

    dependencies = [("standards", "0003_findings")]

    operations = [never_changes({"standards_findingstep": "what happened to a finding never changes"})]
