"""The database itself refuses to change or remove the bytes and versions of documents."""

from django.db import migrations

from conspectus.kit.immutable import never_changes

TABLES = {
    "files_blob": "the bytes of a document never change",
    "files_version": "a version of a document never changes",
}


class Migration(migrations.Migration):
    """Triggers on what is immutable."""

    dependencies = [("files", "0001_first")]

    operations = [never_changes(TABLES)]
