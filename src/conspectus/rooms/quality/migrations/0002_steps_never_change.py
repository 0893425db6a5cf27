"""The database itself refuses to change or remove what reviews found and what became of a non-conformity."""

from django.db import migrations

from conspectus.kit.immutable import never_changes


class Migration(migrations.Migration):
    """Triggers on what is immutable."""

    dependencies = [("quality", "0001_first")]

    operations = [
        never_changes(
            {
                "quality_qualityreview": "what a review found never changes",
                "quality_nonconformitystep": "what became of a non-conformity never changes",
            }
        )
    ]
