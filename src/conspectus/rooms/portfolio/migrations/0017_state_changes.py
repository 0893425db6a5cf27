"""Every state a project came to: from which day, why, by whose decision; what the log knows of it so far."""

import json

import django.db.models.deletion
from django.db import migrations, models

from conspectus.kit.immutable import never_changes

TABLES = {
    "portfolio_statechange": "what a project came to never changes",
    "portfolio_successor": "what goes on with a project never changes",
}
DEEDS = ("create_project", "change_project_state", "change_projects")


def begin(apps, editor):
    """Keep what the audit log tells; of a project it does not tell of, the state it has since it was opened."""
    log, change = apps.get_model("accounts", "AuditLine"), apps.get_model("portfolio", "StateChange")
    people = dict(apps.get_model("accounts", "User").objects.values_list("pk", "person_id"))
    projects = {row.pk: row for row in apps.get_model("portfolio", "Project").objects.all()}
    held, rows = {}, []
    for line in log.objects.filter(deed__in=DEEDS).order_by("number").iterator():
        body = json.loads(line.body)
        numbers = body.get("projects", []) if line.deed == "change_projects" else [int(line.subject_id)]
        who = people.get(int(line.actor.partition(":")[2])) if line.actor.startswith("user:") else None
        for number in numbers if body.get("state") else ():
            if number in projects:
                told = {"before": held.get(number, ""), "state": body["state"], "reason": body.get("reason", "")}
                rows.append(_row(change, number, line.at, told, who))
                held[number] = body["state"]
    for number, project in projects.items():
        if held.get(number) != project.state:
            told = {"before": held.get(number, ""), "state": project.state}
            rows.append(_row(change, number, project.changed_at if number in held else project.created_at, told, None))
    change.objects.bulk_create(rows, batch_size=500)


def _row(change, number, at, told, who):
    return change(project_id=number, from_on=at.date(), recorded_at=at, recorded_by_id=who, **told)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_manner_of_pages"),
        ("portfolio", "0016_deputies"),
    ]

    operations = [
        migrations.AlterField(
            model_name="field",
            name="required_state",
            field=models.CharField(
                blank=True,
                choices=[
                    ("proposed", "Proposed"),
                    ("approved", "Approved"),
                    ("active", "Active"),
                    ("paused", "On hold"),
                    ("closed", "Completed"),
                    ("stopped", "Cancelled"),
                    ("merged", "Merged"),
                    ("split", "Split"),
                    ("archived", "Archived"),
                ],
                default="",
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="project",
            name="state",
            field=models.CharField(
                choices=[
                    ("proposed", "Proposed"),
                    ("approved", "Approved"),
                    ("active", "Active"),
                    ("paused", "On hold"),
                    ("closed", "Completed"),
                    ("stopped", "Cancelled"),
                    ("merged", "Merged"),
                    ("split", "Split"),
                    ("archived", "Archived"),
                ],
                default="proposed",
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="StateChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "before",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("proposed", "Proposed"),
                            ("approved", "Approved"),
                            ("active", "Active"),
                            ("paused", "On hold"),
                            ("closed", "Completed"),
                            ("stopped", "Cancelled"),
                            ("merged", "Merged"),
                            ("split", "Split"),
                            ("archived", "Archived"),
                        ],
                        default="",
                        max_length=20,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("approved", "Approved"),
                            ("active", "Active"),
                            ("paused", "On hold"),
                            ("closed", "Completed"),
                            ("stopped", "Cancelled"),
                            ("merged", "Merged"),
                            ("split", "Split"),
                            ("archived", "Archived"),
                        ],
                        max_length=20,
                    ),
                ),
                ("from_on", models.DateField()),
                ("reason", models.TextField(blank=True, default="")),
                ("authority", models.CharField(blank=True, default="", max_length=200)),
                ("recorded_at", models.DateTimeField()),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="state_changes",
                        to="portfolio.project",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
                    ),
                ),
            ],
            options={
                "ordering": ["project", "recorded_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Successor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "change",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successors",
                        to="portfolio.statechange",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="succeeds", to="portfolio.project"
                    ),
                ),
            ],
            options={
                "ordering": ["change", "pk"],
                "constraints": [models.UniqueConstraint(fields=("change", "project"), name="successor_once")],
            },
        ),
        migrations.RunPython(begin, migrations.RunPython.noop, elidable=True),
        never_changes(TABLES),
    ]
