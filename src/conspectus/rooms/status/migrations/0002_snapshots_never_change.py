"""The database itself refuses to change a snapshot, or to remove one that was published."""

from django.db import migrations

from conspectus.kit.immutable import never_changes

KEPT = """SELECT 1 FROM periods_period WHERE id = OLD.period_id AND version >= OLD.version"""


def switch_on(apps, editor):
    """Create the triggers."""
    postgres = editor.connection.vendor == "postgresql"
    if postgres:
        editor.execute(
            f"""CREATE FUNCTION status_stays() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN IF EXISTS ({KEPT}) THEN RAISE EXCEPTION 'a published snapshot stays'; END IF;
            RETURN OLD; END $$"""
        )
        editor.execute(
            """CREATE TRIGGER status_snapshot_stays BEFORE DELETE ON status_snapshot
            FOR EACH ROW EXECUTE FUNCTION status_stays()"""
        )
    else:
        editor.execute(
            f"""CREATE TRIGGER status_snapshot_stays BEFORE DELETE ON status_snapshot WHEN EXISTS ({KEPT})
            BEGIN SELECT RAISE(ABORT, 'a published snapshot stays'); END"""
        )


def switch_off(apps, editor):
    """Remove the triggers."""
    postgres = editor.connection.vendor == "postgresql"
    editor.execute("DROP TRIGGER status_snapshot_stays" + (" ON status_snapshot" if postgres else ""))
    if postgres:
        editor.execute("DROP FUNCTION status_stays()")


class Migration(migrations.Migration):
    """Triggers on what is immutable."""

    dependencies = [("status", "0001_first"), ("periods", "0001_first")]

    operations = [
        never_changes({"status_snapshot": "a snapshot never changes"}, ("update",)),
        migrations.RunPython(switch_on, switch_off),
    ]
