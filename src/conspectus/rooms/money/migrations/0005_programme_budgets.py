"""A budget may be a programme's own."""

import django.db.models.deletion
from django.db import migrations, models

from conspectus.kit.immutable import never_changes

WORDS = {"money_budget": "a budget never changes"}


def refuse(apps, editor):
    """Refuse to go back over budgets that have no place among those of projects."""
    if apps.get_model("money", "Budget").objects.exclude(programme=None).exists():
        raise RuntimeError("There are budgets of programmes, which an older version cannot keep.")


class Migration(migrations.Migration):
    """The triggers step aside while the table is made anew: SQLite would lose them with the old one."""

    dependencies = [
        ("money", "0004_entry_contract"),
        ("portfolio", "0014_work_streams"),
    ]

    operations = [
        migrations.RunPython(never_changes(WORDS).reverse_code, never_changes(WORDS).code),
        migrations.AlterModelOptions(
            name="budget",
            options={"ordering": ["project", "programme", "number"]},
        ),
        migrations.AddField(
            model_name="budget",
            name="programme",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="budgets",
                to="portfolio.programme",
            ),
        ),
        migrations.AlterField(
            model_name="budget",
            name="project",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="budgets",
                to="portfolio.project",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, refuse),
        migrations.AddConstraint(
            model_name="budget",
            constraint=models.UniqueConstraint(fields=("programme", "number"), name="programme_budget_number"),
        ),
        migrations.AddConstraint(
            model_name="budget",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("programme__isnull", False), ("project", None)),
                    models.Q(("programme", None), ("project__isnull", False)),
                    _connector="OR",
                ),
                name="budget_of_one_thing",
            ),
        ),
        never_changes(WORDS),
    ]
