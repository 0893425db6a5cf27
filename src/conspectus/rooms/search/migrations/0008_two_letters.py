"""What words of names begin with is kept beside the words of things; more kinds of things are found."""

from django.db import migrations


class Migration(migrations.Migration):
    """The index is brought up to it with the next search, or the next start."""

    dependencies = [("search", "0007_initials")]

    operations = [migrations.RunSQL("DELETE FROM search_followed", migrations.RunSQL.noop, elidable=True)]
