"""Links between projects and to outside events, and what happened to each."""

import django.db.models.deletion
from django.db import migrations, models

from conspectus.kit.immutable import never_changes


class Migration(migrations.Migration):
    """Two tables; a step of a link never changes."""

    initial = True

    dependencies = [
        ("accounts", "0006_manner_of_pages"),
        ("portfolio", "0016_deputies"),
        ("schedule", "0011_watched_tasks"),
    ]

    operations = [
        migrations.CreateModel(
            name="Link",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("event_name", models.CharField(blank=True, default="", max_length=200)),
                ("event_on", models.DateField(null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("fs", "Finish to start"),
                            ("ss", "Start to start"),
                            ("ff", "Finish to finish"),
                            ("sf", "Start to finish"),
                        ],
                        default="fs",
                        max_length=2,
                    ),
                ),
                ("lag_days", models.SmallIntegerField(default=0)),
                ("words", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("agreed", "Agreed"),
                            ("declined", "Declined"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="proposed",
                        max_length=10,
                    ),
                ),
                ("agreed_on", models.DateField(null=True)),
                ("asked_on", models.DateField(null=True)),
                ("giver_said", models.BooleanField(default=False)),
                ("taker_said", models.BooleanField(default=False)),
                ("held", models.JSONField(default=dict)),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("gone", "Task gone"),
                            ("broken", "Broken"),
                            ("late", "Late"),
                            ("undated", "Without dates"),
                            ("on_time", "On time"),
                            ("done", "Handed over"),
                        ],
                        default="undated",
                        max_length=10,
                    ),
                ),
                ("given_on", models.DateField(null=True)),
                ("taken_on", models.DateField(null=True)),
                ("slack_days", models.FloatField(null=True)),
                ("late_days", models.FloatField(null=True)),
                ("giver_seen", models.PositiveIntegerField(default=0)),
                ("taker_seen", models.PositiveIntegerField(default=0)),
                ("proposed_at", models.DateTimeField()),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "event_party",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links",
                        to="portfolio.party",
                    ),
                ),
                (
                    "giver",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="gives",
                        to="schedule.watchedtask",
                    ),
                ),
                (
                    "giver_owner",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
                (
                    "taker",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="takes",
                        to="schedule.watchedtask",
                    ),
                ),
                (
                    "taker_owner",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="LinkStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("asked", "Another agreement asked for"),
                            ("agreed", "Agreed"),
                            ("declined", "Declined"),
                            ("changed", "Owners changed"),
                            ("withdrawn", "Withdrawn"),
                            ("stood", "Its standing changed"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        blank=True, choices=[("giver", "Giver"), ("taker", "Taker")], default="", max_length=5
                    ),
                ),
                ("on", models.DateField(null=True)),
                (
                    "standing",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("gone", "Task gone"),
                            ("broken", "Broken"),
                            ("late", "Late"),
                            ("undated", "Without dates"),
                            ("on_time", "On time"),
                            ("done", "Handed over"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                ("revision_number", models.PositiveIntegerField(null=True)),
                ("words", models.TextField(blank=True, default="")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="links.link"
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="portfolio.project"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.AddIndex(
            model_name="link",
            index=models.Index(fields=["state", "standing"], name="link_standing"),
        ),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("giver__isnull", False), ("taker__isnull", False), ("event_name", "")),
                    models.Q(
                        models.Q(
                            models.Q(("giver__isnull", True), ("taker__isnull", False)),
                            models.Q(("giver__isnull", False), ("taker", None)),
                            _connector="OR",
                        ),
                        models.Q(("event_name", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="link_one_end_outside_at_most",
            ),
        ),
        never_changes({"links_linkstep": "what happened to a link never changes"}),
    ]
