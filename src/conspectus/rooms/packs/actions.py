"""Everything that can be done to packs: set the template, make a pack of a frozen period."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import IntegrityError, transaction

from conspectus import __version__
from conspectus.formats.packs import KINDS, write
from conspectus.formats.packs.page import Pack
from conspectus.kit.deeds import deed
from conspectus.kit.errors import Conflict, Invalid, NotFound
from conspectus.kit.frozen import to_json
from conspectus.kit.locks import one_at_a_time
from conspectus.kit.texts import clean_name
from conspectus.rooms.accounts.actions import audited, lock_row
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import Person, User
from conspectus.rooms.accounts.queries import users_of
from conspectus.rooms.accounts.rules import refuse_reading_only
from conspectus.rooms.packs.bridge.book import Book
from conspectus.rooms.packs.bridge.brand import clean_colour, clean_logo
from conspectus.rooms.packs.bridge.pages import compose
from conspectus.rooms.packs.choices import PackPage, Unit
from conspectus.rooms.packs.models import PackFile, PackRun, PackSchedule, PackTemplate, ScheduledPack
from conspectus.rooms.packs.queries import pack_template, read_book, shown_in
from conspectus.rooms.periods.models import Period
from conspectus.rooms.periods.queries import visible_periods
from conspectus.rooms.portfolio.models import Portfolio
from conspectus.rooms.portfolio.rules import require
from conspectus.rooms.runs.models import Run

MOST_DAYS = 60
Tell = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Template:
    """What a template is to say; ``logo`` is a PNG file, empty for none, None to keep the one there is."""

    organisation: str
    accent: str
    second: str
    pages: Sequence[str]
    unit: str
    logo: bytes | None = None


@deed("set_pack_template", "set the template of board packs", needs=Ability.STEER)
def set_pack_template(
    *, portfolio: Portfolio, template: Template, revision: int, by: User, at: datetime
) -> PackTemplate:
    """Say how a portfolio's packs look; packs already made stay. ``revision`` 0 where none was set yet.

    Refuses colours that text cannot be read in, a logo that is no sound PNG,
    and pages that are unknown, twice or none.
    """
    require(by, "set_pack_template", portfolio, at.date())
    pages = list(template.pages)
    if not pages or len(set(pages)) != len(pages) or not set(pages) <= set(PackPage.values):
        raise Invalid(
            "pages", "Choose at least one page and each once: %(values)s.", "pages", values=", ".join(PackPage.values)
        )
    if template.unit not in Unit.values:
        raise Invalid("unit", "Money is told in whole units, thousands or millions.", "unit")
    logo = clean_logo(template.logo) if template.logo else template.logo
    told = {
        "organisation": clean_name(template.organisation, "organisation", most=120, required=False),
        "accent": clean_colour(template.accent, "accent"),
        "second": clean_colour(template.second, "second"),
        "pages": pages,
        "unit": template.unit,
    }
    with audited("set_pack_template", by=by, at=at) as line:
        Portfolio.objects.select_for_update().get(pk=portfolio.pk)
        there = PackTemplate.objects.filter(portfolio=portfolio).first()
        row = lock_row(there, revision) if there else PackTemplate(portfolio=portfolio)
        for name, value in told.items():
            setattr(row, name, value)
        if logo is not None:
            row.logo = logo
        row.save()
        line.about("portfolio", portfolio.pk, **told, logo=_digest(bytes(row.logo)) if row.logo else "")
    return row


@dataclass(frozen=True, slots=True)
class Scheduled:
    """Whether packs are made by themselves, of which kinds, when, and who is told."""

    is_on: bool
    kinds: Sequence[str]
    working_days: int
    readers: Sequence[Person]


@deed("schedule_packs", "said when board packs are made by themselves", needs=Ability.STEER)
def schedule_packs(*, portfolio: Portfolio, schedule: Scheduled, revision: int, by: User, at: datetime) -> PackSchedule:
    """Say whether a portfolio's packs are made by themselves, in the name of ``by``; what is frozen already stays.

    ``revision`` 0 where nothing was said yet. Refuses unknown kinds, more than sixty working days, and readers who
    cannot sign in.
    """
    require(by, "schedule_packs", portfolio, at.date())
    kinds = [kind for kind in KINDS if kind in schedule.kinds]
    if not kinds or len(kinds) != len(schedule.kinds):
        raise Invalid("kinds", "A pack is made as %(kinds)s.", "kinds", kinds=", ".join(KINDS))
    if isinstance(schedule.working_days, bool) or not 0 <= schedule.working_days <= MOST_DAYS:
        raise Invalid("working_days", "Wait 0 to %(most)s working days.", "working_days", most=MOST_DAYS)
    readers = {one.pk: one for one in schedule.readers}
    if set(users_of(readers)) != set(readers):
        raise Invalid("readers", "A reader needs an open account. Choose people who sign in.", "readers")
    with audited("schedule_packs", by=by, at=at) as line:
        Portfolio.objects.select_for_update().get(pk=portfolio.pk)
        there = PackSchedule.objects.filter(portfolio=portfolio).first()
        row = lock_row(there, revision) if there else PackSchedule(portfolio=portfolio)
        row.is_on, row.kinds, row.working_days = schedule.is_on, kinds, schedule.working_days
        row.set_by, row.since = by.person, at
        row.save()
        row.readers.set(readers)
        told = {"is_on": row.is_on, "kinds": kinds, "working_days": row.working_days}
        line.about("portfolio", portfolio.pk, **told, readers=sorted(readers))
    return row


def begin_scheduled(*, period: Period, version: int, start: Callable[[], Run], at: datetime) -> ScheduledPack | None:
    """Begin the pack of a version by itself, once, whichever process comes first."""
    with transaction.atomic():
        one_at_a_time("scheduled packs")
        if ScheduledPack.objects.filter(period=period, version=version).exists():
            return None
        return ScheduledPack.objects.create(period=period, version=version, run=start(), begun_at=at)


@deed("make_pack", "made a board pack", needs=Ability.READ)
def make_pack(
    *,
    period: Period,
    version: int = 0,
    kinds: Sequence[str] = KINDS,
    tell: Tell = lambda done, total, words: None,
    by: User,
    at: datetime,
) -> tuple[PackRun, ...]:
    """Make the pack of a frozen period, a file of each kind, and keep it; the same inputs give the pack that is there.

    It shows what ``by`` may see and says what is left out. ``version`` 0 asks
    for the newest freeze; ``tell`` is called before each file. Refuses a
    period that was never frozen.
    """
    refuse_reading_only(by)
    if not visible_periods(by, at.date()).filter(pk=period.pk).exists():
        raise NotFound
    version = check_pack(period, version, kinds)
    template = pack_template(period.portfolio)
    book = read_book(by, period, version, template, at=at)
    inputs = _digest(__version__.encode() + to_json(Book, book))
    pack: Pack | None = None
    found = []
    for place, kind in enumerate(kinds):
        tell(place, len(kinds), f"making the {kind.upper()}")
        row = PackRun.objects.filter(inputs=inputs, kind=kind).first()
        if row is None:
            pack = pack or compose(book, bytes(template.logo))
            row = _keep(period, book, kind, inputs, write(pack, (kind,))[kind], by=by, at=at)
        found.append(row)
    return tuple(found)


def check_pack(period: Period, version: int, kinds: Sequence[str]) -> int:
    """Return the version a pack is made of, the newest for 0; refuses what was never frozen, and unknown kinds."""
    if not kinds or not set(kinds) <= set(KINDS):
        raise Invalid("kinds", "A pack is made as %(kinds)s.", "kinds", kinds=", ".join(KINDS))
    if not period.version:
        raise Conflict("not_frozen", "%(period)s was never frozen. Freeze it, then make its pack.", period=period.name)
    if not 0 <= version <= period.version:
        raise Invalid(
            "version",
            "%(period)s was frozen as versions 1 to %(version)s.",
            "version",
            period=period.name,
            version=period.version,
        )
    return version or period.version


def _keep(period: Period, book: Book, kind: str, inputs: str, data: bytes, *, by: User, at: datetime) -> PackRun:
    digest, sight = _digest(data), shown_in(book, period, by, at)
    try:
        with audited("make_pack", by=by, at=at) as line:
            file, _ = PackFile.objects.get_or_create(digest=digest, defaults={"data": data})
            row = PackRun.objects.create(
                period=period,
                version=book.period.version,
                template_revision=book.look.revision,
                kind=kind,
                inputs=inputs,
                file=file,
                size=len(data),
                sight=sight,
                made_by=by.person,
                made_at=at,
            )
            line.about("period", period.pk, name=period.name, version=row.version, file=kind, digest=digest)
    except IntegrityError:  # another made the same meanwhile
        return PackRun.objects.get(inputs=inputs, kind=kind)
    return row


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()
