"""The database itself refuses to change or remove a line of the audit log."""

from django.db import migrations

WORDS = "the audit log only grows"

SQLITE_ON = [
    f"""CREATE TRIGGER audit_no_update BEFORE UPDATE ON accounts_auditline
    BEGIN SELECT RAISE(ABORT, '{WORDS}'); END""",
    f"""CREATE TRIGGER audit_no_delete BEFORE DELETE ON accounts_auditline
    BEGIN SELECT RAISE(ABORT, '{WORDS}'); END""",
    # INSERT OR REPLACE deletes without firing delete triggers, so a known number is refused here.
    # No value comes from outside: the words are the constant above.
    f"""CREATE TRIGGER audit_no_replace BEFORE INSERT ON accounts_auditline
    WHEN EXISTS (SELECT 1 FROM accounts_auditline WHERE number = NEW.number)
    BEGIN SELECT RAISE(ABORT, '{WORDS}'); END""",  # noqa: S608
]
SQLITE_OFF = [
    "DROP TRIGGER audit_no_update",
    "DROP TRIGGER audit_no_delete",
    "DROP TRIGGER audit_no_replace",
]
POSTGRES_ON = [
    f"""CREATE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{WORDS}'; END $$""",
    """CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON accounts_auditline
    FOR EACH ROW EXECUTE FUNCTION audit_only_grows()""",
    """CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON accounts_auditline
    FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows()""",
]
POSTGRES_OFF = [
    "DROP TRIGGER audit_no_change ON accounts_auditline",
    "DROP TRIGGER audit_no_truncate ON accounts_auditline",
    "DROP FUNCTION audit_only_grows()",
]


def put_on(vendor):
    """Return the statements that create the triggers."""
    return POSTGRES_ON if vendor == "postgresql" else SQLITE_ON


def take_off(vendor):
    """Return the statements that remove them."""
    return POSTGRES_OFF if vendor == "postgresql" else SQLITE_OFF


def switch_on(apps, editor):
    """Create the triggers."""
    for statement in put_on(editor.connection.vendor):
        editor.execute(statement)


def switch_off(apps, editor):
    """Remove the triggers, on the way back to an empty database."""
    for statement in take_off(editor.connection.vendor):
        editor.execute(statement)


class Migration(migrations.Migration):
    """Triggers on the audit log."""

    dependencies = [("accounts", "0001_first")]

    operations = [migrations.RunPython(switch_on, switch_off)]
