"""Sheets of facts, which never change, and how far the audit log was followed."""

import django.db.models.deletion
from django.db import migrations, models

KEY = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


class Migration(migrations.Migration):
    """Two tables; the next start, or the first look, fills them with what stands."""

    initial = True

    dependencies = [("portfolio", "0016_deputies")]

    operations = [
        migrations.CreateModel(
            name="Followed",
            fields=[KEY, ("number", models.BigIntegerField(default=0)), ("everything_at", models.DateTimeField())],
        ),
        migrations.CreateModel(
            name="Sheet",
            fields=[
                KEY,
                ("valid_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                ("source", models.CharField(max_length=80)),
                ("digest", models.CharField(max_length=64)),
                ("body", models.BinaryField()),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fact_sheets",
                        to="portfolio.project",
                    ),
                ),
            ],
            options={
                "ordering": ["project", "valid_on", "pk"],
                "indexes": [models.Index(fields=["project", "valid_on", "id"], name="sheet_newest")],
            },
        ),
    ]
