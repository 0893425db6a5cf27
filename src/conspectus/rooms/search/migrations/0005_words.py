"""Words that are known, so that what is spelt wrongly is found."""

from django.db import migrations, models

SQLITE = (
    "CREATE VIRTUAL TABLE search_variants USING fts5(variants, tokenize='unicode61 remove_diacritics 0', detail=none, "
    "columnsize=0)",
    "DELETE FROM search_words",
)
POSTGRES = (
    "CREATE INDEX search_word_variants ON search_word USING gin (array_to_tsvector(string_to_array(variants, ' ')))",
)
BACK = {
    "sqlite": ("DROP TABLE search_variants",),
    "postgresql": ("DROP INDEX search_word_variants",),
}


def put_on(apps, editor):
    """Make the index of variants."""
    for statement in SQLITE if editor.connection.vendor == "sqlite" else POSTGRES:
        editor.execute(statement)


def take_off(apps, editor):
    """Take it away again."""
    for statement in BACK[editor.connection.vendor]:
        editor.execute(statement)


class Migration(migrations.Migration):
    """The index is made anew with the next search: its words are kept, and umlauts in both spellings."""

    dependencies = [("search", "0004_knowledge")]

    operations = [
        migrations.CreateModel(
            name="Word",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=60, unique=True)),
                ("variants", models.TextField()),
            ],
        ),
        migrations.RunPython(put_on, take_off),
        migrations.RunSQL("DELETE FROM search_entry", migrations.RunSQL.noop, elidable=True),
        migrations.RunSQL("DELETE FROM search_followed", migrations.RunSQL.noop, elidable=True),
    ]
