"""Packs are made as runs."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("runs", "0001_first"),
    ]

    operations = [
        migrations.AlterField(
            model_name="run",
            name="kind",
            field=models.CharField(
                choices=[
                    ("look_at_plans", "Looking at the plans"),
                    ("store_plans", "Storing the plans"),
                    ("import_plan", "Importing the plan"),
                    ("review_files", "Reviewing the files"),
                    ("make_pack", "Making the board pack"),
                ],
                max_length=20,
            ),
        ),
    ]
