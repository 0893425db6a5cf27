"""A token may be for a calendar's feed alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One scope more; the column stays as it is."""

    dependencies = [("accounts", "0003_division_places")]

    operations = [
        migrations.AlterField(
            "apitoken",
            "scope",
            models.CharField(
                choices=[
                    ("read", "Read only"),
                    ("write", "Read and write"),
                    ("calendar", "Feed a calendar with milestones"),
                ],
                max_length=10,
            ),
        )
    ]
