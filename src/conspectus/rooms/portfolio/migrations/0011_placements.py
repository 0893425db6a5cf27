"""To which programme, division and manager projects belonged from which day on, kept as recorded."""

import django.db.models.deletion
from django.db import migrations, models
from django.utils.timezone import now

TABLE, WORDS = "portfolio_placement", "where a project belonged never changes"


def begin(apps, editor):
    """Keep where each project belongs; of the days before nothing is known, so it counts for them too."""
    place = apps.get_model("portfolio", "Placement")
    kinds = ("programme", "division", "manager")
    rows = apps.get_model("portfolio", "Project").objects.values("pk", "created_at", *kinds)
    at = now()
    place.objects.bulk_create(
        place(
            project_id=row["pk"],
            kind=kind,
            from_on=row["created_at"].date(),
            recorded_at=at,
            **{f"{kind}_id": row[kind]},
        )
        for row in rows.iterator()
        for kind in kinds
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
        ("accounts", "0003_division_places"),
        ("portfolio", "0010_variations_never_change"),
    ]

    operations = [
        migrations.CreateModel(
            name="Placement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("programme", "Programme"), ("division", "Division"), ("manager", "Manager")],
                        max_length=10,
                    ),
                ),
                ("from_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "division",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.division",
                    ),
                ),
                (
                    "manager",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.person",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="portfolio.programme",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="placements", to="portfolio.project"
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
        migrations.RunPython(begin, migrations.RunPython.noop),
        migrations.RunPython(switch_on, switch_off),
    ]
