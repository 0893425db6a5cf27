"""Where divisions lay from which day on, kept as recorded."""

import django.db.models.deletion
from django.db import migrations, models
from django.utils.timezone import now

from conspectus.kit.immutable import never_changes

TABLES = {"accounts_divisionplace": "where a division lay never changes"}


def begin(apps, editor):
    """Keep where each division lies; of the days before nothing is known, so it counts for them too."""
    place, at = apps.get_model("accounts", "DivisionPlace"), now()
    rows = apps.get_model("accounts", "Division").objects.values_list("pk", "parent")
    place.objects.bulk_create(
        place(division_id=pk, parent_id=parent, from_on=at.date(), recorded_at=at) for pk, parent in rows
    )


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
        migrations.RunPython(begin, migrations.RunPython.noop, elidable=True),
        never_changes(TABLES),
    ]
