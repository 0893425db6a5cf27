"""The database itself refuses to change or remove what was decided, and who had the authority."""

from django.db import migrations

from conspectus.kit.immutable import never_changes


class Migration(migrations.Migration):
    """Triggers on what is immutable."""

    dependencies = [("changes", "0001_first")]

    operations = [
        never_changes(
            {
                "changes_changedecision": "what was decided of a change never changes",
                "changes_changeauthority": "who may decide changes is set anew, never changed",
            }
        )
    ]
