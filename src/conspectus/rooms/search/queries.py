"""What is found, as far as the reader may see it: hidden things are neither shown nor counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from heapq import nsmallest
from itertools import pairwise

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Least, Length
from django.utils.timezone import now

from conspectus.kit.errors import Invalid
from conspectus.rooms.accounts.models import User
from conspectus.rooms.accounts.rules import keeps_people, may_audit
from conspectus.rooms.followup.models import Action
from conspectus.rooms.links.models import Link
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import visible_portfolios, visible_programmes
from conspectus.rooms.portfolio.rules import persons, visibility
from conspectus.rooms.risks.models import RegisterEntry
from conspectus.rooms.search.bridge.fulltext import matching
from conspectus.rooms.search.bridge.sought import Sought, Way, as_asked
from conspectus.rooms.search.bridge.spelling import nearby
from conspectus.rooms.search.bridge.words import INITIAL, excerpts, marks, wanted_words
from conspectus.rooms.search.choices import ATTACHED, KNOWLEDGE, OF_PORTFOLIOS, OF_PROGRAMMES, OF_PROJECTS, Kind
from conspectus.rooms.search.models import Entry
from conspectus.rooms.stakeholders.models import Stakeholder
from conspectus.rooms.stakeholders.rules import open_to

__all__ = ["EACH", "PAGE", "Found", "Hit", "HitGroup", "marks", "search"]

EACH, PAGE = 5, 50  # of every kind at once; of one kind a page
MOST_LETTERS = 1_000_000  # of a title, so that rank and length make one number
LIKEST, ALIKE = 6, 12  # ways to spell a word that are put first; words that are told as being alike


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found; ``excerpts`` are its lines that hold the words. Of tasks and backlogs ``subject_id`` is
    the project.
    """

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
    """What a search found: the words it looked for, and groups by kind.

    ``wide``: also what resembles the words; ``alike`` are such words of what is shown, and ``meant`` is what was asked
    with each word as it stands there, empty where nothing differs.
    """

    words: tuple[str, ...]
    total: int
    groups: tuple[HitGroup, ...]
    wide: bool = False
    alike: tuple[str, ...] = ()
    meant: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """What of all that is found is asked for: of one kind a page from ``first``, or the best of each."""

    kind: str = ""
    first: int = 0

    @property
    def places(self) -> tuple[int, int]:
        """The last place before it, and its own last."""
        return (self.first, self.first + PAGE) if self.kind else (0, EACH)


def search(by: User, text: str, *, kind: str = "", first: int = 0, wide: bool = False, on: date | None = None) -> Found:
    """Return what begins with every word of a text, among all that ``by`` may see; of one kind a page from ``first``.

    Where nothing does, or ``wide`` is asked for, what resembles the words as well.
    Asks the database the same number of times however much is found. Call
    ``follow_deeds`` first to find what was done just now.
    """
    if kind and kind not in Kind.values:
        raise Invalid("kind", "There is nothing of this kind to be found.", "kind")
    wanted = wanted_words(text)
    if not wanted:
        return Found((), 0, ())
    seen, part = Entry.objects.filter(_seen(by, on)), Part(kind, first)
    asked = as_asked(wanted)
    if not wide:
        found = _told(asked, _best(seen, asked, part))
        if found.total or first:
            return found
    return _widely(nearby(wanted), seen, part)


def _best(seen: QuerySet[Entry], sought: Sequence[Sought], part: Part) -> list[tuple[str, int, int, int]]:
    """Return the best of what is found, and how many there are of its kind: kind, place, id, number.

    Put in order here: windows of the databases sort all that is found three times over.
    """
    found = seen.filter(matching(sought))
    found = found.filter(kind=part.kind) if part.kind else found
    told: dict[str, list[tuple[int, int]]] = {}
    order = _rank(sought) * MOST_LETTERS + Least(Length("title"), Value(MOST_LETTERS - 1))
    for kind, place, pk in found.annotate(place=order).values_list("kind", "place", "pk"):
        told.setdefault(kind, []).append((place, pk))
    begin, end = part.places
    return [
        (kind, place, pk, len(rows))
        for kind, rows in told.items()
        for place, (_, pk) in enumerate(nsmallest(end, rows)[begin:], start=begin)
    ]


def _told(sought: Sequence[Sought], rows: list[tuple[str, int, int, int]]) -> Found:
    return _grouped(sought, rows, _entries(rows))


def _widely(sought: Sequence[Sought], seen: QuerySet[Entry], part: Part) -> Found:
    """Return what resembles the words; spellings are told only as they stand in what is shown."""
    rows = _best(seen, sought, part)
    entries = _entries(rows)
    words = {word for row in entries.values() for word in row.words.split(" ")}
    meant, alike = [], []
    for one in sought:
        surely = any(term.in_words(words) for (term,) in one.ways[: one.sure])
        met = [way for way in one.ways[one.sure :] if all(term.in_words(words) for term in way)]
        meant.append((one.word,) if surely or not met else tuple(term.text for term in met[0]))
        alike += [term.text for way in met for term in way]
    found = _grouped(sought, rows, entries)
    said = tuple(word for way in _together(found.words, meant) for word in way)
    told = " ".join(dict.fromkeys(said)) if said != found.words else ""
    return replace(found, wide=True, alike=tuple(dict.fromkeys(alike))[:ALIKE], meant=told)


