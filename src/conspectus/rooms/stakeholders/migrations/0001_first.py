"""Stakeholders and their assessments; the communication plan and what was sent."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0006_manner_of_pages"),
        ("files", "0003_kinds_of_any_room"),
        ("packs", "0003_schedules"),
        ("portfolio", "0017_state_changes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Communication",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("audience", models.CharField(max_length=200)),
                ("what", models.CharField(max_length=200)),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("meeting", "Meeting"),
                            ("mail", "Mail"),
                            ("report", "Report"),
                            ("presentation", "Presentation"),
                            ("newsletter", "Newsletter"),
                            ("call", "Call"),
                            ("other", "Other"),
                        ],
                        default="meeting",
                        max_length=12,
                    ),
                ),
                (
                    "cadence",
                    models.CharField(
                        choices=[
                            ("once", "Once"),
                            ("weekly", "Every week"),
                            ("fortnightly", "Every two weeks"),
                            ("monthly", "Every month"),
                            ("quarterly", "Every quarter"),
                            ("yearly", "Every year"),
                            ("needed", "When needed"),
                        ],
                        default="monthly",
                        max_length=11,
                    ),
                ),
                ("next_on", models.DateField(null=True)),
                ("is_ended", models.BooleanField(default=False)),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="communications",
                        to="accounts.person",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="communications",
                        to="portfolio.project",
                    ),
                ),
            ],
            options={
                "ordering": ["project", models.OrderBy(models.F("next_on"), nulls_last=True), "pk"],
            },
        ),
        migrations.CreateModel(
            name="Sending",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField()),
                ("planned_on", models.DateField(null=True)),
                ("words", models.TextField(blank=True, default="")),
                ("recorded_at", models.DateTimeField()),
                (
                    "communication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sendings",
                        to="stakeholders.communication",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.document"
                    ),
                ),
                (
                    "pack",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="packs.packrun"
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
            ],
            options={
                "ordering": ["communication", "on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Stakeholder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("organisation", models.CharField(blank=True, default="", max_length=200)),
                ("role", models.CharField(blank=True, default="", max_length=200)),
                (
                    "stance",
                    models.CharField(
                        choices=[
                            ("resistant", "Resistant"),
                            ("unaware", "Unaware"),
                            ("neutral", "Neutral"),
                            ("supportive", "Supportive"),
                            ("leading", "Leading"),
                        ],
                        default="supportive",
                        max_length=10,
                    ),
                ),
                ("approach", models.TextField(blank=True, default="")),
                ("is_confidential", models.BooleanField(default=True)),
                ("left_on", models.DateField(null=True)),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stakeholders",
                        to="accounts.person",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="stakeholders", to="portfolio.project"
                    ),
                ),
            ],
            options={
                "ordering": ["project", "name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Assessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField()),
                ("influence", models.PositiveSmallIntegerField()),
                ("interest", models.PositiveSmallIntegerField()),
                (
                    "stance",
                    models.CharField(
                        choices=[
                            ("resistant", "Resistant"),
                            ("unaware", "Unaware"),
                            ("neutral", "Neutral"),
                            ("supportive", "Supportive"),
                            ("leading", "Leading"),
                        ],
                        max_length=10,
                    ),
                ),
                ("words", models.TextField(blank=True, default="")),
                ("recorded_at", models.DateTimeField()),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
                (
                    "stakeholder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="stakeholders.stakeholder",
                    ),
                ),
            ],
            options={
                "ordering": ["stakeholder", "on", "pk"],
            },
        ),
        migrations.AddIndex(
            model_name="communication",
            index=models.Index(fields=["is_ended", "next_on"], name="communication_due"),
        ),
    ]
