"""The parts in which a project serves programmes and divisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from conspectus.engine.apportion import WHOLE
from conspectus.kit.deeds import deed
from conspectus.kit.errors import Invalid
from conspectus.rooms.accounts.actions import audited, lock_row
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import Division, User
from conspectus.rooms.accounts.rules import require_fresh_sign_in
from conspectus.rooms.portfolio.actions.dated import make_room
from conspectus.rooms.portfolio.actions.objectives import check_part
from conspectus.rooms.portfolio.choices import ShareKind
from conspectus.rooms.portfolio.models import Programme, Project, Share
from conspectus.rooms.portfolio.rules import require


@dataclass(frozen=True, slots=True)
class Part:
    """The part of a project, in basis points, that serves a programme or a division."""

    target: Programme | Division
    basis_points: int


@deed("set_shares", "said in which parts a project serves programmes or divisions", needs=Ability.STEER)
def set_shares(
    *,
    project: Project,
    kind: str,
    parts: Sequence[Part],
    starting: date | None = None,
    revision: int,
    by: User,
    at: datetime,
) -> Project:
    """Say in which parts a project serves programmes, or divisions, from a day on; the days before keep theirs.

    The parts add to the whole, or there are none: then it serves its home
    alone. Takes steering every programme named but the home, as who steers one
    may read the project from then on.
    """
    require(by, "set_shares", project, at.date())
    starting = starting or at.date()
    _check(kind, parts)
    programmes = [one.target for one in parts if isinstance(one.target, Programme)]
    for programme in programmes:
        if programme.pk != project.programme_id:
            require(by, "set_shares", programme, at.date())
    if programmes:
        require_fresh_sign_in(by, at)
    with audited("set_shares", by=by, at=at) as line:
        row = lock_row(project, revision)
        row.changed_at = at
        row.save()
        make_room(Share.objects.filter(project=row, kind=kind), starting)
        Share.objects.bulk_create(
            Share(project=row, kind=kind, basis_points=one.basis_points, starts_on=starting, **{str(kind): one.target})
            for one in parts
        )
        told = {str(one.target.pk): one.basis_points for one in parts}
        line.about("project", row.pk, of=str(kind), starting=starting.isoformat(), parts=told)
    return row


def _check(kind: str, parts: Sequence[Part]) -> None:
    if kind not in ShareKind.values:
        raise Invalid("kind", "A project serves programmes or divisions in parts.", "kind")
    wanted = Programme if kind == ShareKind.PROGRAMME else Division
    if not all(isinstance(one.target, wanted) for one in parts):
        raise Invalid("kind", "Name %(label)s only.", "parts", label=ShareKind(kind).label.lower())
    if len({one.target.pk for one in parts}) != len(parts):
        raise Invalid(
            "twice",
            "One of the %(label)s is named twice. Name each once.",
            "parts",
            label=ShareKind(kind).label.lower(),
        )
    for one in parts:
        check_part(one.basis_points, "parts")
    total = sum(one.basis_points for one in parts)
    if parts and total != WHOLE:
        raise Invalid(
            "not_whole",
            "The parts add to %(total)s %%. They must add to 100 %%, or leave all empty for the home alone.",
            "parts",
            total=f"{total / 100:g}",
        )
