"""Comments with their earlier texts, who follows what, and visits of home pages."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0003_division_places"),
        ("portfolio", "0011_placements"),
    ]

    operations = [
        migrations.CreateModel(
            name="Comment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "subject_kind",
                    models.CharField(
                        choices=[
                            ("project", "Project"),
                            ("programme", "Programme"),
                            ("portfolio", "Portfolio"),
                            ("division", "Division"),
                            ("milestone", "Milestone"),
                            ("contract", "Contract"),
                            ("party", "Party"),
                            ("objective", "Objective"),
                            ("report", "Report"),
                        ],
                        max_length=12,
                    ),
                ),
                ("subject_id", models.CharField(max_length=240)),
                ("written_at", models.DateTimeField()),
                ("text", models.TextField()),
                ("changed_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="comments", to="accounts.person"
                    ),
                ),
                ("named", models.ManyToManyField(blank=True, related_name="named_in", to="accounts.person")),
                (
                    "project",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="portfolio.project",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
            ],
            options={
                "ordering": ["written_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="EarlierText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField()),
                ("until", models.DateTimeField()),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="earlier", to="followup.comment"
                    ),
                ),
            ],
            options={
                "ordering": ["until", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Follow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "subject_kind",
                    models.CharField(
                        choices=[
                            ("project", "Project"),
                            ("programme", "Programme"),
                            ("portfolio", "Portfolio"),
                            ("division", "Division"),
                            ("milestone", "Milestone"),
                            ("contract", "Contract"),
                            ("party", "Party"),
                            ("objective", "Objective"),
                            ("report", "Report"),
                        ],
                        max_length=12,
                    ),
                ),
                ("subject_id", models.CharField(max_length=240)),
                ("is_on", models.BooleanField(default=True)),
                ("changed_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="follows", to="accounts.person"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("last_at", models.DateTimeField()),
                ("before_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="visit", to="accounts.person"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["subject_kind", "subject_id", "written_at"], name="comment_subject"),
        ),
        migrations.AddIndex(
            model_name="follow",
            index=models.Index(fields=["subject_kind", "subject_id"], name="follow_subject"),
        ),
        migrations.AddConstraint(
            model_name="follow",
            constraint=models.UniqueConstraint(fields=("person", "subject_kind", "subject_id"), name="follow_once"),
        ),
    ]
