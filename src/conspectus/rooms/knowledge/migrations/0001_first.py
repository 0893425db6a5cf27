"""Articles with their drafts and versions."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The first rows."""

    initial = True

    dependencies = [
        ("accounts", "0006_manner_of_pages"),
    ]

    operations = [
        migrations.CreateModel(
            name="Article",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=80, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("guide", "Guide"),
                            ("template", "Template"),
                            ("checklist", "Checklist"),
                            ("example", "Example"),
                            ("term", "Glossary term"),
                        ],
                        max_length=12,
                    ),
                ),
                ("audience", models.JSONField(default=list)),
                ("stages", models.JSONField(default=list)),
                ("methods", models.JSONField(default=list)),
                ("forms", models.JSONField(default=list)),
                ("review_on", models.DateField(null=True)),
                ("current", models.PositiveIntegerField(null=True)),
                ("offered", models.PositiveIntegerField(null=True)),
                ("draft_title", models.CharField(blank=True, default="", max_length=200)),
                ("draft_summary", models.CharField(blank=True, default="", max_length=400)),
                ("draft_body", models.TextField(blank=True, default="")),
                ("drafted_at", models.DateTimeField(null=True)),
                ("retired_at", models.DateTimeField(null=True)),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "drafted_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="articles",
                        to="accounts.person",
                    ),
                ),
            ],
            options={
                "ordering": ["key"],
            },
        ),
        migrations.CreateModel(
            name="Version",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("summary", models.CharField(blank=True, default="", max_length=400)),
                ("body", models.TextField(blank=True, default="")),
                (
                    "source",
                    models.CharField(choices=[("shipped", "Conspectus"), ("own", "your organisation")], max_length=8),
                ),
                ("digest", models.CharField(max_length=64)),
                ("note", models.CharField(blank=True, default="", max_length=300)),
                ("written_at", models.DateTimeField()),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="knowledge.article"
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
            ],
            options={
                "ordering": ["article", "-number"],
                "constraints": [models.UniqueConstraint(fields=("article", "number"), name="article_version_number")],
            },
        ),
    ]
