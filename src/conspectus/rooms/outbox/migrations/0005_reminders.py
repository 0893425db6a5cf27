"""Reminders of what is due; several notices of one deed, of different things."""

from django.db import migrations, models


def forget_reminders(apps, schema):
    """Remove what could be there twice by the rule of before."""
    apps.get_model("outbox", "Notice").objects.filter(kind="due").delete()


class Migration(migrations.Migration):
    """Two tables, and once for a thing too."""

    dependencies = [
        ("accounts", "0007_due_tokens"),
        ("outbox", "0004_kinds_of_notices"),
    ]

    operations = [
        migrations.CreateModel(
            name="Reminded",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateField()),
                ("through", models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("watch", models.CharField(max_length=20)),
                ("thing", models.BigIntegerField()),
                ("subject_kind", models.CharField(max_length=40)),
                ("subject_id", models.CharField(max_length=240)),
                ("day", models.DateField()),
                ("persons", models.JSONField()),
                ("told_on", models.DateField()),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="notice",
            name="notice_once",
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                fields=("person", "line", "subject_kind", "subject_id"), name="notice_once"
            ),
        ),
        migrations.AddIndex(
            model_name="reminder",
            index=models.Index(fields=["told_on"], name="reminder_told"),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(fields=("watch", "thing", "day"), name="reminder_once"),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget_reminders, elidable=True),
    ]
