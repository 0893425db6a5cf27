"""Actual cost may come from the ledger: what was spent by day, which source counts first, and which one did."""

import django.db.models.deletion
from django.db import migrations, models

from conspectus.kit.immutable import never_changes

SOURCES = [("plan", "Plan"), ("ledger", "Ledger")]


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_division_places"),
        ("portfolio", "0014_work_streams"),
        ("schedule", "0008_outside_links"),
    ]

    operations = [
        migrations.AddField(
            model_name="plansummary",
            name="actual_from",
            field=models.CharField(choices=SOURCES, default="plan", max_length=6),
        ),
        migrations.CreateModel(
            name="SpentDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField()),
                ("currency", models.CharField(max_length=3)),
                ("amount_minor", models.BigIntegerField()),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="spent_days", to="portfolio.project"
                    ),
                ),
            ],
            options={
                "ordering": ["project", "on"],
                "constraints": [
                    models.UniqueConstraint(fields=("project", "on", "currency"), name="spent_day_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="CostRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first", models.CharField(choices=SOURCES, max_length=6)),
                ("from_on", models.DateField()),
                ("reason", models.TextField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "portfolio",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cost_rules",
                        to="portfolio.portfolio",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        never_changes({"schedule_costrule": "a rule of actual cost never changes"}),
    ]
