"""Quality checks, reviews, non-conformities and their steps."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0006_manner_of_pages"),
        ("portfolio", "0017_state_changes"),
        ("risks", "0002_escalations_never_change"),
        ("scope", "0002_steps_never_change"),
    ]

    operations = [
        migrations.CreateModel(
            name="NonConformity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("words", models.TextField(blank=True, default="")),
                (
                    "severity",
                    models.CharField(
                        choices=[("critical", "Critical"), ("major", "Major"), ("minor", "Minor")],
                        default="major",
                        max_length=8,
                    ),
                ),
                ("found_on", models.DateField()),
                ("place", models.CharField(blank=True, default="", max_length=200)),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("unknown", "Not known yet"),
                            ("requirement", "Requirements"),
                            ("design", "Design"),
                            ("material", "Material"),
                            ("work", "Workmanship"),
                            ("process", "Process"),
                            ("supplier", "Supplier"),
                            ("other", "Other"),
                        ],
                        default="unknown",
                        max_length=11,
                    ),
                ),
                ("cause", models.TextField(blank=True, default="")),
                (
                    "treatment",
                    models.CharField(
                        choices=[
                            ("open", "Not decided"),
                            ("rework", "Rework"),
                            ("repair", "Repair"),
                            ("concession", "Use as it is"),
                            ("reject", "Reject and replace"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("due_on", models.DateField(null=True)),
                ("planned_minor", models.BigIntegerField(null=True)),
                ("spent_minor", models.BigIntegerField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("corrected", "Corrected, not verified"),
                            ("closed", "Closed"),
                            ("dropped", "Dropped"),
                        ],
                        default="open",
                        max_length=9,
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "deliverable",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="nonconformities",
                        to="scope.deliverable",
                    ),
                ),
                (
                    "issue",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="nonconformities",
                        to="risks.registerentry",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="owned_nonconformities",
                        to="accounts.person",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="nonconformities",
                        to="portfolio.party",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="nonconformities",
                        to="portfolio.project",
                    ),
                ),
                (
                    "raised_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
            ],
            options={
                "ordering": ["project", "-number"],
            },
        ),
        migrations.CreateModel(
            name="NonConformityStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("corrected", "Corrected, not verified"),
                            ("closed", "Closed"),
                            ("dropped", "Dropped"),
                        ],
                        max_length=9,
                    ),
                ),
                ("on", models.DateField()),
                ("words", models.TextField(blank=True, default="")),
                ("recorded_at", models.DateTimeField()),
                (
                    "nonconformity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="quality.nonconformity"
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
                "ordering": ["nonconformity", "pk"],
            },
        ),
        migrations.CreateModel(
            name="QualityCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("criteria", models.TextField(blank=True, default="")),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("review", "Review"),
                            ("inspection", "Inspection"),
                            ("test", "Test"),
                            ("sample", "Sample"),
                            ("audit", "Audit"),
                            ("certificate", "Certificate"),
                        ],
                        default="review",
                        max_length=11,
                    ),
                ),
                ("planned_on", models.DateField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("planned", "Planned"), ("dropped", "Dropped")], default="planned", max_length=7
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "checker",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quality_checks",
                        to="accounts.person",
                    ),
                ),
                (
                    "deliverable",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quality_checks",
                        to="scope.deliverable",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quality_checks",
                        to="portfolio.project",
                    ),
                ),
            ],
            options={
                "ordering": ["project", models.OrderBy(models.F("planned_on"), nulls_last=True), "pk"],
            },
        ),
        migrations.CreateModel(
            name="QualityReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("held_on", models.DateField()),
                (
                    "result",
                    models.CharField(
                        choices=[("passed", "Passed"), ("remarks", "Passed with remarks"), ("failed", "Failed")],
                        max_length=7,
                    ),
                ),
                ("words", models.TextField(blank=True, default="")),
                ("recorded_at", models.DateTimeField()),
                (
                    "deliverable",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quality_reviews",
                        to="scope.deliverable",
                    ),
                ),
                (
                    "of_check",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="quality.qualitycheck",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quality_reviews",
                        to="portfolio.project",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quality_reviews",
                        to="accounts.person",
                    ),
                ),
            ],
            options={
                "ordering": ["project", "held_on", "pk"],
            },
        ),
        migrations.AddIndex(
            model_name="nonconformity",
            index=models.Index(fields=["state", "due_on"], name="nonconformity_due"),
        ),
        migrations.AddConstraint(
            model_name="nonconformity",
            constraint=models.UniqueConstraint(fields=("project", "number"), name="nonconformity_number"),
        ),
    ]
