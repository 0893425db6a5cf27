"""What registers say of a project, kept beside its plans."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("portfolio", "0017_state_changes"),
        ("schedule", "0011_watched_tasks"),
    ]

    operations = [
        migrations.CreateModel(
            name="RegisterStatus",
            fields=[
                (
                    "project",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="register_status",
                        serialize=False,
                        to="portfolio.project",
                    ),
                ),
                (
                    "worst",
                    models.CharField(
                        choices=[
                            ("green", "Green"),
                            ("amber", "Amber"),
                            ("red", "Red"),
                            ("not_assessed", "Not assessed"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "worst_unpriced",
                    models.CharField(
                        choices=[
                            ("green", "Green"),
                            ("amber", "Amber"),
                            ("red", "Red"),
                            ("not_assessed", "Not assessed"),
                        ],
                        max_length=20,
                    ),
                ),
                ("told", models.JSONField()),
                ("judged_on", models.DateField()),
            ],
        ),
    ]
