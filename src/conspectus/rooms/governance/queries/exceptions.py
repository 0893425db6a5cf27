"""Exceptions as their reader may see them: listed, one with all that was promised, and who is asked for what."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils.timezone import now

from conspectus.kit.errors import Invalid, NotFound
from conspectus.kit.ids import row_id
from conspectus.rooms.accounts.models import User
from conspectus.rooms.governance.bridge import Kept, counted, late_days, outcome
from conspectus.rooms.governance.choices import OPEN_STATES, CauseKind, ExceptionState, PromiseKind, Wanting
from conspectus.rooms.governance.models import Cause, ExceptionReport, ExceptionsFollowed, Option, Promise
from conspectus.rooms.portfolio.models import Programme, Project
from conspectus.rooms.portfolio.queries import visible_programmes, visible_projects
from conspectus.rooms.portfolio.rules import projects_with_cost, sees_cost
from conspectus.rooms.status.bridge import of_subject

_PLACES = ("project__portfolio", "project__programme", "project__division", "project__manager")
_GROUPS = ("programme__portfolio", "programme__parent", "programme__manager")
_PERSONS = ("opened_by", "wanted_from", "written_by", "decided_by", "closed_by", "chosen")


@dataclass(frozen=True, slots=True)
class ExceptionFilter:
    """What a list of exceptions is narrowed to; the same object for page, API and command."""

    wanting: str = ""  # plan, decision, missed
    state: str = ""  # open where left out; all for closed ones as well
    portfolio: int | None = None
    project: int | None = None
    sort: str = ""


@dataclass(frozen=True, slots=True)
class CauseView:
    """Why an exception is asked for."""

    kind: str
    dimension: str
    period: str
    words: str
    noted_at: datetime
    noted_by: str  # empty: by itself


@dataclass(frozen=True, slots=True)
class OptionView:
    """A way out; money only where the reader sees it."""

    number: int
    words: str
    cost_minor: int | None
    days: int | None
    chosen: bool


@dataclass(frozen=True, slots=True)
class PromiseView:
    """A promise and how it stands on the day asked."""

    promise_id: int
    kind: str
    dimension: str
    words: str
    owner_id: int
    owner: str
    promised_on: date
    made_by: str
    made_at: datetime
    outcome: str
    late_days: int
    done_on: date | None
    done_words: str
    replaces: int | None
    reason: str
    standing: bool  # neither done nor replaced


@dataclass(frozen=True, slots=True)
class ExceptionRow:
    """An exception in a list; ``green_on`` is the latest day promised for green that stands."""

    exception_id: int
    kind: str
    subject_id: int
    code: str
    name: str
    portfolio: str
    manager: str
    state: str
    opened_on: date
    age_days: int
    causes: int
    dimensions: tuple[str, ...]
    wanted: str
    wanted_from_id: int | None
    wanted_from: str
    wanted_by: date | None
    decision_late: bool
    kept: Kept
    green_on: date | None
    green_late: bool
    closing: str
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class ExceptionView(ExceptionRow):
    """One exception whole; ``hidden_causes`` tell of cost the reader does not see."""

    currency: str
    cost_open: bool
    told: tuple[CauseView, ...]
    hidden_causes: int
    cause: str
    effect: str
    options: tuple[OptionView, ...]
    written_by: str
    written_at: datetime | None
    decision: str
    decided_by: str
    decided_at: datetime | None
    closed_reason: str
    closed_by: str
    promises: tuple[PromiseView, ...]
    revision: int


def visible_exceptions(by: User, on: date | None = None) -> QuerySet[ExceptionReport]:
    """Return the exceptions of every project and programme ``by`` may see."""
    rows = ExceptionReport.objects.select_related(*_PLACES, *_GROUPS, *_PERSONS)
    seen = Q(project__in=visible_projects(by, on).order_by()) | Q(programme__in=visible_programmes(by, on).order_by())
    return rows.filter(seen)


def find_exceptions(
    by: User, wanted: ExceptionFilter = ExceptionFilter(), on: date | None = None
) -> QuerySet[ExceptionReport]:
    """Return the exceptions a filter leaves, the open ones unless it says otherwise."""
    rows = visible_exceptions(by, on)
    if wanted.state not in ("", "all", *ExceptionState.values):
        raise Invalid("state", "There is no such state of an exception.", "state")
    if wanted.state != "all":
        rows = rows.filter(state__in=[wanted.state] if wanted.state else OPEN_STATES)
    if wanted.wanting not in ("", *Wanting.values):
        raise Invalid("wanting", "Choose plan, decision or missed.", "wanting")
    if wanted.wanting in (Wanting.PLAN, Wanting.DECISION):
        rows = rows.filter(state=ExceptionState.WANTED if wanted.wanting == Wanting.PLAN else ExceptionState.WRITTEN)
    if wanted.wanting == Wanting.MISSED:
        rows = rows.filter(pk__in=_missed(on).values("exception"))
    if wanted.portfolio is not None:
        rows = rows.filter(Q(project__portfolio=wanted.portfolio) | Q(programme__portfolio=wanted.portfolio))
    if wanted.project is not None:
        rows = rows.filter(project=wanted.project)
    return _sorted(rows, wanted.sort)


def _sorted(rows: QuerySet[ExceptionReport], sort: str) -> QuerySet[ExceptionReport]:
    name = sort.removeprefix("-")
    if name not in ("", "opened", "wanted_by", "subject"):
        raise Invalid("sort", "Sort by opened, wanted_by or subject.", "sort")
    if name == "wanted_by":
        day = F("wanted_by")
        return rows.order_by(day.desc(nulls_last=True) if sort[0] == "-" else day.asc(nulls_last=True), "pk")
    sign = "-" if sort.startswith("-") else ""
    if name == "subject":
        return rows.order_by(f"{sign}project__code", f"{sign}programme__name", "pk")
    return rows.order_by(f"{sign}opened_at", "pk")


def _missed(on: date | None) -> QuerySet[Promise]:
    """Return the promises that are missed and neither done nor replaced."""
    return Promise.objects.filter(promised_on__lt=on or now().date(), done=None, replaced_by=None)


@dataclass(frozen=True, slots=True)
class RecoveryCounts:
    """How many exceptions are open, and how many of them wait for what."""

    open: int
    plan: int
    decision: int
    missed: int


def recovery_counts(by: User, portfolio: int | None, on: date) -> RecoveryCounts:
    """Return what is open and waits in a portfolio, or in all ``by`` may see; asks once."""
    rows = find_exceptions(by, ExceptionFilter(portfolio=portfolio), on).order_by()
    missed = Q(pk__in=_missed(on).values("exception"))
    plan, decision = Q(state=ExceptionState.WANTED), Q(state=ExceptionState.WRITTEN)
    counts = {"plan": plan, "decision": decision, "missed": missed}
    asked = {name: Count("pk", filter=condition) for name, condition in counts.items()}
    return RecoveryCounts(**rows.aggregate(open=Count("pk"), **asked))


def get_exception(by: User, exception_id: object, on: date | None = None) -> ExceptionReport:
    """Return one exception of something ``by`` may see."""
    row = visible_exceptions(by, on).filter(pk=row_id(exception_id)).first()
    if row is None:
        raise NotFound
    return row


def get_promise(by: User, promise_id: object, on: date | None = None) -> Promise:
    """Return one promise under an exception ``by`` may see."""
    rows = Promise.objects.select_related("owner", "exception", *(f"exception__{one}" for one in (*_PLACES, *_GROUPS)))
    seen = visible_exceptions(by, on).order_by().values("pk")
    row = rows.filter(pk=row_id(promise_id), exception__in=seen).first()
    if row is None:
        raise NotFound
    return row


def exceptions_of(subject: Project | Programme) -> QuerySet[ExceptionReport]:
    """Return the exceptions of something visible, newest first."""
    rows = ExceptionReport.objects.select_related(*_PLACES, *_GROUPS, *_PERSONS)
    return rows.filter(**dict([of_subject(subject)])).order_by("-opened_at", "-pk")


def open_exceptions() -> QuerySet[ExceptionReport]:
    """Return all open exceptions, whoever may see them."""
    return ExceptionReport.objects.filter(state__in=OPEN_STATES).select_related("project", "programme__portfolio")


def followed() -> int | None:
    """Return how far the audit log was read; None where it never was."""
    return ExceptionsFollowed.objects.values_list("number", flat=True).first()


def exception_rows(by: User, rows: Iterable[ExceptionReport], on: date) -> tuple[ExceptionRow, ...]:
    """Return exceptions as a list shows them, asking the database as often for one as for a thousand."""
    found = list(rows)
    ids = [row.pk for row in found]
    promises: dict[int, list[Promise]] = {}
    for one in _promises(ids):
        promises.setdefault(one.exception_id, []).append(one)
    causes: dict[int, list[Cause]] = {}
    for cause in Cause.objects.filter(exception__in=ids):
        causes.setdefault(cause.exception_id, []).append(cause)
    with_cost = projects_with_cost(by, on)
    shown = []
    for row in found:
        seen = with_cost is None or row.project_id in with_cost
        told = [one for one in causes.get(row.pk, ()) if seen or not tells_cost(one)]
        shown.append(ExceptionRow(**_row(row, told, promises.get(row.pk, []), on)))
    return tuple(shown)


def exception_view(by: User, row: ExceptionReport, on: date) -> ExceptionView:
    """Return one visible exception whole, as far as its reader may see."""
    seen = sees_cost(by, row.subject, on)
    causes = list(Cause.objects.filter(exception=row).select_related("period", "noted_by"))
    told = [one for one in causes if seen or not tells_cost(one)]
    promises = list(_promises([row.pk]))
    options = Option.objects.filter(exception=row)
    return ExceptionView(
        **_row(row, told, promises, on),
        currency=row.currency,
        cost_open=seen,
        told=tuple(map(_cause, told)),
        hidden_causes=len(causes) - len(told),
        cause=row.cause,
        effect=row.effect,
        options=tuple(_option(one, row, seen) for one in options),
        written_by=_name(row.written_by),
        written_at=row.written_at,
        decision=row.decision,
        decided_by=_name(row.decided_by),
        decided_at=row.decided_at,
        closed_reason=row.closed_reason,
        closed_by=_name(row.closed_by),
        promises=tuple(promise_view(one, on) for one in promises),
        revision=row.revision,
    )


def promise_view(one: Promise, on: date) -> PromiseView:
    """Return a promise as it stands on a day; it comes with ``done`` and ``replaced_by``."""
    done = getattr(one, "done", None)
    return PromiseView(
        promise_id=one.pk,
        kind=one.kind,
        dimension=one.dimension,
        words=one.words,
        owner_id=one.owner_id,
        owner=one.owner.name,
        promised_on=one.promised_on,
        made_by=one.made_by.name,
        made_at=one.made_at,
        outcome=outcome(one, on).value,
        late_days=late_days(one, on),
        done_on=done.done_on if done else None,
        done_words=done.words if done else "",
        replaces=one.replaces_id,
        reason=one.reason,
        standing=done is None and getattr(one, "replaced_by", None) is None,
    )


def promises_waiting(by: User, owners: Collection[int], on: date) -> list[Promise]:
    """Return what these people promised under open exceptions and neither did nor replaced, what is due first first."""
    rows = Promise.objects.filter(owner__in=owners, done=None, replaced_by=None, exception__state__in=OPEN_STATES)
    seen = visible_exceptions(by, on).order_by().values("pk")
    return list(rows.filter(exception__in=seen).select_related("exception__project", "exception__programme"))


def _promises(ids: Collection[int]) -> QuerySet[Promise]:
    rows = Promise.objects.filter(exception__in=ids)
    return rows.select_related("owner", "made_by", "done", "replaced_by").order_by("promised_on", "pk")


def tells_cost(one: Cause) -> bool:
    """Return whether a cause tells of cost: so do the data's words of cost, and of the whole, which sum it up."""
    return one.kind == CauseKind.COMPUTED and one.dimension in ("cost", "overall")


