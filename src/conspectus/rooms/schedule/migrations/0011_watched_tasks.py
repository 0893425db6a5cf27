"""Tasks that something outside their plan points at, and the calendars their days are counted by."""

import django.db.models.deletion
from django.db import migrations, models

from conspectus.kit.immutable import never_changes


class Migration(migrations.Migration):
    """Two tables; a calendar never changes."""

    dependencies = [
        ("portfolio", "0016_deputies"),
        ("schedule", "0010_links_of_stored_plans"),
    ]

    operations = [
        migrations.CreateModel(
            name="WorkCalendar",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("data", models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name="WatchedTask",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.CharField(max_length=500)),
                ("name", models.TextField()),
                ("start_minute", models.BigIntegerField(null=True)),
                ("finish_minute", models.BigIntegerField(null=True)),
                ("begun", models.BooleanField(default=False)),
                ("done", models.BooleanField(default=False)),
                ("gone", models.BooleanField(default=False)),
                ("revision_number", models.PositiveIntegerField(default=0)),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="watched_tasks",
                        to="portfolio.project",
                    ),
                ),
                (
                    "calendar",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="schedule.workcalendar",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("project", "uid"), name="watched_task_once")],
            },
        ),
        never_changes({"schedule_workcalendar": "a kept calendar never changes"}),
    ]
