"""The database itself refuses to change or remove a variation of a contract."""

from django.db import migrations

TABLE, WORDS = "portfolio_variation", "a variation never changes"


def switch_on(apps, editor):
    """Create the triggers; on PostgreSQL by the function that rates have."""
    for deed in ("update", "delete"):
        if editor.connection.vendor == "postgresql":
            editor.execute(
                f"""CREATE TRIGGER {TABLE}_{deed} BEFORE {deed} ON {TABLE}
                FOR EACH ROW EXECUTE FUNCTION portfolio_never_changes('{WORDS}')"""
            )
        else:
            editor.execute(
                f"""CREATE TRIGGER {TABLE}_{deed} BEFORE {deed} ON {TABLE}
                BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"""
            )


def switch_off(apps, editor):
    """Remove the triggers."""
    postgres = editor.connection.vendor == "postgresql"
    for deed in ("update", "delete"):
        editor.execute(f"DROP TRIGGER {TABLE}_{deed}" + (f" ON {TABLE}" if postgres else ""))


class Migration(migrations.Migration):
    """Triggers on what is immutable."""

    dependencies = [("portfolio", "0009_parties")]

    operations = [migrations.RunPython(switch_on, switch_off)]
