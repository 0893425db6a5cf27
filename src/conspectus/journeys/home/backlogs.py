"""What changed about the backlogs of projects one follows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conspectus.journeys.home.views import Change
from conspectus.kit.manner import written_day
from conspectus.kit.subjects import SubjectKind
from conspectus.rooms.accounts.models import Person
from conspectus.rooms.agile.queries.since import BacklogMove, backlog_moves, choices_since


def backlog_changes(codes: Mapping[int, str], since: datetime, on: date) -> Iterator[Change]:
    """Yield the backlogs of visible projects that came in since an instant, and how they count from then on."""
    for one in backlog_moves(codes, since, on):
        row = one.row
        yield _change(codes, row.project_id, row.imported_at, "backlog", "; ".join(_words(one)), row.imported_by)
    for choice in choices_since(codes, since):
        words = _("From %(day)s on the plan judges the schedule")
        if choice.judges:
            words = _("From %(day)s on throughput judges the schedule")
        words %= {"day": written_day(choice.from_on)}
        yield _change(codes, choice.project_id, choice.recorded_at, "counting", words, choice.recorded_by)


def _words(one: BacklogMove) -> Iterator[str]:
    told = {"number": one.row.number, "uploads": one.uploads}
    if one.uploads > 1:
        yield _("%(uploads)s backlogs came in, the newest is number %(number)s") % told
    else:
        yield _("Backlog %(number)s came in") % told
    if one.sure_on is None:
        yield _("no range of the finish")
        return
    days = 0 if one.before_on is None else (one.sure_on - one.before_on).days
    words = _("accepted by %(day)s with 80 %%")
    if days > 0:
        words = ngettext(
            "accepted by %(day)s with 80 %%, %(days)s day later",
            "accepted by %(day)s with 80 %%, %(days)s days later",
            days,
        )
    elif days < 0:
        words = ngettext(
            "accepted by %(day)s with 80 %%, %(days)s day earlier",
            "accepted by %(day)s with 80 %%, %(days)s days earlier",
            -days,
        )
    yield words % {"day": written_day(one.sure_on), "days": abs(days)}
    if one.approved_on is not None and one.sure_on > one.approved_on:
        yield _("past the approved finish %(day)s") % {"day": written_day(one.approved_on)}


def _change(codes: Mapping[int, str], pk: int, at: datetime, what: str, words: str, by: Person) -> Change:
    return Change(at, what, words, by.pk, by.name, SubjectKind.PROJECT.value, str(pk), codes[pk], pk)
