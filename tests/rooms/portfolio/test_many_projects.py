"""Several projects changed by one deed: each by itself, one line in the log, tried first without a trace."""

from __future__ import annotations

from typing import Any

import pytest
from tests import factories as make
from tests.cast import AT, Cast

from conspectus.kit.errors import Invalid
from conspectus.rooms.accounts.models import AuditLine, User
from conspectus.rooms.portfolio.actions import ProjectChange, change_projects, set_field_values
from conspectus.rooms.portfolio.bridge.options import Offered
from conspectus.rooms.portfolio.models import Placement, Project

pytestmark = pytest.mark.rows


def change(by: User, projects: list[Project], /, **given: Any) -> dict[str, ProjectChange]:
    said = {name: given.pop(name) for name in ("reason", "rehearse", "effective_on") if name in given}
    chosen = [(project, project.revision) for project in projects]
    return {one.code: one for one in change_projects(chosen=chosen, changes=given, **said, by=by, at=AT)}


def test_each_changes_or_refuses_by_itself(cast: Cast) -> None:
    make.field("region", "choice", options=(Offered("north", "North"), Offered("south", "South")))
    paused = make.project("Paused", code="P-1", portfolio=cast.portfolio, state="paused")
    proposed = make.project("Proposed", code="P-2", portfolio=cast.portfolio, state="proposed")
    set_field_values(subject=paused, values={"region": "north"}, revision=1, by=cast.mona, at=AT)
    paused.refresh_from_db()
    projects, lines = [cast.project, paused, proposed, cast.other], AuditLine.objects.count()
    given = {"manager": cast.grace.person, "state": "active", "fields": {"region": "north"}}

    tried = change(cast.mona, projects, **given, reason="New lead", rehearse=True)
    assert AuditLine.objects.count() == lines
    assert Project.objects.get(pk=paused.pk).manager is None

    done = change(cast.mona, projects, **given, reason="New lead")
    assert done == tried  # what was shown is what happened
    assert done["WN-1"].moves == (("Manager", "Alice", "Grace"), ("Region", "", "North"))
    assert done["P-1"].moves == (("Manager", "", "Grace"), ("State", "On hold", "Active"))
    assert "can become" in done["P-2"].refusal
    assert done["HO-1"].refusal == "Not found."
    kept = Project.objects.get(pk=paused.pk)
    assert (kept.state, kept.manager, kept.revision) == ("active", cast.grace.person, paused.revision + 1)
    untouched = Project.objects.get(pk=proposed.pk)
    assert (untouched.state, untouched.manager, untouched.revision) == ("proposed", None, 1)
    assert Placement.objects.filter(project=paused, kind="manager", manager=cast.grace.person).exists()
    (line,) = AuditLine.objects.filter(number__gt=lines)
    assert (line.deed, line.subject_kind, line.subject_id) == ("change_projects", "projects", "2")
    assert f'"projects":[{cast.project.pk},{paused.pk}]' in line.body

    again = change(cast.mona, projects, **given)
    assert all(one.refusal for one in again.values())  # they were read before the change


def test_who_may_change_what(cast: Cast) -> None:
    cast.project.refresh_from_db()
    assert "steer" in change(cast.alice, [cast.project], manager=cast.grace.person)["WN-1"].refusal
    assert change(cast.grace, [cast.project], state="paused", reason="x")["WN-1"].refusal
    assert "Say why" in change(cast.mona, [cast.project], state="paused")["WN-1"].refusal
    assert change(cast.mona, [cast.project], state="active")["WN-1"].moves == ()
    assert AuditLine.objects.filter(deed="change_projects").count() == 0


@pytest.mark.parametrize("given", [{}, {"code": "X"}, {"portfolio": None}])
def test_what_cannot_be_changed_of_several(cast: Cast, given: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        change(cast.mona, [cast.project], **given)
    with pytest.raises(Invalid):
        change(cast.mona, [], state="paused")
