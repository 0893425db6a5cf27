"""A status date given with a file, and how the file was said to be written, are kept with the revision."""

from django.db import migrations, models

TRIGGER = """CREATE TRIGGER schedule_planrevision_fixed BEFORE UPDATE ON schedule_planrevision
    BEGIN SELECT RAISE(ABORT, 'a plan revision never changes'); END"""


def renew_trigger(apps, editor):
    """SQLite makes a table anew to change it, and its triggers go with the old one."""
    if editor.connection.vendor == "sqlite":
        editor.execute("DROP TRIGGER IF EXISTS schedule_planrevision_fixed")
        editor.execute(TRIGGER)


class Migration(migrations.Migration):
    """Two texts and the key they belong to."""

    dependencies = [("schedule", "0002_documents_never_change")]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, renew_trigger),
        migrations.AddField("planrevision", "status_given", models.CharField(blank=True, default="", max_length=16)),
        migrations.AddField("planrevision", "manner", models.CharField(blank=True, default="", max_length=120)),
        migrations.RemoveConstraint("planrevision", "plan_revision_source"),
        migrations.AddConstraint(
            "planrevision",
            models.UniqueConstraint(
                fields=("project", "source_digest", "plan_uid", "status_given", "manner"), name="plan_revision_source"
            ),
        ),
        migrations.RunPython(renew_trigger, migrations.RunPython.noop),
    ]
