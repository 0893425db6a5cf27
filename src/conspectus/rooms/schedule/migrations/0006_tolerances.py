"""Tolerances, which never change, and what judged the colours that are kept."""

import django.db.models.deletion
from django.db import migrations, models

from conspectus.kit.immutable import never_changes


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_division_places"),
        ("portfolio", "0011_placements"),
        ("schedule", "0005_project_of_figures"),
    ]

    operations = [
        migrations.CreateModel(
            name="Tolerance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(blank=True, default="", max_length=200)),
                ("name_key", models.CharField(blank=True, default="", max_length=600)),
                ("limits", models.JSONField(default=dict)),
                ("from_on", models.DateField()),
                ("reason", models.TextField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "portfolio",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tolerances", to="portfolio.portfolio"
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tolerances",
                        to="portfolio.programme",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tolerances",
                        to="portfolio.project",
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
        migrations.AddField(
            model_name="plansummary",
            name="tolerance",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="schedule.tolerance"
            ),
        ),
        migrations.AddConstraint(
            model_name="tolerance",
            constraint=models.CheckConstraint(
                condition=models.Q(("programme", None), ("project", None), _connector="OR"),
                name="tolerance_of_one_thing",
            ),
        ),
        never_changes({"schedule_tolerance": "a tolerance never changes"}),
    ]
