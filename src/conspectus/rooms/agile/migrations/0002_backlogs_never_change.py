"""The database itself refuses to change or remove backlogs, how they were read, and how they count."""

from django.db import migrations

from conspectus.kit.immutable import never_changes


class Migration(migrations.Migration):
    """Triggers on what is immutable."""

    dependencies = [("agile", "0001_first")]

    operations = [
        never_changes(
            {
                "agile_backlogdocument": "a backlog never changes",
                "agile_backlogrevision": "a backlog never changes",
                "agile_backlogcolumns": "saved columns never change",
                "agile_deliverychoice": "what was chosen never changes",
            }
        )
    ]
