"""A token may be for a calendar's feed of what waits on its owner."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One scope more; the column stays as it is."""

    dependencies = [("accounts", "0006_manner_of_pages")]

    operations = [
        migrations.AlterField(
            "apitoken",
            "scope",
            models.CharField(
                choices=[
                    ("read", "Read only"),
                    ("write", "Read and write"),
                    ("calendar", "Feed a calendar with milestones"),
                    ("due", "Feed a calendar with what waits on me"),
                ],
                max_length=10,
            ),
        )
    ]
