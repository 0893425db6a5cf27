"""The database itself refuses to change or remove what was booked, approved or forecast."""

from django.db import migrations

from conspectus.kit.immutable import never_changes

TABLES = {
    "money_budget": "a budget never changes",
    "money_budgetline": "a budget never changes",
    "money_entry": "a ledger entry never changes; it is corrected by new ones",
    "money_forecast": "a forecast never changes",
    "money_forecastline": "a forecast never changes",
}


class Migration(migrations.Migration):
    """Triggers on what is immutable."""

    dependencies = [("money", "0001_first")]

    operations = [never_changes(TABLES)]
