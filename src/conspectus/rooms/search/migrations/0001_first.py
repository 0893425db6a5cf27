"""Index rows, with a full-text index of the database's own over their words."""

import django.db.models.deletion
from django.db import migrations, models

KINDS = [
    ("project", "Projects"), ("programme", "Programmes"), ("portfolio", "Portfolios"), ("objective", "Objectives"),
    ("milestone", "Milestones"), ("task", "Tasks"), ("report", "Reports"), ("contract", "Contracts"),
    ("party", "Parties"), ("division", "Divisions"), ("person", "People"), ("field", "Fields"),
]  # fmt: skip
SQLITE = (
    "CREATE VIRTUAL TABLE search_words USING fts5(words, tokenize='unicode61 remove_diacritics 0', prefix='1 2 3')",
)
POSTGRES = (
    "CREATE INDEX search_entry_words ON search_entry USING gin (array_to_tsvector(string_to_array(words, ' ')))",
)
BACK = {
    "sqlite": ("DROP TABLE search_words",),
    "postgresql": ("DROP INDEX search_entry_words",),
}


def put_on(apps, editor):
    """Make the full-text index."""
    for statement in SQLITE if editor.connection.vendor == "sqlite" else POSTGRES:
        editor.execute(statement)


def take_off(apps, editor):
    """Take it away again."""
    for statement in BACK[editor.connection.vendor]:
        editor.execute(statement)


class Migration(migrations.Migration):
    """Two tables; the first search, or the next start, fills them."""

    initial = True

    dependencies = [("portfolio", "0011_placements")]

    operations = [
        migrations.CreateModel(
            name="Followed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=KINDS, max_length=12)),
                ("subject_id", models.BigIntegerField()),
                ("code", models.CharField(blank=True, default="", max_length=80)),
                ("title", models.TextField(blank=True, default="")),
                ("title_words", models.TextField(blank=True, default="")),
                ("body", models.TextField(blank=True, default="")),
                ("words", models.TextField(blank=True, default="")),
                ("stamp", models.CharField(blank=True, default="", max_length=80)),
                (
                    "portfolio",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="portfolio.portfolio",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="portfolio.project"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("kind", "subject_id"), name="entry_once")],
            },
        ),
        migrations.RunPython(put_on, take_off),
    ]
