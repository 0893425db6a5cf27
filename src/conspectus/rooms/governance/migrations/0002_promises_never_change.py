"""The database itself refuses to change or remove a cause, a promise, and the day it was done."""

from django.db import migrations

from conspectus.kit.immutable import never_changes

TABLES = {
    "governance_cause": "a cause never changes",
    "governance_promise": "a promise never changes; it is replaced by a new one",
    "governance_promisedone": "the day a promise was done never changes",
}


class Migration(migrations.Migration):
    """Triggers on what is immutable."""

    dependencies = [("governance", "0001_exceptions")]

    operations = [never_changes(TABLES)]
