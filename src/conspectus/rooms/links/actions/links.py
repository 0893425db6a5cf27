"""Links: proposed, agreed by both sides, asked for otherwise, declined, withdrawn; judged anew by every plan."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet

from conspectus.kit.amounts import check_day
from conspectus.kit.deeds import deed
from conspectus.kit.errors import Conflict, Invalid
from conspectus.kit.locks import one_at_a_time
from conspectus.kit.texts import clean_name, clean_text
from conspectus.rooms.accounts.actions import audited, lock_row
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import Person, User
from conspectus.rooms.links.bridge import Judged, circle_with, judge, scale_of, ties_of
from conspectus.rooms.links.choices import ALARMING, MOST_LAG, OPEN, LinkKind, LinkState, Side, Standing, Step
from conspectus.rooms.links.models import Link, LinkStep
from conspectus.rooms.links.queries.circles import named_circle, open_ties
from conspectus.rooms.links.rules import check_open, owner_id_of, project_of, require_either, require_for
from conspectus.rooms.portfolio.choices import ENDED
from conspectus.rooms.portfolio.models import Party, Project
from conspectus.rooms.portfolio.rules import may, persons, require
from conspectus.rooms.schedule.actions import watch_task

_ENDS = tuple(f"{side}__project__manager" for side in Side.values)


@dataclass(frozen=True, slots=True)
class LinkEnd:
    """A task or milestone of a project, by its id or exact name."""

    project: Project
    task: str
    owner: Person | None = None  # who answers for this side; none: who manages the project


@dataclass(frozen=True, slots=True)
class OutsideEvent:
    """What comes from outside or is needed there, when, and whose it is."""

    name: str
    on: date | None = None
    party: Party | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """What both sides agree on: what is handed over, by when, and how the tasks hang together."""

    words: str
    by_on: date  # the day it is to be handed over
    kind: str = LinkKind.FINISH_START
    lag_days: int = 0


@deed("propose_link", "proposed a link between projects", needs=Ability.PLAN)
def propose_link(
    *, giver: LinkEnd | OutsideEvent, taker: LinkEnd | OutsideEvent, terms: Terms, by: User, at: datetime
) -> Link:
    """Propose what one project hands over to another, or to or from outside; both owners then agree.

    The proposer's own side has said yes with it, and so has what lies outside. Takes the right to plan one of the
    projects. Refuses two ends in one project, two outside, a task the plan does not have, and a link of the same two
    tasks that is proposed or agreed already.
    """
    ends = [end for end in (giver, taker) if isinstance(end, LinkEnd)]
    require_one(by, ends, at.date())
    terms = check_terms(terms)
    with audited("propose_link", by=by, at=at) as line:
        row = make_link(giver, taker, terms, by=by, at=at)
        _refuse_circle(row, by, at.date())
        line.about("link", row.pk, **told_of(row), words=row.words, asked_on=row.asked_on)
    return row


def make_link(
    giver: LinkEnd | OutsideEvent, taker: LinkEnd | OutsideEvent, terms: Terms, *, by: User, at: datetime
) -> Link:
    """Return a link proposed on checked terms; part of a deed that looks for circles itself."""
    ends = [end for end in (giver, taker) if isinstance(end, LinkEnd)]
    if len(ends) == 2 and ends[0].project.pk == ends[1].project.pk:
        raise Invalid("same_project", "Both tasks belong to one project. Link them in its plan.", "taker")
    _lock([end.project for end in ends])
    row = Link(proposed_by=by.person, proposed_at=at, kind=terms.kind, lag_days=terms.lag_days, words=terms.words)
    _put_ends(row, giver, taker)
    refuse_twice(row)
    row.asked_on = terms.by_on
    _say(row, by, at.date())
    judge_link(row)
    row.save()
    keep_step(row, Step.PROPOSED, by, at, on=terms.by_on, words=terms.words)
    return row


@deed("change_link", "asked for another agreement on a link", needs=Ability.PLAN)
def change_link(
    *, link: Link, terms: Terms, event_on: date | None = None, revision: int, by: User, at: datetime
) -> Link:
    """Ask for other terms: the side that asks has said yes, the other has to agree again.

    Until it does, the agreed date stays in force. ``event_on`` is when the outside event comes, where one end is one;
    that is known, not agreed.
    """
    require_either(by, "change_link", link, at.date())
    terms = check_terms(terms)
    with audited("change_link", by=by, at=at) as line:
        row = locked_link(link, revision)
        if not ask_terms(row, terms, event_on, by=by, at=at):
            line.nothing_changed()
            return link
        line.about("link", row.pk, **told_of(row), words=row.words, asked_on=row.asked_on, event_on=row.event_on)
    return row


def ask_terms(row: Link, terms: Terms, event_on: date | None, *, by: User, at: datetime) -> bool:
    """Ask for checked terms of a locked link; return whether they say anything new. Part of a deed."""
    before = Terms(row.words, row.asked_on or row.agreed_on or terms.by_on, row.kind, row.lag_days)
    event_on = row.event_on if event_on is None else check_day(event_on, "event_on")
    if before == terms and event_on == row.event_on:
        return False
    if not row.event_name and event_on is not None:
        raise Invalid("event_on", "Neither side of this link lies outside.", "event_on")
    if before != terms:
        if row.state == LinkState.AGREED and not row.held:
            row.held = {"words": row.words, "kind": row.kind, "lag_days": row.lag_days}
        row.words, row.kind, row.lag_days, row.asked_on = terms.words, terms.kind, terms.lag_days, terms.by_on
        row.giver_said = row.taker_said = False
        _say(row, by, at.date())
    row.event_on = event_on
    judge_link(row)
    row.save()
    keep_step(row, Step.ASKED, by, at, on=row.asked_on or row.agreed_on, words=row.words)
    return True


@deed("set_link_owner", "named who answers for a side of a link", needs=Ability.PLAN)
def set_link_owner(*, link: Link, side: str, owner: Person | None, revision: int, by: User, at: datetime) -> Link:
    """Name who answers for a side; nobody leaves it to who manages the project."""
    check_side(side)
    require_for(by, "set_link_owner", link, side, at.date())
    with audited("set_link_owner", by=by, at=at) as line:
        row = locked_link(link, revision)
        setattr(row, f"{side}_owner", owner)
        row.save()
        keep_step(row, Step.CHANGED, by, at, side=side, words=owner.name if owner else "")
        line.about("link", row.pk, **told_of(row), side=side, owner=owner.pk if owner else None)
    return row


@deed("agree_link", "agreed to a link", needs=Ability.PLAN)
def agree_link(*, link: Link, side: str, revision: int, by: User, at: datetime) -> Link:
    """Say yes for a side to what is asked; once both have, its date is the agreed one."""
    check_side(side)
    require_for(by, "agree_link", link, side, at.date())
    with audited("agree_link", by=by, at=at) as line:
        row = locked_link(link, revision)
        if row.asked_on is None or getattr(row, f"{side}_said"):
            raise Conflict("agreed", "This side has agreed already.")
        setattr(row, f"{side}_said", True)
        _settle(row)
        judge_link(row)
        row.save()
        keep_step(row, Step.AGREED, by, at, side=side, on=row.asked_on or row.agreed_on)
        line.about("link", row.pk, **told_of(row), side=side, agreed_on=row.agreed_on)
    return row


@deed("decline_link", "declined what was asked of a link", needs=Ability.PLAN)
def decline_link(*, link: Link, side: str, reason: str, revision: int, by: User, at: datetime) -> Link:
    """Say no for a side, for a reason: what was agreed before stays in force, and without that the link is declined."""
    check_side(side)
    require_for(by, "decline_link", link, side, at.date())
    reason = clean_text(reason, "reason", most=2000, required=True)
    with audited("decline_link", by=by, at=at) as line:
        row = locked_link(link, revision)
        if row.asked_on is None:
            raise Conflict("nothing_asked", "Nothing is asked of this link. Ask for another agreement, or withdraw it.")
        asked, row.asked_on = row.asked_on, None
        if row.agreed_on is None:
            row.state, row.asked_on = LinkState.DECLINED, asked
        else:
            row.words, row.kind, row.lag_days = (row.held.get(name, getattr(row, name)) for name in _HELD)
            row.held, row.giver_said, row.taker_said = {}, True, True
        judge_link(row)
        row.save()
        keep_step(row, Step.DECLINED, by, at, side=side, on=asked, words=reason)
        line.about("link", row.pk, **told_of(row), side=side, asked_on=asked, reason=reason)
    return row


@deed("withdraw_link", "withdrew a link", needs=Ability.PLAN)
def withdraw_link(*, link: Link, reason: str, revision: int, by: User, at: datetime) -> Link:
    """End a link for a reason; its row and what happened to it stay."""
    require_either(by, "withdraw_link", link, at.date())
    reason = clean_text(reason, "reason", most=2000, required=True)
    with audited("withdraw_link", by=by, at=at) as line:
        row = locked_link(link, revision)
        row.state = LinkState.WITHDRAWN
        row.save()
        keep_step(row, Step.WITHDRAWN, by, at, words=reason)
        line.about("link", row.pk, **told_of(row), reason=reason)
    return row


def renew_standings(*, at: datetime) -> int:
    """Judge again the open links whose plans came in anew; return how many stand otherwise than before.

    What plans did to a link is kept among its steps; the deed that did it is the plan's own.
    """
    if not _outdated().exists():
        return 0
    with transaction.atomic():
        one_at_a_time("links")  # two readers who meet the same plan tell of it once
        rows, steps = list(_outdated().select_related(*_ENDS)), []
        scale = scale_of(rows)
        for row in rows:
            before, cause = row.standing, _cause(row)
            _keep(row, judge(row, scale))
            if row.standing != before and (row.standing in ALARMING or before in ALARMING):
                told = {"link": row, "what": Step.STOOD, "standing": row.standing, "on": row.given_on, "at": at}
                steps.append(LinkStep(**told, project_id=cause[0], revision_number=cause[1]))
        Link.objects.bulk_update(rows, _JUDGED, batch_size=500)
        LinkStep.objects.bulk_create(steps)
    return len(steps)


_HELD = ("words", "kind", "lag_days")
_JUDGED = ("standing", "given_on", "taken_on", "slack_days", "late_days", "giver_seen", "taker_seen")


def _outdated() -> QuerySet[Link]:
    """Return the open links that were judged by other revisions than the newest, or whose giver ended or came back."""
    moved = Q(giver__isnull=False) & ~Q(giver__revision_number=F("giver_seen"))
    moved |= Q(taker__isnull=False) & ~Q(taker__revision_number=F("taker_seen"))
    hoped = (Standing.LATE, Standing.ON_TIME, Standing.UNDATED)
    moved |= Q(giver__project__state__in=ENDED, standing__in=hoped)
    held = Q(slack_days=None) | Q(slack_days__gte=0)  # broken for nothing but its giver's end
    moved |= held & Q(giver__isnull=False, standing=Standing.BROKEN) & ~Q(giver__project__state__in=ENDED)
    return Link.objects.filter(moved, state__in=OPEN)


def _cause(row: Link) -> tuple[int | None, int | None]:
    """Return the project and revision that made a link be judged again."""
    for end, seen in ((row.giver, row.giver_seen), (row.taker, row.taker_seen)):
        if end is not None and end.revision_number != seen:
            return end.project_id, end.revision_number
    return None, None


def require_one(by: User, ends: list[LinkEnd], on: date) -> None:
    """Refuse who may plan none of the projects."""
    if not ends:
        raise Invalid("ends", "One end of a link is a task of a project.", "giver")
    able = [end for end in ends if may(by, "propose_link", end.project, on)]
    require(by, "propose_link", (able or ends)[0].project, on)


def check_terms(terms: Terms) -> Terms:
    """Return terms as they are kept; refuses a type, lag, day or words that cannot be."""
    if terms.kind not in LinkKind.values:
        raise Invalid("kind", "A link is fs, ss, ff or sf.", "kind")
    lag = terms.lag_days
    if isinstance(lag, bool) or not isinstance(lag, int) or abs(lag) > MOST_LAG:
        raise Invalid(
            "lag_days", "The lag is a whole number of working days, at most %(most)s.", "lag_days", most=MOST_LAG
        )
    words = clean_text(terms.words, "words", most=2000, required=True)
    return Terms(words, check_day(terms.by_on, "by_on"), LinkKind(terms.kind).value, lag)


def check_side(side: str) -> None:
    """Refuse what is no side."""
    if side not in Side.values:
        raise Invalid("side", "A side is giver or taker.", "side")


def _lock(projects: list[Project]) -> None:
    """Keep plans of these projects from coming in meanwhile."""
    numbers = sorted(project.pk for project in projects)
    list(Project.objects.select_for_update().filter(pk__in=numbers).order_by("pk").values_list("pk"))


def _put_ends(row: Link, giver: LinkEnd | OutsideEvent, taker: LinkEnd | OutsideEvent) -> None:
    for side, end in ((Side.GIVER, giver), (Side.TAKER, taker)):
        if isinstance(end, LinkEnd):
            try:
                setattr(row, side, watch_task(project=end.project, task=end.task))
            except Invalid as refusal:
                refusal.field = f"{side}_task"
                raise
            setattr(row, f"{side}_owner", end.owner)
        else:
            row.event_name = clean_name(end.name, "event_name")
            row.event_on = None if end.on is None else check_day(end.on, "event_on")
            row.event_party = end.party
            setattr(row, f"{side}_said", True)
    places = {end.project.portfolio_id for end in (giver, taker) if isinstance(end, LinkEnd)}
    if row.event_party is not None and row.event_party.portfolio_id not in places:
        raise Invalid("party", "This party belongs to another portfolio.", "party")


def refuse_twice(row: Link) -> None:
    """Refuse a link whose two ends another has that is proposed or agreed."""
    same = (
        Link.objects.exclude(pk=row.pk)
        .filter(giver=row.giver, taker=row.taker, event_name=row.event_name, state__in=OPEN)
        .first()
    )
    if same is not None:
        raise Conflict("twice", "Link %(number)s is about the same two ends. Change that one.", number=same.pk)


def _refuse_circle(row: Link, by: User, on: date) -> None:
    """Refuse a link that makes projects wait for each other, with the path as far as ``by`` may see it."""
    if row.giver is None or row.taker is None:
        return
    path = named_circle(by, circle_with([*open_ties(), *ties_of([row])]), on)
    if path:
        raise Conflict("circle", "Projects would wait for each other in a circle: %(path)s.", path=path)


def _say(row: Link, by: User, on: date) -> None:
    """Let the sides say yes that ``by`` owns, and what lies outside."""
    mine = persons(by, on)
    for side in Side.values:
        outside = project_of(row, side) is None
        if outside or owner_id_of(row, side) in mine:
            setattr(row, f"{side}_said", True)
    _settle(row)


def _settle(row: Link) -> None:
    """Put in force what both sides said yes to."""
    if row.giver_said and row.taker_said and row.asked_on is not None:
        row.agreed_on, row.asked_on, row.held, row.state = row.asked_on, None, {}, LinkState.AGREED


def locked_link(link: Link, revision: int) -> Link:
    """Return an open link locked at the revision it was read; part of a deed."""
    row = lock_row(link, revision)
    check_open(row)
    return row


def judge_link(row: Link) -> None:
    """Put into a row how it stands by the newest plans."""
    _keep(row, judge(row, scale_of([row])))


def _keep(row: Link, found: Judged) -> None:
    for name, value in asdict(found).items():
        setattr(row, name, value)


def keep_step(row: Link, what: str, by: User, at: datetime, **more: object) -> None:
    """Keep what happened to a link."""
    LinkStep.objects.create(link=row, what=what, by=by.person, at=at, **more)


def told_of(row: Link) -> dict[str, object]:
    """Return what the audit line of a link says of its projects."""
    ends = {side: end.project_id for side in Side.values if (end := getattr(row, side)) is not None}
    return {f"{side}_project": project for side, project in ends.items()}
