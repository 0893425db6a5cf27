"""The database itself refuses to change or remove a pack or its bytes."""

from django.db import migrations

TABLES = {"packs_packrun": "a pack never changes", "packs_packfile": "the bytes of a pack never change"}


def switch_on(apps, editor):
    """Create the triggers."""
    if editor.connection.vendor == "postgresql":
        editor.execute(
            """CREATE FUNCTION packs_never_changes() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION USING MESSAGE = TG_ARGV[0]; END $$"""
        )
    for table, words in TABLES.items():
        for deed in ("update", "delete"):
            if editor.connection.vendor == "postgresql":
                editor.execute(
                    f"""CREATE TRIGGER {table}_{deed} BEFORE {deed} ON {table}
                    FOR EACH ROW EXECUTE FUNCTION packs_never_changes('{words}')"""
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
        editor.execute("DROP FUNCTION packs_never_changes()")


class Migration(migrations.Migration):
    """Triggers on what is immutable."""

    dependencies = [("packs", "0001_first")]

    operations = [migrations.RunPython(switch_on, switch_off)]
