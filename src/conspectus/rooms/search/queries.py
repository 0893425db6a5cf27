"""What is found, as far as the reader may see it: hidden things are neither shown nor counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, F, IntegerField, Q, Value, When, Window
from django.db.models.functions import Length, RowNumber

from conspectus.kit.errors import Invalid
from conspectus.rooms.accounts.models import User
from conspectus.rooms.accounts.rules import keeps_people, may_audit
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import visible_portfolios, visible_programmes
from conspectus.rooms.portfolio.rules import visibility
from conspectus.rooms.search.bridge.fulltext import matching
from conspectus.rooms.search.bridge.words import excerpts, marks, wanted_words
from conspectus.rooms.search.choices import ATTACHED, KNOWLEDGE, OF_PORTFOLIOS, OF_PROJECTS, Kind
from conspectus.rooms.search.models import Entry

__all__ = ["EACH", "PAGE", "Found", "Hit", "HitGroup", "marks", "search"]

EACH, PAGE = 5, 50  # of every kind at once; of one kind a page


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found; ``excerpts`` are its lines that hold the words. Of tasks ``subject_id`` is the project."""

    kind: str
    subject_id: int
    code: str
    title: str
    about: str  # kind/id of what a comment or a document belongs to
    project_id: int | None
    place: str  # the project, with its code, or programme it belongs to
    excerpts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HitGroup:
    """What was found of one kind, the best first, and how many there are."""

    kind: str
    label: str
    total: int
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: the words it looked for, and groups by kind."""

    words: tuple[str, ...]
    total: int
    groups: tuple[HitGroup, ...]


def search(by: User, text: str, *, kind: str = "", first: int = 0, on: date | None = None) -> Found:
    """Return what begins with every word of a text, among all that ``by`` may see; of one kind a page from ``first``.

    Asks the database the same number of times however much is found. Call
    ``follow_deeds`` first to find what was done just now.
    """
    if kind and kind not in Kind.values:
        raise Invalid("kind", "There is nothing of this kind to be found.", "kind")
    wanted = wanted_words(text)
    if not wanted:
        return Found((), 0, ())
    found = Entry.objects.filter(_seen(by, on)).filter(matching(wanted))
    begin, end = (first, first + PAGE) if kind else (0, EACH)
    found = found.filter(kind=kind) if kind else found
    ordered = found.annotate(
        rank=_rank(wanted),
        total=Window(Count("*"), partition_by=F("kind")),
        place=Window(
            RowNumber(),
            partition_by=F("kind"),
            order_by=("rank", Length("title").asc(), F("title").asc(), F("id").asc()),
        ),
    )
    rows = list(ordered.filter(place__gt=begin, place__lte=end).values_list("kind", "place", "pk", "total"))
    return _told(wanted, rows)


def _told(wanted: Sequence[str], rows: list[tuple[str, int, int, int]]) -> Found:
    entries = Entry.objects.select_related("project", "programme").in_bulk([pk for _, _, pk, _ in rows])
    groups = []
    for kind in Kind:
        mine = sorted((place, pk, total) for of, place, pk, total in rows if of == kind)
        if mine:
            hits = tuple(_hit(entries[pk], wanted) for _, pk, _ in mine if pk in entries)
            groups.append(HitGroup(kind.value, str(kind.label), mine[0][2], hits))
    return Found(tuple(wanted), sum(group.total for group in groups), tuple(groups))


def _hit(row: Entry, wanted: Sequence[str]) -> Hit:
    place = "" if row.kind == Kind.PROJECT else str(row.project or row.programme or "")
    return Hit(
        kind=row.kind,
        subject_id=row.subject_id,
        code=row.code,
        title=row.title,
        about=row.about,
        project_id=row.project_id,
        place=place,
        excerpts=excerpts(row.body, wanted),
    )


def _rank(wanted: Sequence[str]) -> Case:
    """Return 0 where the title is the words, 1 where it begins with them, 2 where it holds all, else 3."""
    whole = "".join(f" {word}" for word in wanted)
    within = Q()
    for word in wanted:
        within &= Q(title_words__contains=f" {word}") | Q(code__istartswith=word)
    return Case(
        When(title_words=whole, then=Value(0)),
        When(title_words__startswith=whole, then=Value(1)),
        When(within, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )


def _seen(by: User, on: date | None) -> Q:
    """Return the condition of the entries ``by`` may see: each kind as its own room shows it."""
    if not by.is_active:
        return Q(pk__in=())
    seen, keeper = visibility(by, on), keeps_people(by)
    open_kinds = [*KNOWLEDGE, Kind.DIVISION] + [Kind.PERSON] * (keeper or may_audit(by)) + [Kind.FIELD] * keeper
    if seen is None:
        return Q(kind__in=[*OF_PROJECTS, *OF_PORTFOLIOS, *ATTACHED, Kind.PROGRAMME, Kind.PORTFOLIO, *open_kinds])
    portfolios = visible_portfolios(by, on).order_by().values("pk")
    programmes = visible_programmes(by, on).order_by().values("pk")
    return (
        Q(kind__in=open_kinds)
        | Q(kind__in=[*OF_PROJECTS, *ATTACHED], project__in=Project.objects.filter(seen).values("pk"))
        | Q(kind__in=[*OF_PORTFOLIOS, Kind.PORTFOLIO], portfolio__in=portfolios)
        | Q(kind=Kind.PROGRAMME, subject_id__in=programmes)
        | Q(kind__in=[Kind.REPORT, *ATTACHED], programme__in=programmes)
        | Q(kind__in=ATTACHED, project=None, programme=None, portfolio__in=portfolios)
    )
