"""Sums of open entries are read from an index alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_due_tokens"),
        ("portfolio", "0020_views_of_lists"),
        ("risks", "0005_links"),
        ("schedule", "0012_register_status"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="registerentry",
            index=models.Index(
                fields=[
                    "state",
                    "kind",
                    "currency",
                    "portfolio",
                    "project",
                    "programme",
                    "exposure_minor",
                    "inherent_minor",
                    "probability",
                    "score",
                    "residual_probability",
                    "residual_impact",
                ],
                name="register_summed",
            ),
        ),
    ]
