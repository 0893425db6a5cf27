"""Assurance reviews with their ratings."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_manner_of_pages"),
        ("governance", "0002_promises_never_change"),
        ("portfolio", "0017_state_changes"),
    ]

    operations = [
        migrations.CreateModel(
            name="AssuranceReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reviewed_on", models.DateField()),
                (
                    "scale",
                    models.CharField(
                        choices=[
                            ("rag", "Green, amber, red"),
                            ("confidence_5", "Delivery confidence, five points"),
                            ("confidence_3", "Delivery confidence, three points"),
                        ],
                        max_length=20,
                    ),
                ),
                ("level", models.CharField(max_length=20)),
                ("rank", models.FloatField()),
                ("words", models.TextField()),
                ("findings", models.TextField(blank=True, default="")),
                ("published_at", models.DateTimeField()),
                ("reason", models.TextField(blank=True, default="")),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assurance_reviews",
                        to="portfolio.project",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assurance_reviews",
                        to="accounts.person",
                    ),
                ),
                (
                    "supersedes",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="governance.assurancereview",
                    ),
                ),
            ],
            options={
                "ordering": ["-reviewed_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="AssuranceRating",
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
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ratings",
                        to="governance.assurancereview",
                    ),
                ),
            ],
            options={
                "ordering": ["review", "pk"],
            },
        ),
        migrations.AddIndex(
            model_name="assurancereview",
            index=models.Index(fields=["project", "reviewed_on"], name="assurance_project"),
        ),
        migrations.AddConstraint(
            model_name="assurancerating",
            constraint=models.UniqueConstraint(fields=("review", "dimension"), name="assurance_rating_once"),
        ),
    ]
