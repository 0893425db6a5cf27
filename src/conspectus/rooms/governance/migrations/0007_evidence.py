"""What was chosen as evidence of gates."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Choices of evidence."""

    dependencies = [
        ("accounts", "0007_due_tokens"),
        ("files", "0003_kinds_of_any_room"),
        ("governance", "0006_decided_gates_never_change"),
        ("portfolio", "0019_kinds_of_mappings"),
        ("scope", "0002_steps_never_change"),
        ("standards", "0004_steps_never_change"),
    ]

    operations = [
        migrations.CreateModel(
            name="EvidenceChoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("evidence", models.CharField(max_length=60)),
                ("chosen_at", models.DateTimeField()),
                (
                    "chosen_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
                (
                    "deliverable",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="scope.deliverable"
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.document"
                    ),
                ),
                (
                    "method",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="standards.method"
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="evidence", to="portfolio.project"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["project", "method"], name="evidence_project")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("document", None), ("deliverable", None), _connector="OR"),
                        name="evidence_one_thing",
                    )
                ],
            },
        ),
    ]
