"""The schedule room is told what the ledger holds already."""

from django.db import migrations
from django.db.models import Sum

STEP = 1000


def tell(apps, editor):
    """Write what was spent by project, day and currency."""
    entries = apps.get_model("money", "Entry").objects.filter(kind__in=("actual", "direct_cost")).order_by()
    names = ("project_id", "on", "currency")
    sums = entries.values_list(*names).annotate(amount_minor=Sum("amount_minor"))
    day = apps.get_model("schedule", "SpentDay")
    rows = (day(**dict(zip((*names, "amount_minor"), row, strict=True))) for row in sums)
    day.objects.bulk_create(rows, batch_size=STEP)


def forget(apps, editor):
    """Remove it again."""
    apps.get_model("schedule", "SpentDay").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("money", "0005_programme_budgets"),
        ("schedule", "0009_actual_cost"),
    ]

    operations = [migrations.RunPython(tell, forget, elidable=True)]
