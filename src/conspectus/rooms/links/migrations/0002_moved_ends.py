"""A side of a link may hang on another task: a step of its own. No table changes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("links", "0001_first"),
    ]

    operations = [
        migrations.AlterField(
            model_name="linkstep",
            name="what",
            field=models.CharField(
                choices=[
                    ("proposed", "Proposed"),
                    ("asked", "Another agreement asked for"),
                    ("agreed", "Agreed"),
                    ("declined", "Declined"),
                    ("changed", "Owners changed"),
                    ("moved", "Hung on another task"),
                    ("withdrawn", "Withdrawn"),
                    ("stood", "Its standing changed"),
                ],
                max_length=10,
            ),
        ),
    ]
