"""The database's own full-text index over the words of entries: PostgreSQL keeps its own, SQLite's is kept here.

SQLite refuses virtual tables in triggers of a schema it does not trust, so its
table is written where the entries are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from conspectus.rooms.search.models import Entry

_SQLITE = "search_entry.id IN (SELECT rowid FROM search_words WHERE search_words MATCH %s)"
_POSTGRES = "array_to_tsvector(string_to_array(search_entry.words, ' ')) @@ %s::tsquery"


def matching(wanted: Sequence[str]) -> RawSQL:
    """Return the condition of entries in which every word begins one; words hold letters and digits alone."""
    if connection.vendor == "sqlite":
        sql, asked = _SQLITE, " ".join(f'"{word}"*' for word in wanted)
    else:
        sql, asked = _POSTGRES, " & ".join(f"'{word}':*" for word in wanted)
    return RawSQL(sql, [asked], output_field=BooleanField())  # noqa: S611  # constant; what is asked is a parameter


def take_in(entries: Iterable[Entry]) -> None:
    """Let stored entries be found."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            rows = [(entry.pk, entry.words) for entry in entries]
            cursor.executemany("INSERT INTO search_words(rowid, words) VALUES (%s, %s)", rows)


def take_out(numbers: Iterable[int]) -> None:
    """Let removed entries be found no more."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.executemany("DELETE FROM search_words WHERE rowid = %s", [(number,) for number in numbers])


def forget_all() -> None:
    """Empty the index."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_words")
