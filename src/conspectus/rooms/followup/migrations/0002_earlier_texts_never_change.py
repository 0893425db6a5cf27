"""The database itself refuses to change or remove what a comment said before."""

from django.db import migrations

from conspectus.kit.immutable import never_changes


class Migration(migrations.Migration):
    """Triggers on what is immutable."""

    dependencies = [("followup", "0001_first")]

    operations = [never_changes({"followup_earliertext": "an earlier text of a comment never changes"})]
