"""What names begin with is kept beside the words of things."""

from django.db import migrations


class Migration(migrations.Migration):
    """The index is brought up to it with the next search, or the next start."""

    dependencies = [("search", "0006_longer_kinds")]

    operations = [migrations.RunSQL("DELETE FROM search_followed", migrations.RunSQL.noop, elidable=True)]
