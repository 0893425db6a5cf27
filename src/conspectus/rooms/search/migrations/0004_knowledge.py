"""Guides, templates and terms are found; further kinds take no migration."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """What is found is made anew with the next search, since there are new kinds of it."""

    dependencies = [("search", "0003_attached")]

    operations = [
        migrations.AlterField("entry", "kind", models.CharField(max_length=12)),
        migrations.RunSQL("DELETE FROM search_followed", migrations.RunSQL.noop, elidable=True),
    ]
