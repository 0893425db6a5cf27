"""Cycles with their requests and reminders; when a report was handed in first, and what it forecasts."""

import django.db.models.deletion
from django.db import migrations, models


def handed_in_first(apps, editor):
    """Take the submission that is known for the first."""
    rows = apps.get_model("status", "Report").objects.exclude(submitted_at=None)
    rows.update(first_submitted_at=models.F("submitted_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_manner_of_pages"),
        ("periods", "0002_freezes_never_change"),
        ("portfolio", "0016_deputies"),
        ("status", "0004_programme_overrides"),
    ]

    operations = [
        migrations.AddField(
            model_name="report",
            name="decide_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="report",
            name="effort_minutes",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="report",
            name="effort_typed",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="report",
            name="finish_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="report",
            name="first_submitted_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="report",
            name="forecast_minor",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="report",
            name="repeated",
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name="Cycle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due_on", models.DateField()),
                ("reminders", models.JSONField(default=list)),
                ("escalates_on", models.DateField(null=True)),
                ("answers_needed", models.BooleanField(default=True)),
                ("opened_at", models.DateTimeField()),
                ("reminded_through", models.DateField(null=True)),
                ("escalated_on", models.DateField(null=True)),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "escalate_to",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
                (
                    "period",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cycle", to="periods.period"
                    ),
                ),
            ],
            options={
                "ordering": ["period__starts_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ReportingRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("opens_day", models.SmallIntegerField(default=1)),
                ("due_day", models.SmallIntegerField(default=7)),
                ("reminder_days", models.JSONField(default=list)),
                ("escalate_day", models.SmallIntegerField(null=True)),
                ("opens_itself", models.BooleanField(default=False)),
                ("answers_needed", models.BooleanField(default=True)),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "escalate_to",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
                (
                    "portfolio",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reporting_rule",
                        to="portfolio.portfolio",
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Request",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_at", models.DateTimeField()),
                ("delegate_until", models.DateField(null=True)),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="requests", to="status.cycle"
                    ),
                ),
                (
                    "delegate",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="portfolio.programme",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="portfolio.project",
                    ),
                ),
            ],
            options={
                "ordering": ["cycle", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("reminder", "Reminder"), ("escalation", "Escalation"), ("chase", "Reminder by hand")],
                        max_length=10,
                    ),
                ),
                ("sent_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="told", to="status.request"
                    ),
                ),
            ],
            options={
                "ordering": ["-sent_at", "-pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.UniqueConstraint(fields=("cycle", "project"), name="request_once"),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.UniqueConstraint(fields=("cycle", "programme"), name="programme_request_once"),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("programme__isnull", False), ("project", None)),
                    models.Q(("programme", None), ("project__isnull", False)),
                    _connector="OR",
                ),
                name="request_of_one_thing",
            ),
        ),
        migrations.AddIndex(
            model_name="reminder",
            index=models.Index(fields=["sent_at"], name="reminder_sent"),
        ),
        migrations.RunPython(handed_in_first, migrations.RunPython.noop, elidable=True),
    ]
