"""Documents and links of things, their versions, and bytes by digest."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0004_calendar_tokens"),
    ]

    operations = [
        migrations.CreateModel(
            name="Blob",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("data", models.BinaryField()),
                ("size", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Document",
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
                ("title", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("charter", "Charter"),
                            ("business_case", "Business case"),
                            ("plan", "Plan"),
                            ("contract", "Contract"),
                            ("specification", "Specification"),
                            ("minutes", "Minutes"),
                            ("report", "Report"),
                            ("decision", "Decision"),
                            ("other", "Other"),
                        ],
                        default="other",
                        max_length=16,
                    ),
                ),
                ("review_on", models.DateField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="accounts.person",
                    ),
                ),
            ],
            options={
                "ordering": ["title", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Version",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("name", models.CharField(blank=True, default="", max_length=200)),
                ("link", models.CharField(blank=True, default="", max_length=1000)),
                ("note", models.TextField(blank=True, default="")),
                ("added_at", models.DateTimeField()),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
                (
                    "blob",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="files.blob"
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="files.document"
                    ),
                ),
            ],
            options={
                "ordering": ["document", "-number"],
            },
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["subject_kind", "subject_id"], name="document_subject"),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.UniqueConstraint(fields=("document", "number"), name="document_version_number"),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("blob__isnull", False), ("link", "")),
                    models.Q(("blob", None), models.Q(("link", ""), _negated=True)),
                    _connector="OR",
                ),
                name="document_file_or_link",
            ),
        ),
    ]
