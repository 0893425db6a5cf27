"""Lessons learned and their offers."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Lessons."""

    dependencies = [
        ("accounts", "0006_manner_of_pages"),
        ("knowledge", "0002_versions_never_change"),
        ("portfolio", "0017_state_changes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Lesson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200)),
                ("happened", models.TextField()),
                ("cause", models.TextField(blank=True, default="")),
                ("advice", models.TextField()),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("schedule", "Schedule"),
                            ("cost", "Cost"),
                            ("scope", "Scope"),
                            ("quality", "Quality"),
                            ("risk", "Risk"),
                            ("people", "People"),
                            ("supplier", "Suppliers"),
                            ("stakeholder", "Stakeholders"),
                            ("technology", "Technology"),
                            ("governance", "Decisions and gates"),
                        ],
                        max_length=16,
                    ),
                ),
                ("went_well", models.BooleanField(default=False)),
                ("stage", models.CharField(blank=True, default="", max_length=80)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("entered", "Entered"),
                            ("published", "Published"),
                            ("returned", "Returned"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="entered",
                        max_length=12,
                    ),
                ),
                ("entered_at", models.DateTimeField()),
                ("reviewed_at", models.DateTimeField(null=True)),
                ("review_words", models.TextField(blank=True, default="")),
                ("standard", models.CharField(blank=True, default="", max_length=120)),
                ("standard_words", models.TextField(blank=True, default="")),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lessons", to="accounts.person"
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lessons", to="portfolio.project"
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
            ],
            options={
                "ordering": ["-entered_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="LessonOffer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("points", models.PositiveIntegerField()),
                ("reasons", models.JSONField(default=list)),
                ("offered_at", models.DateTimeField()),
                ("opened_at", models.DateTimeField(null=True)),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[("", "No answer yet"), ("applied", "Applied"), ("dismissed", "Put aside")],
                        default="",
                        max_length=12,
                    ),
                ),
                ("words", models.TextField(blank=True, default="")),
                ("answered_at", models.DateTimeField(null=True)),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
                (
                    "lesson",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="offers", to="knowledge.lesson"
                    ),
                ),
                (
                    "offered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lesson_offers",
                        to="portfolio.project",
                    ),
                ),
            ],
            options={
                "ordering": ["-points", "pk"],
            },
        ),
        migrations.AddIndex(
            model_name="lesson",
            index=models.Index(fields=["state", "project"], name="lesson_state"),
        ),
        migrations.AddConstraint(
            model_name="lessonoffer",
            constraint=models.UniqueConstraint(fields=("lesson", "project"), name="lesson_offered_once"),
        ),
    ]
