"""Somebody leaves: all passes at once or nothing, history keeps the name, and nobody climbs by it."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
from django.test import Client
from tests import factories as make
from tests.cast import AT, Cast

from conspectus.doors.cli import run
from conspectus.journeys.documents import add_document
from conspectus.journeys.following import followed
from conspectus.journeys.leave import belongings, hand_over
from conspectus.journeys.subjects import subject_of
from conspectus.kit.errors import Conflict, Invalid, NotAllowed
from conspectus.rooms.accounts.choices import Role
from conspectus.rooms.accounts.models import AuditLine
from conspectus.rooms.files.actions import Content, Particulars
from conspectus.rooms.files.models import Document
from conspectus.rooms.followup.actions import follow_subject
from conspectus.rooms.governance.actions import open_exception
from conspectus.rooms.governance.models import ExceptionReport, GateCondition, GateReview, GateReviewer
from conspectus.rooms.knowledge.models import Article
from conspectus.rooms.portfolio.actions import (
    ContractParticulars,
    PartyParticulars,
    create_contract,
    create_party,
    give_project_role,
    grant_role,
)
from conspectus.rooms.portfolio.models import Grant, Project, ProjectRole, WorkStream
from conspectus.rooms.portfolio.queries import placements_of
from conspectus.rooms.portfolio.rules import roles_on
from conspectus.rooms.quality.actions import (
    CheckParticulars,
    ConformityParticulars,
    enter_quality_checks,
    raise_nonconformities,
)
from conspectus.rooms.risks.actions import Particulars as Entry
from conspectus.rooms.risks.actions import open_register_entry
from conspectus.rooms.scope.actions import (
    DeliverableParticulars,
    RequirementParticulars,
    enter_deliverables,
    enter_requirements,
)
from conspectus.rooms.scope.models import Requirement
from conspectus.rooms.stakeholders.actions import (
    CommunicationParticulars,
    Judged,
    StakeholderParticulars,
    enter_communications,
    enter_stakeholders,
)
from conspectus.rooms.standards.models import ComplianceFinding, Method, Version


def laden(cast: Cast) -> None:
    """Give alice something of every kind."""
    alice = cast.alice.person
    make.programme("Docks", portfolio=cast.portfolio, manager=alice)
    make.objective("Faster", portfolio=cast.portfolio, owner=alice)
    make.project("Long done", portfolio=cast.portfolio, manager=alice, sponsor=alice, state="closed")
    new = PartyParticulars(name="Nord Steel", kinds=("supplier",), owner=alice)
    party = create_party(portfolio=cast.portfolio, new=new, by=cast.liam, at=AT)
    create_contract(new=ContractParticulars(party, "Piles", 1, owner=alice), by=cast.liam, at=AT)
    give_project_role(project=cast.other, person=alice, role=Role.TEAM_MEMBER, by=cast.frank, at=AT)
    grant_role(person=alice, role=Role.VIEWER, scope=cast.portfolio, by=cast.bob, at=AT)
    new_document = Particulars("Charter", owner=alice)
    content = Content("a.txt", b"Why")
    add_document(subject=subject_of(cast.project), new=new_document, content=content, by=cast.alice, at=AT)
    follow_subject(subject=subject_of(cast.portfolio), by=cast.alice, at=AT)
    ended = Project.objects.get(name="Long done")
    for project in (cast.project, ended):
        WorkStream.objects.create(project=project, name="Ground", codes="1", lead=alice, place=1)


def test_everything_that_goes_on_passes_at_once(cast: Cast) -> None:
    laden(cast)
    alice, heidi = cast.alice.person, cast.heidi.person
    shown = belongings(alice, AT.date())
    assert sorted((one.kind, one.part) for one in shown.held) == [
        ("contract", "owner"),
        ("document", f"owner of a document of project {cast.project.pk}"),
        ("objective", "owner"),
        ("party", "owner"),
        ("portfolio", "grant viewer"),
        ("programme", "manager"),
        ("project", "manager"),
        ("project", "role team_member"),
        ("project", "stream Ground"),
    ]
    lines = AuditLine.objects.count()
    assert hand_over(person=alice, heir=heidi, shown=shown.digest, by=cast.bob, at=AT) == shown
    assert AuditLine.objects.count() == lines + 1
    line = AuditLine.objects.latest("number")
    assert (line.deed, len(json.loads(line.body)["things"])) == ("hand_over", 9)
    assert belongings(alice, AT.date()).held == ()
    passed = {(one.kind, one.id, one.part) for one in belongings(heidi, AT.date()).held}
    assert {(one.kind, one.id, one.part) for one in shown.held} <= passed
    cast.project.refresh_from_db()
    assert (cast.project.manager, Document.objects.get().owner) == (heidi, heidi)
    assert [row.manager for row in placements_of(cast.project).filter(kind="manager")] == [heidi, alice]
    assert roles_on(cast.alice, cast.project, AT.date()) == frozenset()
    assert Role.PROJECT_MANAGER in roles_on(cast.heidi, cast.project, AT.date())
    assert ProjectRole.objects.filter(person=heidi, project=cast.other).exists()
    assert Grant.objects.get(person=alice).ends_on == AT.date()
    assert "Growth" in {one.name for one in followed(cast.heidi, AT.date())}
    assert [row.lead for row in WorkStream.objects.order_by("project__name")] == [alice, heidi]
    ended = alice.managed_projects.get()
    assert (ended.state, ended.sponsor) == ("closed", alice)
    hand_over(person=alice, heir=heidi, by=cast.bob, at=AT)
    assert AuditLine.objects.count() == lines + 1


def registered(cast: Cast) -> None:
    """Give alice something that goes on in every register, and of each that can end one that has."""
    alice, by, project = cast.alice.person, cast.alice, cast.project
    given: dict[str, Any] = {"project": project, "by": by, "at": AT}
    needs = [RequirementParticulars("Dry", owner=alice), RequirementParticulars("Wet", owner=alice, state="dropped")]
    enter_requirements(new=needs, **given)
    enter_deliverables(new=[DeliverableParticulars("Roof", owner=alice)], **given)
    open_register_entry(place=project, new=Entry("threat", "Rain", owner=alice), by=by, at=AT)
    enter_quality_checks(new=[CheckParticulars("Leaks", checker=alice)], **given)
    raise_nonconformities(new=[ConformityParticulars("Rust", owner=alice)], **given)
    enter_stakeholders(new=[(StakeholderParticulars("Rival Ltd", owner=alice), Judged(3, 3, "neutral"))], **given)
    enter_communications(new=[CommunicationParticulars("Town", "Letter", owner=alice)], **given)
    open_exception(subject=project, words="Late", by=cast.bob, at=AT)
    ExceptionReport.objects.update(wanted_from=alice)
    Article.objects.create(key="roofs", kind="guide", owner=alice)
    version = Version.objects.create(
        method=Method.objects.create(key="m", name="M"), number="1", name="M", text="", digest="",
        published_by=alice, published_at=AT,
    )  # fmt: skip
    found = {"method": version.method, "version": version, "severity": "must", "opened_on": AT.date()}
    ComplianceFinding.objects.create(
        project=project, policy="p", clause="1.1", title="Roof", owner=alice, first_seen_on=AT.date(), **found
    )
    asked = {"version": version, "name": "Gate", "planned_on": AT.date(), "first_planned_on": AT.date()}
    asked |= {"asked_by": alice, "asked_at": AT, "number": 1}
    for place, (gate, state, others) in enumerate(
        (("a", "planned", ()), ("b", "held", (cast.heidi,)), ("c", "decided", ()))
    ):
        review = GateReview.objects.create(project=cast.other, gate=gate, state=state, **asked)
        for person in (alice, *(one.person for one in others)):
            GateReviewer.objects.create(review=review, person=person)
        GateCondition.objects.create(
            review=review, number=1, words="Seal it", owner=alice, due_on=AT.date(),
            state=("open", "met", "confirmed")[place],
        )  # fmt: skip


def test_what_registers_name_passes_with_the_rest(cast: Cast) -> None:
    registered(cast)
    alice, heidi = cast.alice.person, cast.heidi.person
    shown = belongings(alice, AT.date())
    assert "Rival" not in str(shown)
    told = Counter((one.kind, one.part) for one in shown.held)
    assert told == {
        ("project", "manager"): 1, ("requirement", "owner"): 1, ("deliverable", "owner"): 1,
        ("registerentry", "owner"): 1, ("qualitycheck", "checker"): 1, ("nonconformity", "owner"): 1,
        ("stakeholder", "owner"): 1, ("communication", "owner"): 1, ("exceptionreport", "wanted_from"): 1,
        ("article", "owner"): 1, ("compliancefinding", "owner"): 1, ("gatereview", "reviewer"): 2,
        ("gatereview", "condition"): 2,
    }  # fmt: skip
    hand_over(person=alice, heir=heidi, shown=shown.digest, by=cast.bob, at=AT)
    assert belongings(alice, AT.date()).held == ()
    after = Counter((one.kind, one.part) for one in belongings(heidi, AT.date()).held)
    assert after == told | Counter({("project", "role team_member"): 1})
    assert GateReviewer.objects.filter(review__gate="b").count() == 1
    assert (GateReviewer.objects.get(review__gate="c").person, GateCondition.objects.get(state="confirmed").owner) == (
        alice,
        alice,
    )
    assert Requirement.objects.get(state="dropped").owner == alice
    (finding,) = ComplianceFinding.objects.all()
    assert (finding.owner, finding.revision, finding.steps.get().owner) == (heidi, 2, heidi)


def test_what_is_refused_moves_nothing(cast: Cast) -> None:
    alice, heidi = cast.alice.person, cast.heidi.person
    shown = belongings(alice, AT.date()).digest
    follow_subject(subject=subject_of(cast.portfolio), by=cast.alice, at=AT)
    with pytest.raises(Conflict):
        hand_over(person=alice, heir=heidi, shown=shown, by=cast.bob, at=AT)
    with pytest.raises(Invalid):
        hand_over(person=alice, heir=alice, by=cast.bob, at=AT)
    for who in ("mona", "alice", "erin"):
        with pytest.raises(NotAllowed):
            hand_over(person=alice, heir=heidi, by=cast.users()[who], at=AT)
    grant_role(person=alice, role=Role.ADMINISTRATOR, scope=cast.portfolio, by=cast.frank, at=AT)
    with pytest.raises(NotAllowed):
        hand_over(person=alice, heir=heidi, by=cast.bob, at=AT)
    cast.project.refresh_from_db()
    assert cast.project.manager == alice


def test_page_api_and_command_do_the_same(cast: Cast, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    client = Client()
    client.force_login(cast.bob, backend="conspectus.rooms.accounts.queries.SessionBackend")
    session = client.session
    from django.utils.timezone import now

    session["entered_at"] = int(now().timestamp())
    session.save()
    where, heir = f"/persons/{cast.alice.person_id}/leaving/", cast.heidi.person_id
    enter_quality_checks(
        project=cast.project, new=[CheckParticulars("Leaks", checker=cast.alice.person)], by=cast.alice, at=AT
    )
    page = client.get(where).content.decode()
    assert "Quality check WN-1 Leaks" in page
    assert "WN-1 Warehouse north" in page
    shown = belongings(cast.alice.person, now().date()).digest
    assert shown in page
    assert client.post(where, {"shown": shown, "heir": ""}).status_code == 422
    assert client.post(where, {"shown": shown, "heir": str(heir)}).status_code == 302
    assert "answers for nothing that goes on" in client.get(where).content.decode()
    told = client.get(f"/api/v1/people/{heir}/belongings").json()
    assert [one["part"] for one in told["held"]] == ["manager", "role team_member", "checker"]
    back = client.post(
        f"/api/v1/people/{heir}/hand-over", {"heir": cast.alice.person_id}, content_type="application/json"
    )
    assert (back.status_code, len(back.json()["held"])) == (200, 3)
    monkeypatch.setattr("conspectus.doors.cli.person.open_rows", lambda *_, **__: None)
    by = ["--as", cast.bob.email]
    assert run(["person", "leave", cast.alice.email, *by]) == 0
    assert "3 to answer for" in capsys.readouterr().out
    assert run(["person", "leave", cast.alice.email, "--to", cast.heidi.email, *by]) == 0
    assert run(["person", "leave", cast.alice.email, "--json", *by]) == 0
    assert json.loads(capsys.readouterr().out.partition("choice")[2])["held"] == []
