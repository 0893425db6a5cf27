"""Reports with what they declare, overrides, snapshots."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0002_audit_is_append_only"),
        ("periods", "0002_freezes_never_change"),
        ("portfolio", "0001_first"),
    ]

    operations = [
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "scale",
                    models.CharField(
                        choices=[
                            ("rag", "Green, amber, red"),
                            ("confidence_5", "Delivery confidence, five points"),
                            ("confidence_3", "Delivery confidence, three points"),
                        ],
                        default="rag",
                        max_length=20,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Submitted"),
                            ("returned", "Returned"),
                            ("accepted", "Accepted"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("summary", models.TextField(blank=True, default="")),
                ("achieved", models.TextField(blank=True, default="")),
                ("planned", models.TextField(blank=True, default="")),
                ("decisions", models.TextField(blank=True, default="")),
                ("submitted_at", models.DateTimeField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("answer", models.TextField(blank=True, default="")),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="periods.period"
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="portfolio.project"
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
            ],
            options={
                "ordering": ["project", "-period__starts_on"],
            },
        ),
        migrations.CreateModel(
            name="Declaration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "dimension",
                    models.CharField(
                        choices=[
                            ("overall", "Overall"),
                            ("schedule", "Schedule"),
                            ("cost", "Cost"),
                            ("scope", "Scope"),
                            ("quality", "Quality"),
                            ("risk", "Risk"),
                            ("benefits", "Benefits"),
                            ("resources", "Resources"),
                        ],
                        max_length=10,
                    ),
                ),
                ("level", models.CharField(max_length=20)),
                ("rank", models.FloatField()),
                ("words", models.TextField(blank=True, default="")),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="declarations", to="status.report"
                    ),
                ),
            ],
            options={
                "ordering": ["report", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Snapshot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveSmallIntegerField()),
                (
                    "subject_kind",
                    models.CharField(
                        choices=[("project", "Project"), ("programme", "Programme"), ("portfolio", "Portfolio")],
                        max_length=10,
                    ),
                ),
                ("subject_id", models.BigIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("body", models.TextField()),
                (
                    "colour",
                    models.CharField(
                        choices=[
                            ("green", "Green"),
                            ("amber", "Amber"),
                            ("red", "Red"),
                            ("not_assessed", "Not assessed"),
                        ],
                        max_length=12,
                    ),
                ),
                ("declared", models.CharField(blank=True, default="", max_length=20)),
                ("scale", models.CharField(blank=True, default="", max_length=20)),
                ("gap", models.FloatField(null=True)),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="snapshots", to="periods.period"
                    ),
                ),
            ],
            options={
                "ordering": ["period", "version", "subject_kind", "subject_id"],
            },
        ),
        migrations.CreateModel(
            name="Override",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "dimension",
                    models.CharField(
                        choices=[
                            ("overall", "Overall"),
                            ("schedule", "Schedule"),
                            ("cost", "Cost"),
                            ("scope", "Scope"),
                            ("quality", "Quality"),
                            ("risk", "Risk"),
                            ("benefits", "Benefits"),
                            ("resources", "Resources"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "colour",
                    models.CharField(
                        choices=[
                            ("green", "Green"),
                            ("amber", "Amber"),
                            ("red", "Red"),
                            ("not_assessed", "Not assessed"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "computed",
                    models.CharField(
                        choices=[
                            ("green", "Green"),
                            ("amber", "Amber"),
                            ("red", "Red"),
                            ("not_assessed", "Not assessed"),
                        ],
                        max_length=12,
                    ),
                ),
                ("reason", models.TextField()),
                ("made_at", models.DateTimeField()),
                ("ends_on", models.DateField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="overrides", to="portfolio.project"
                    ),
                ),
            ],
            options={
                "ordering": ["project", "-made_at", "-pk"],
                "indexes": [models.Index(fields=["project", "ends_on"], name="override_project")],
            },
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(fields=("project", "period"), name="report_once"),
        ),
        migrations.AddConstraint(
            model_name="declaration",
            constraint=models.UniqueConstraint(fields=("report", "dimension"), name="declaration_once"),
        ),
        migrations.AddIndex(
            model_name="snapshot",
            index=models.Index(fields=["subject_kind", "subject_id", "period"], name="snapshot_subject"),
        ),
        migrations.AddConstraint(
            model_name="snapshot",
            constraint=models.UniqueConstraint(
                fields=("period", "version", "subject_kind", "subject_id"), name="snapshot_once"
            ),
        ),
    ]
