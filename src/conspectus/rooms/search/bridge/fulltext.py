"""The database's own full-text index over the words of entries: PostgreSQL keeps its own, SQLite's is kept here.

SQLite refuses virtual tables in triggers of a schema it does not trust, so its
table is written where the entries are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from conspectus.rooms.search.bridge.sought import Sought, Term
from conspectus.rooms.search.models import Entry, Word

_SQLITE = "{table}.id IN (SELECT rowid FROM {index} WHERE {index} MATCH %s)"
_POSTGRES = "array_to_tsvector(string_to_array({table}.{column}, ' ')) @@ %s::tsquery"


def matching(wanted: Sequence[Sought]) -> RawSQL:
    """Return the condition of entries that meet every word in one of its ways."""
    return _condition("search_entry", "search_words", "words", [[list(way) for way in one.ways] for one in wanted])


def spelt_like(variants: Iterable[str]) -> RawSQL:
    """Return the condition of known words that share one of some variants."""
    ways = [[Term(one, whole=True)] for one in sorted(variants)]
    return _condition("search_word", "search_variants", "variants", [ways])


def _condition(table: str, index: str, column: str, every: list[list[list[Term]]]) -> RawSQL:
    """Return a condition: all, of any, of all terms; a term holds letters and digits alone."""
    plain = connection.vendor == "sqlite"
    both, either = (" AND ", " OR ") if plain else (" & ", " | ")
    met = (either.join(f"({both.join(_term(one, plain) for one in way)})" for way in ways) for ways in every)
    asked = both.join(f"({one})" for one in met)
    sql = (_SQLITE if plain else _POSTGRES).format(table=table, index=index, column=column)
    return RawSQL(sql, [asked], output_field=BooleanField())  # noqa: S611  # constants; what is asked is a parameter


def _term(term: Term, plain: bool) -> str:
    if plain:
        return f'"{term.text}"' if term.whole else f'"{term.text}"*'
    return f"'{term.text}'" if term.whole else f"'{term.text}':*"


def take_in(entries: Iterable[Entry]) -> None:
    """Let stored entries be found."""
    _insert("search_words(rowid, words)", ((entry.pk, entry.words) for entry in entries))


def take_in_words(words: Iterable[Word]) -> None:
    """Let stored words be found by what they are spelt like."""
    _insert("search_variants(rowid, variants)", ((word.pk, word.variants) for word in words))


def take_out(numbers: Iterable[int]) -> None:
    """Let removed entries be found no more."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.executemany("DELETE FROM search_words WHERE rowid = %s", [(number,) for number in numbers])


def forget_all() -> None:
    """Empty the index, and what is known of spellings."""
    Word.objects.all().delete()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_words")
            cursor.execute("DELETE FROM search_variants")


def _insert(place: str, rows: Iterable[tuple[int, str]]) -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {place} VALUES (%s, %s)", list(rows))  # noqa: S608  # a constant
