"""Gate reviews with their reviewers, decisions and conditions; the stages they open."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_manner_of_pages"),
        ("governance", "0004_reviews_never_change"),
        ("portfolio", "0017_state_changes"),
        ("standards", "0002_never_changes"),
    ]

    operations = [
        migrations.CreateModel(
            name="GateCondition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("words", models.TextField()),
                ("due_on", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("met", "Said to be met"),
                            ("confirmed", "Confirmed"),
                            ("lifted", "Lifted"),
                        ],
                        default="open",
                        max_length=9,
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="gate_conditions",
                        to="accounts.person",
                    ),
                ),
            ],
            options={
                "ordering": ["review", "number"],
            },
        ),
        migrations.CreateModel(
            name="GateConditionStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("met", "Said to be met"),
                            ("confirmed", "Confirmed"),
                            ("lifted", "Lifted"),
                        ],
                        max_length=9,
                    ),
                ),
                ("words", models.TextField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "condition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="governance.gatecondition"
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
                "ordering": ["condition", "pk"],
            },
        ),
        migrations.CreateModel(
            name="GateReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("gate", models.CharField(max_length=60)),
                ("name", models.CharField(max_length=120)),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("held", "Waits for a decision"),
                            ("decided", "Decided on"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="planned",
                        max_length=9,
                    ),
                ),
                ("planned_on", models.DateField()),
                ("first_planned_on", models.DateField()),
                ("words", models.TextField(blank=True, default="")),
                ("asked_at", models.DateTimeField()),
                ("held_on", models.DateField(null=True)),
                ("rating", models.CharField(blank=True, default="", max_length=60)),
                ("rating_name", models.CharField(blank=True, default="", max_length=120)),
                ("colour", models.CharField(blank=True, default="", max_length=12)),
                ("findings", models.TextField(blank=True, default="")),
                ("held_at", models.DateTimeField(null=True)),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("pass", "Pass"),
                            ("pass_with_conditions", "Pass with conditions"),
                            ("repeat", "Repeat"),
                            ("stop", "Stop"),
                        ],
                        default="",
                        max_length=20,
                    ),
                ),
                ("reason", models.TextField(blank=True, default="")),
                ("despite", models.TextField(blank=True, default="")),
                ("decided_on", models.DateField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("readiness", models.TextField(blank=True, default="")),
                ("digest", models.CharField(blank=True, default="", max_length=64)),
                ("closed_reason", models.TextField(blank=True, default="")),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
                (
                    "held_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="gate_reviews", to="portfolio.project"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="gate_reviews", to="standards.version"
                    ),
                ),
            ],
            options={
                "ordering": ["planned_on", "pk"],
            },
        ),
        migrations.AddField(
            model_name="gatecondition",
            name="review",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="conditions", to="governance.gatereview"
            ),
        ),
        migrations.CreateModel(
            name="GateReviewer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(blank=True, default="", max_length=60)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="gate_reviews", to="accounts.person"
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reviewers",
                        to="governance.gatereview",
                    ),
                ),
            ],
            options={
                "ordering": ["review", "pk"],
            },
        ),
        migrations.CreateModel(
            name="StageEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("stage", models.CharField(max_length=60)),
                ("name", models.CharField(max_length=120)),
                ("starts_on", models.DateField()),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="stages", to="portfolio.project"
                    ),
                ),
                (
                    "review",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="stage", to="governance.gatereview"
                    ),
                ),
            ],
            options={
                "ordering": ["project", "starts_on", "pk"],
            },
        ),
        migrations.AddIndex(
            model_name="gatereview",
            index=models.Index(fields=["state", "planned_on"], name="gate_review_state"),
        ),
        migrations.AddIndex(
            model_name="gatereview",
            index=models.Index(fields=["project", "gate"], name="gate_review_project"),
        ),
        migrations.AddConstraint(
            model_name="gatereview",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("planned", "held"))),
                fields=("project", "gate"),
                name="gate_review_open_once",
            ),
        ),
        migrations.AddIndex(
            model_name="gatecondition",
            index=models.Index(fields=["state", "due_on"], name="gate_condition_due"),
        ),
        migrations.AddConstraint(
            model_name="gatecondition",
            constraint=models.UniqueConstraint(fields=("review", "number"), name="gate_condition_number"),
        ),
        migrations.AddConstraint(
            model_name="gatereviewer",
            constraint=models.UniqueConstraint(fields=("review", "person"), name="gate_reviewer_once"),
        ),
    ]
