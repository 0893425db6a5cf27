"""Budgets, ledger entries and forecasts."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0002_audit_is_append_only"),
        ("portfolio", "0001_first"),
    ]

    operations = [
        migrations.CreateModel(
            name="Budget",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("reason", models.TextField()),
                ("approved_at", models.DateTimeField()),
                ("digest", models.CharField(max_length=64)),
                (
                    "approved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approved_budgets",
                        to="accounts.person",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="budgets", to="portfolio.project"
                    ),
                ),
            ],
            options={
                "ordering": ["project", "number"],
            },
        ),
        migrations.CreateModel(
            name="BudgetLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fiscal_year", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("base", "Base"), ("contingency", "Contingency"), ("reserve", "Management reserve")],
                        max_length=12,
                    ),
                ),
                ("nature", models.CharField(choices=[("capex", "Capital"), ("opex", "Operating")], max_length=5)),
                ("category", models.CharField(blank=True, default="", max_length=100)),
                ("amount_minor", models.BigIntegerField()),
                (
                    "budget",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="money.budget"
                    ),
                ),
                (
                    "division",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="budget_lines",
                        to="accounts.division",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("actual", "Actual cost"),
                            ("direct_cost", "Direct cost"),
                            ("commitment", "Commitment"),
                            ("revenue", "Revenue"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "nature",
                    models.CharField(
                        blank=True, choices=[("capex", "Capital"), ("opex", "Operating")], default="", max_length=5
                    ),
                ),
                ("category", models.CharField(blank=True, default="", max_length=100)),
                ("on", models.DateField()),
                ("amount_minor", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("supplier", models.CharField(blank=True, default="", max_length=200)),
                ("reference", models.CharField(blank=True, default="", max_length=100)),
                ("note", models.CharField(blank=True, default="", max_length=500)),
                ("recorded_at", models.DateTimeField()),
                ("is_reversal", models.BooleanField(default=False)),
                ("source_digest", models.CharField(blank=True, default="", max_length=64)),
                ("source_row", models.PositiveIntegerField(null=True)),
                (
                    "corrects",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="money.entry",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="portfolio.project"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recorded_entries",
                        to="accounts.person",
                    ),
                ),
            ],
            options={
                "ordering": ["-on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Forecast",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("made_on", models.DateField()),
                ("reason", models.TextField()),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="forecasts", to="accounts.person"
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="forecasts", to="portfolio.project"
                    ),
                ),
            ],
            options={
                "ordering": ["project", "number"],
            },
        ),
        migrations.CreateModel(
            name="ForecastLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField()),
                ("amount_minor", models.BigIntegerField()),
                (
                    "forecast",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="money.forecast"
                    ),
                ),
            ],
            options={
                "ordering": ["month"],
            },
        ),
        migrations.AddConstraint(
            model_name="budget",
            constraint=models.UniqueConstraint(fields=("project", "number"), name="budget_number"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["project", "on"], name="entry_project_on"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["project", "kind", "currency"], name="entry_sums"),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("corrects__isnull", False)),
                fields=("corrects", "is_reversal"),
                name="entry_corrected_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("source_digest", ""), _negated=True),
                fields=("project", "source_digest", "source_row"),
                name="entry_source",
            ),
        ),
        migrations.AddConstraint(
            model_name="forecast",
            constraint=models.UniqueConstraint(fields=("project", "number"), name="forecast_number"),
        ),
        migrations.AddConstraint(
            model_name="forecastline",
            constraint=models.UniqueConstraint(fields=("forecast", "month"), name="forecast_month"),
        ),
    ]
