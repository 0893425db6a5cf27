"""What a project's cost is judged against lies beside its plans."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """One row a project that has an approved budget; the money room fills it."""

    dependencies = [("portfolio", "0001_first"), ("schedule", "0006_tolerances")]

    operations = [
        migrations.CreateModel(
            name="CostLimit",
            fields=[
                (
                    "project",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="cost_limit",
                        serialize=False,
                        to="portfolio.project",
                    ),
                ),
                ("amount_minor", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
            ],
        ),
    ]
