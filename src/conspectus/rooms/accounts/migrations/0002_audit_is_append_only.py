"""The database itself refuses to change or remove a line of the audit log."""

from django.db import migrations

WORDS = "the audit log only grows"

SQLITE_ON = [
    f"""CREATE TRIGGER audit_no_update BEFORE UPDATE ON accounts_auditline
    BEGIN SELECT RAISE(ABORT, '{WORDS}'); END""",
    f"""CREATE TRIGGER audit_no_delete BEFORE DELETE ON accounts_auditline
    BEGIN SELECT RAISE(ABORT, '{WORDS}'); END""",
    # INSERT OR REPLACE deletes without firing delete triggers, so a known number is refused here.
    f"""CREATE TRIGGER audit_no_replace BEFORE INSERT ON accounts_auditline
    WHEN EXISTS (SELECT 1 FROM accounts_auditline WHERE number = NEW.number)
    BEGIN SELECT RAISE(ABORT, '{WORDS}'); END""",
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


def switch_on(apps, editor):
    """Create the triggers."""
    for statement in POSTGRES_ON if editor.connection.vendor == "postgresql" else SQLITE_ON:
        editor.execute(statement)


def switch_off(apps, editor):
    """Remove the triggers, on the way back to an empty database."""
    for statement in POSTGRES_OFF if editor.connection.vendor == "postgresql" else SQLITE_OFF:
        editor.execute(statement)


class Migration(migrations.Migration):
    """Triggers on the audit log."""

    dependencies = [("accounts", "0001_first")]

    operations = [migrations.RunPython(switch_on, switch_off)]
