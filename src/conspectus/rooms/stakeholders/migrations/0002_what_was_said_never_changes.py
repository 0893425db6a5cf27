"""The database itself refuses to change or remove assessments, and what was sent."""

from django.db import migrations

from conspectus.kit.immutable import never_changes


class Migration(migrations.Migration):
    """Triggers on what is immutable."""

    dependencies = [("stakeholders", "0001_first")]

    operations = [
        never_changes(
            {
                "stakeholders_assessment": "how a stakeholder was assessed never changes",
                "stakeholders_sending": "what was sent never changes",
            }
        )
    ]