def _row(row: ExceptionReport, causes: Iterable[Cause], promises: list[Promise], on: date) -> dict[str, Any]:
    kind, subject = of_subject(row.subject)
    told = list(causes)
    green = [one.promised_on for one in promises if one.kind == PromiseKind.GREEN and promise_view(one, on).standing]
    closed = row.closed_at.date() if row.closed_at else None
    return {
        "exception_id": row.pk,
        "kind": kind,
        "subject_id": subject.pk,
        "code": row.project.code if row.project else "",
        "name": subject.name,
        "portfolio": subject.portfolio.name,
        "manager": _name(subject.manager),
        "state": row.state,
        "opened_on": row.opened_at.date(),
        "age_days": max(0, ((closed or on) - row.opened_at.date()).days),
        "causes": len(told),
        "dimensions": tuple(dict.fromkeys(one.dimension for one in told if one.dimension not in ("", "overall"))),
        "wanted": row.wanted,
        "wanted_from_id": row.wanted_from_id,
        "wanted_from": _name(row.wanted_from),
        "wanted_by": row.wanted_by,
        "decision_late": row.state == ExceptionState.WRITTEN and row.wanted_by is not None and row.wanted_by < on,
        "kept": counted(promises, on),
        "green_on": max(green, default=None),
        "green_late": closed is None and max(green, default=on) < on,
        "closing": row.closing,
        "closed_on": closed,
    }


def _cause(one: Cause) -> CauseView:
    period = one.period.name if one.period else ""
    return CauseView(one.kind, one.dimension, period, one.words, one.noted_at, _name(one.noted_by))


def _option(one: Option, row: ExceptionReport, seen: bool) -> OptionView:
    return OptionView(one.number, one.words, one.cost_minor if seen else None, one.days, one.pk == row.chosen_id)


def _name(person: object) -> str:
    return str(getattr(person, "name", ""))
