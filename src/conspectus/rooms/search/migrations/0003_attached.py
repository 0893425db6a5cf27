"""Comments and documents are found by who sees what they belong to."""

from django.db import migrations, models

KINDS = [
    ("project", "Projects"), ("programme", "Programmes"), ("portfolio", "Portfolios"), ("objective", "Objectives"),
    ("milestone", "Milestones"), ("task", "Tasks"), ("stream", "Work streams"), ("report", "Reports"),
    ("contract", "Contracts"), ("party", "Parties"), ("division", "Divisions"), ("person", "People"),
    ("field", "Fields"), ("comment", "Comments"), ("document", "Documents"),
]  # fmt: skip


class Migration(migrations.Migration):
    """One column; what is found is made anew with the next search, since there are new kinds of it."""

    dependencies = [("search", "0002_reports_of_programmes")]

    operations = [
        migrations.AlterField("entry", "kind", models.CharField(choices=KINDS, max_length=12)),
        migrations.AddField("entry", "about", models.CharField(blank=True, default="", max_length=280)),
        migrations.RunSQL("DELETE FROM search_followed", migrations.RunSQL.noop, elidable=True),
    ]
