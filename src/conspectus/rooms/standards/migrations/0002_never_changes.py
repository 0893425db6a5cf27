"""The database itself refuses to change what was published, adopted, tailored and waived."""

from django.db import migrations

from conspectus.kit.immutable import never_changes


class Migration(migrations.Migration):
    """Triggers on what is immutable."""

    dependencies = [("standards", "0001_first")]

    operations = [
        never_changes(
            {
                "standards_version": "a published version never changes",
                "standards_adoption": "an adoption never changes",
                "standards_tailoring": "a tailoring never changes",
                "standards_waiver": "a waiver never changes",
                "standards_waiverstep": "what became of a waiver never changes",
            }
        )
    ]
