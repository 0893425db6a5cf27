"""The database itself refuses to change a document, a revision or an approved baseline."""

from django.db import migrations

TABLES = {
    "schedule_plandocument": "a stored plan never changes",
    "schedule_planrevision": "a plan revision never changes",
    "schedule_baseline": "an approved baseline never changes",
}


def switch_on(apps, editor):
    """Create the triggers."""
    if editor.connection.vendor == "postgresql":
        editor.execute(
            """CREATE FUNCTION schedule_never_changes() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION USING MESSAGE = TG_ARGV[0]; END $$"""
        )
    for table, words in TABLES.items():
        if editor.connection.vendor == "postgresql":
            editor.execute(
                f"""CREATE TRIGGER {table}_fixed BEFORE UPDATE ON {table}
                FOR EACH ROW EXECUTE FUNCTION schedule_never_changes('{words}')"""
            )
        else:
            editor.execute(
                f"""CREATE TRIGGER {table}_fixed BEFORE UPDATE ON {table}
                BEGIN SELECT RAISE(ABORT, '{words}'); END"""
            )


def switch_off(apps, editor):
    """Remove the triggers."""
    postgres = editor.connection.vendor == "postgresql"
    for table in TABLES:
        editor.execute(f"DROP TRIGGER {table}_fixed" + (f" ON {table}" if postgres else ""))
    if postgres:
        editor.execute("DROP FUNCTION schedule_never_changes()")


class Migration(migrations.Migration):
    """Triggers on what is immutable."""

    dependencies = [("schedule", "0001_first")]

    operations = [migrations.RunPython(switch_on, switch_off)]
