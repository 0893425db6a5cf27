"""The database itself refuses to change or remove a value of a field."""

from django.db import migrations

TABLES = {"portfolio_fieldvalue": "a value of a field never changes"}


def switch_on(apps, editor):
    """Create the triggers."""
    if editor.connection.vendor == "postgresql":
        editor.execute(
            """CREATE FUNCTION portfolio_fields_never_change() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION USING MESSAGE = TG_ARGV[0]; END $$"""
        )
    for table, words in TABLES.items():
        for deed in ("update", "delete"):
            if editor.connection.vendor == "postgresql":
                editor.execute(
                    f"""CREATE TRIGGER {table}_{deed} BEFORE {deed} ON {table}
                    FOR EACH ROW EXECUTE FUNCTION portfolio_fields_never_change('{words}')"""
                )
            else:
                editor.execute(
                    f"""CREATE TRIGGER {table}_{deed} BEFORE {deed} ON {table}
                    BEGIN SELECT RAISE(ABORT, '{words}'); END"""
                )


def switch_off(apps, editor):
    """Remove the triggers."""
    postgres = editor.connection.vendor == "postgresql"
    for table in TABLES:
        for deed in ("update", "delete"):
            editor.execute(f"DROP TRIGGER {table}_{deed}" + (f" ON {table}" if postgres else ""))
    if postgres:
        editor.execute("DROP FUNCTION portfolio_fields_never_change()")


class Migration(migrations.Migration):
    """Triggers on what is immutable."""

    dependencies = [("portfolio", "0007_fields")]

    operations = [migrations.RunPython(switch_on, switch_off)]
