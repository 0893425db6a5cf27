"""Which method new projects of portfolios and programmes follow."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from ninja import Router

from conspectus.doors.api.access import asker
from conspectus.doors.api.paging import USUAL, known_only, page, tag, wanted_revision
from conspectus.doors.api.strict import Body
from conspectus.doors.api.v1.shapes import Page
from conspectus.rooms.portfolio.models import Portfolio, Programme
from conspectus.rooms.portfolio.queries import get_portfolio, get_programme
from conspectus.rooms.standards import queries
from conspectus.rooms.standards.actions import set_method_rule
from conspectus.rooms.standards.queries import RuleRow, rule_row

router = Router(tags=["standards"])


class MethodRuleIn(Body):
    """The method by its key, null for none any more, and why."""

    method: str | None = None
    reason: str


@router.get("/method-rules", response={200: Page[RuleRow]}, summary="Methods of new projects")
def list_method_rules(request: HttpRequest, cursor: str = "", limit: int = USUAL) -> Page[RuleRow]:
    """Return the rule of each portfolio and programme one sees; ``rule_id`` is what If-Match names."""
    known_only(request, "cursor", "limit")
    rows, following = page(queries.find_rules(asker(request), now().date()), cursor, limit)
    return Page(items=[rule_row(row) for row in rows], next=following)


@router.put("/portfolios/{portfolio_id}/method-rule", response={200: RuleRow}, summary="Method of new projects")
def put_portfolio_rule(request: HttpRequest, response: HttpResponse, portfolio_id: str, body: MethodRuleIn) -> RuleRow:
    """Say which method projects opened in a portfolio from now on follow; takes If-Match, "0" where none is set."""
    return _set(request, response, get_portfolio(asker(request), portfolio_id), body)


@router.put("/programmes/{programme_id}/method-rule", response={200: RuleRow}, summary="Method of new projects")
def put_programme_rule(request: HttpRequest, response: HttpResponse, programme_id: str, body: MethodRuleIn) -> RuleRow:
    """Say which method projects opened in a programme from now on follow; takes If-Match, "0" where none is set."""
    return _set(request, response, get_programme(asker(request), programme_id), body)


def _set(request: HttpRequest, response: HttpResponse, place: Portfolio | Programme, body: MethodRuleIn) -> RuleRow:
    by, revision = asker(request), wanted_revision(request)
    method = queries.get_method(by, body.method) if body.method is not None else None
    row = set_method_rule(place=place, method=method, reason=body.reason, revision=revision, by=by, at=now())
    tag(response, row.pk)
    return rule_row(row)