def _together(words: Sequence[str], meant: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return what was meant, a word given up that stands only as a part of it and its neighbour."""
    told = list(meant)
    for place, (one, other) in enumerate(pairwise(words)):
        joined = (one + other,)
        if joined in meant[place : place + 2]:
            told[place : place + 2] = [joined, joined]
    return told


def _entries(rows: list[tuple[str, int, int, int]]) -> dict[int, Entry]:
    return Entry.objects.select_related("project", "programme").in_bulk([pk for _, _, pk, _ in rows])


def _grouped(sought: Sequence[Sought], rows: list[tuple[str, int, int, int]], entries: dict[int, Entry]) -> Found:
    groups, wanted = [], [one.beginnings for one in sought]
    for kind in Kind:
        mine = sorted((place, pk, total) for of, place, pk, total in rows if of == kind)
        if mine:
            hits = tuple(_hit(entries[pk], wanted) for _, pk, _ in mine if pk in entries)
            groups.append(HitGroup(kind.value, str(kind.label), mine[0][2], hits))
    return Found(tuple(one.word for one in sought), sum(group.total for group in groups), tuple(groups))


def _hit(row: Entry, wanted: Sequence[tuple[str, ...]]) -> Hit:
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


def _rank(sought: Sequence[Sought]) -> Case:
    """Return 0 where the title is the words, 1 where it begins with them, 2 where it holds all, 3 where they stand.

    Then what resembles them: 4 where the title holds the likest, 5 where these stand, else 6.
    """
    whole = "".join(f" {one.word}" for one in sought)
    ranks = [
        When(title_words=whole, then=Value(0)),
        When(title_words__startswith=whole, then=Value(1)),
        When(_titled([one.surely() for one in sought]), then=Value(2)),
    ]
    if all(len(one.ways) == one.sure for one in sought):
        return Case(*ranks, default=Value(3), output_field=IntegerField())
    likest = [one.nearest(LIKEST) for one in sought]
    ranks += [
        When(matching([one.surely() for one in sought]), then=Value(3)),
        When(_titled(likest), then=Value(4)),
        When(matching(likest), then=Value(5)),
    ]
    return Case(*ranks, default=Value(6), output_field=IntegerField())


def _titled(sought: Sequence[Sought]) -> Q:
    """Return the condition of entries whose title, or code, holds every word."""
    every = Q()
    for one in sought:
        met = Q(code__istartswith=one.word)
        for way in one.ways:
            met |= _in_title(way)
        every &= met
    return every


def _in_title(way: Way) -> Q:
    held = Q()
    for term in way:
        begun = term.text if len(term.text) == len(INITIAL) + 1 else term.text.removeprefix(INITIAL)
        held &= Q(title_words__contains=f" {begun}")
    return held


def _seen(by: User, on: date | None) -> Q:
    """Return the condition of the entries ``by`` may see: each kind as its own room shows it."""
    if not by.is_active:
        return Q(pk__in=())
    seen, keeper = visibility(by, on), keeps_people(by)
    open_kinds = [*KNOWLEDGE, Kind.DIVISION] + [Kind.PERSON] * (keeper or may_audit(by)) + [Kind.FIELD] * keeper
    if seen is None:
        told = _stakeholders(by, Q(), on)
        return told | Q(kind__in=[*OF_PROJECTS, *OF_PORTFOLIOS, *ATTACHED, Kind.PROGRAMME, Kind.PORTFOLIO, *open_kinds])
    projects = Project.objects.filter(seen).order_by().values("pk")
    portfolios = visible_portfolios(by, on).order_by().values("pk")
    programmes = visible_programmes(by, on).order_by().values("pk")
    mine = persons(by, on)
    shared = RegisterEntry.also.through.objects.filter(project__in=projects).values("registerentry")
    own = Action.objects.filter(Q(owner__in=mine) | Q(opened_by__in=mine)).order_by().values("pk")
    taken = Link.objects.filter(taker__project__in=projects).order_by().values("pk")
    return (
        Q(kind__in=open_kinds)
        | _stakeholders(by, Q(project__in=projects), on)
        | Q(kind__in=[*OF_PROJECTS, *ATTACHED], project__in=projects)
        | Q(kind__in=[*OF_PORTFOLIOS, Kind.PORTFOLIO], portfolio__in=portfolios)
        | Q(kind=Kind.PROGRAMME, subject_id__in=programmes)
        | Q(kind__in=[*OF_PROGRAMMES, *ATTACHED], programme__in=programmes)
        | Q(kind__in=[Kind.REGISTER, Kind.ACTION, *ATTACHED], project=None, programme=None, portfolio__in=portfolios)
        | Q(kind=Kind.REGISTER, subject_id__in=shared)
        | Q(kind=Kind.ACTION, subject_id__in=own)
        | Q(kind=Kind.LINK, subject_id__in=taken)
    )


def _stakeholders(by: User, where: Q, on: date | None) -> Q:
    """Return the condition of stakeholders: confidential ones show to who may change their project."""
    shown = open_to(by, on or now().date())
    open_ones = Q(subject_id__in=Stakeholder.objects.filter(shown).order_by().values("pk")) if shown else Q()
    return Q(kind=Kind.STAKEHOLDER) & where & open_ones
