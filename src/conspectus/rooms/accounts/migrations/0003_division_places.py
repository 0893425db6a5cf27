"""Where divisions lay from which day on, kept as recorded."""

import django.db.models.deletion
from django.db import migrations, models
from django.utils.timezone import now

TABLE, WORDS = "accounts_divisionplace", "where a division lay never changes"


def begin(apps, editor):
    """Keep where each division lies; of the days before nothing is known, so it counts for them too."""
    place, at = apps.get_model("accounts", "DivisionPlace"), now()
    rows = apps.get_model("accounts", "Division").objects.values_list("pk", "parent")
    place.objects.bulk_create(
        place(division_id=pk, parent_id=parent, from_on=at.date(), recorded_at=at) for pk, parent in rows
    )


def put_on(vendor):
    """Return the statements that create the triggers."""
    if vendor == "postgresql":
        function = f"""CREATE FUNCTION {TABLE}_never_changes() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{WORDS}'; END $$"""
        trigger = f"""CREATE TRIGGER {TABLE}_kept BEFORE UPDATE OR DELETE ON {TABLE}
        FOR EACH ROW EXECUTE FUNCTION {TABLE}_never_changes()"""
        return [function, trigger]
    return [
        f"""CREATE TRIGGER {TABLE}_{deed} BEFORE {deed} ON {TABLE} BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"""
        for deed in ("update", "delete")
    ]


def switch_on(apps, editor):
    """Create the triggers."""
    for statement in put_on(editor.connection.vendor):
        editor.execute(statement)


def switch_off(apps, editor):
    """Remove the triggers."""
    if editor.connection.vendor == "postgresql":
        editor.execute(f"DROP TRIGGER {TABLE}_kept ON {TABLE}")
        editor.execute(f"DROP FUNCTION {TABLE}_never_changes()")
        return
    for deed in ("update", "delete"):
        editor.execute(f"DROP TRIGGER {TABLE}_{deed}")


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_audit_is_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="DivisionPlace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "division",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="places", to="accounts.division"
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.division",
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
                "ordering": ["recorded_at", "pk"],
            },
        ),
        migrations.RunPython(begin, migrations.RunPython.noop),
        migrations.RunPython(switch_on, switch_off),
    ]
