"""The method new projects of a place follow: set from above it, and adopted for each as it is opened."""

from __future__ import annotations

from datetime import datetime

from conspectus.kit.deeds import deed
from conspectus.kit.errors import Conflict, Stale
from conspectus.kit.texts import clean_text
from conspectus.rooms.accounts.actions import audited
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.choices import ENDED
from conspectus.rooms.portfolio.models import Portfolio, Programme, Project
from conspectus.rooms.portfolio.rules import require
from conspectus.rooms.standards.models import Adoption, Method, MethodRule
from conspectus.rooms.standards.queries.methods import newest_version
from conspectus.rooms.standards.queries.ruled import rule_of


@deed("set_method_rule", "said which method new projects follow", needs=Ability.STEER)
def set_method_rule(
    *, place: Portfolio | Programme, method: Method | None, reason: str, revision: int, by: User, at: datetime
) -> MethodRule:
    """Say which method projects opened in a place from now on follow, or that none is set any more.

    Those that are open keep to what they follow. ``revision`` is the number of
    the rule that was looked at, 0 where there was none. Refuses a method that
    was never published, and what stands so already.
    """
    require(by, "set_method_rule", place, at.date())
    reason = clean_text(reason, "reason", required=True)
    if method is not None and newest_version(method) is None:
        raise Conflict("unpublished", "This method has no published version yet. Publish one first.", "method")
    with audited("set_method_rule", by=by, at=at) as line:
        type(place)._default_manager.select_for_update().get(pk=place.pk)
        last = rule_of(place)
        if revision != (last.pk if last else 0):
            raise Stale("Somebody set another rule meanwhile. Look at it, then decide.", last.pk if last else 0)
        before = last.method_id if last else None
        if before == (method.pk if method else None):
            raise Conflict("same", "This is the rule already.", "method")
        kind = "portfolio" if isinstance(place, Portfolio) else "programme"
        row = MethodRule.objects.create(method=method, reason=reason, set_by=by.person, set_at=at, **{kind: place})
        line.about(kind, place.pk, method=method.key if method else None, reason=reason)
    return row


@deed("adopt_by_rule", "let a new project follow the method of its portfolio or programme")
def adopt_by_rule(*, project: Project, rule: MethodRule, by: User, at: datetime) -> Adoption | None:
    """Let a project that was opened under a rule follow the newest version of its method, once.

    A consequence of the rule, so nobody's role is asked; who set it stands as
    who adopted. None where the project follows something by now, or has ended.
    """
    version = newest_version(rule.method) if rule.method else None
    with audited("adopt_by_rule", by=by, at=at) as line:
        line.nothing_changed()
        locked = Project.objects.select_for_update().get(pk=project.pk)
        if version is None or locked.state in ENDED or Adoption.objects.filter(project=locked).exists():
            return None
        reason = f"{rule.place.name}: {rule.reason}"
        row = Adoption.objects.create(
            project=locked, version=version, starts_on=at.date(), reason=reason, adopted_by=rule.set_by, recorded_at=at
        )
        told = {"version": version.number, "method": version.method.key, "starts_on": row.starts_on, "rule": rule.pk}
        line.about("project", locked.pk, **told)
    return row
