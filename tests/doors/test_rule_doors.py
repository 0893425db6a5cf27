"""Which method new projects follow: set by every door, adopted as they are opened, whichever door they came by."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils.timezone import now
from tests import factories as make
from tests.cast import Cast
from tests.doors.areas.standards import published
from tests.doors.test_permission_matrix import entered

from conspectus.doors.cli import run
from conspectus.journeys.method_rules import follow_method_rules
from conspectus.kit.errors import Conflict, Stale
from conspectus.rooms.portfolio.actions import NewProject, create_project
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.standards.actions import adopt_by_rule, set_method_rule
from conspectus.rooms.standards.models import Adoption, MethodRule

JSON = "application/json"


def opened(cast: Cast, code: str, *, within: bool = True) -> Project:
    """Return a project that bob opens now."""
    programme = cast.programme if within else None
    new = NewProject(code=code, name=f"Project {code}", portfolio=cast.portfolio, programme=programme)
    return create_project(new=new, by=cast.bob, at=now())


def test_new_projects_follow_the_method_of_their_place(
    cast: Cast, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    small, large = published("small", "Small works"), published("large", "Large works")
    assert follow_method_rules(at=now()) == 0
    bob, place = entered(cast.bob), f"/portfolios/{cast.portfolio.pk}/method/"
    assert "as its portfolio" in bob.get("/standards/rules/").content.decode()
    given = {"revision": "0", "method": "small", "reason": "One way for all"}
    assert "Say why" in bob.post(place, given | {"reason": ""}).content.decode()
    assert bob.post(place, given).status_code == 302
    assert bob.post(place, given).status_code == 412
    assert "One way for all" in entered(cast.alice).get("/standards/rules/").content.decode()
    program = Client()
    program.force_login(cast.bob, backend="conspectus.rooms.accounts.queries.SessionBackend")
    where = f"/api/v1/programmes/{cast.programme.pk}/method-rule"
    body = {"method": "large", "reason": "Buildings"}
    made = program.put(where, body, content_type=JSON, headers={"If-Match": '"0"'})
    assert (made.json()["method"], made.json()["place"]) == ("large", cast.programme.name)
    assert program.put(where, body, content_type=JSON, headers={"If-Match": made.headers["ETag"]}).status_code == 409
    assert (
        program.put(where, body | {"method": "king"}, content_type=JSON, headers={"If-Match": '"0"'}).status_code == 404
    )
    nul = program.put(where, body | {"method": "a\0"}, content_type=JSON, headers={"If-Match": '"0"'})
    assert nul.status_code in (404, 422)
    assert [one["method"] for one in program.get("/api/v1/method-rules").json()["items"]] == ["small", "large"]
    inside, beside = opened(cast, "N-1"), opened(cast, "N-2", within=False)
    assert follow_method_rules(at=now()) == 2
    found = {one.project_id: one for one in Adoption.objects.select_related("version")}
    assert {pk: one.version_id for pk, one in found.items()} == {inside.pk: large.pk, beside.pk: small.pk}
    assert (found[inside.pk].reason, found[inside.pk].adopted_by) == (
        f"{cast.programme.name}: Buildings",
        cast.bob.person,
    )
    told = bob.get("/compliance/?by=divisions&method=small").content.decode()
    assert "Trend by division" in told
    for kind, status in (("xlsx", 200), ("csv", 200), ("doc", 404)):
        assert bob.get(f"/compliance.{kind}").status_code == status
    assert "N-1,Project N-1,Large works" in bob.get("/compliance.csv").content.decode()
    assert run(["standard", "compliance", "--out", str(tmp_path / "c.xlsx")]) == 0
    assert cast.project.pk not in found  # opened before there was a rule
    assert follow_method_rules(at=now()) == 0
    assert adopt_by_rule(project=inside, rule=MethodRule.objects.all()[0], by=cast.bob, at=now()) is None
    number = str(cast.programme.pk)
    assert (
        run(["standard", "rule", "--programme", number, "--none", "--reason", "As all"])
        == run(["standard", "rules"])
        == 0
    )
    assert "As all" in capsys.readouterr().out
    third = opened(cast, "N-3")
    assert follow_method_rules(at=now()) == 1
    assert Adoption.objects.get(project=third).version == small  # as its portfolio says
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        MethodRule.objects.all().delete()


def test_a_rule_is_refused_in_words(cast: Cast) -> None:
    version, place = published("small", "Small works"), cast.portfolio
    told = {"place": place, "reason": "All", "by": cast.bob, "at": now()}
    row = set_method_rule(method=version.method, revision=0, **told)
    with pytest.raises(Stale):
        set_method_rule(method=None, revision=0, **told)
    with pytest.raises(Conflict, match="already"):
        set_method_rule(method=version.method, revision=row.pk, **told)
    project = make.project(portfolio=place)
    Project.objects.filter(pk=project.pk).update(created_at=row.set_at - timedelta(days=1))
    assert follow_method_rules(at=now()) == 0
