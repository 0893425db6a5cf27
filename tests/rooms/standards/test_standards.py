"""Methods published and adopted; compliance of any day, by what was known then."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from tests import factories as make
from tests.cast import Cast
from tests.packs import pack

from conspectus.kit.errors import Conflict, Invalid, NotAllowed, NotFound, Stale
from conspectus.rooms.facts.actions import record_facts
from conspectus.rooms.portfolio.actions.deputies import name_deputy
from conspectus.rooms.portfolio.queries import ProjectFilter
from conspectus.rooms.standards import actions, queries
from conspectus.rooms.standards.bridge.packs import method_of
from conspectus.rooms.standards.models import Adoption, Method, Version

START = date(2024, 6, 1)
SECOND = (
    ('version: "1.0"', 'version: "1.1"'),
    ("max_age_days: 35", "max_age_days: 50"),
    ("title: A sponsor is named", "title: A sponsor is known"),
)


def at(day: date) -> datetime:
    """Return the morning of a day."""
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def published(cast: Cast, *changes: tuple[str, str], on: date = START) -> Version:
    """Return the small pack as a published version."""
    draft = actions.import_method(data=pack(*changes), by=cast.bob, at=at(on))
    return actions.publish_method(draft=draft, words="New", revision=draft.revision, by=cast.bob, at=at(on))


def measured(project: Any, on: date, recorded: date | None = None, **facts: Any) -> None:
    """Record facts of a project."""
    known = {"plan_tasks": 120, "sponsor_named": True, "plan_status_on": on - timedelta(days=10)} | facts
    record_facts({project.pk: known}, on=on, source="test", at=at(recorded or on))


def stands(project: Any, on: date, known_by: date | None = None) -> dict[str, str]:
    """Return how a project stands to each clause."""
    found = queries.compliance_at([project.pk], on, known_by=known_by or on)[project.pk]
    return {one.policy.key: str(one.standing) for one in found.clauses}


def test_a_draft_becomes_a_version_that_never_changes(cast: Cast) -> None:
    wrong = pack(("expression: sponsor_named", "expression: sponsor_nam"))
    draft = actions.import_method(data=wrong, by=cast.bob, at=make.AT)
    view = queries.view_draft(draft)
    assert [one.code for one in view.findings] == ["EXPRESSION"]
    with pytest.raises(Invalid, match=r"line \d+, policies/sponsor_named/expression: There is no fact"):
        actions.publish_method(draft=draft, words="New", revision=draft.revision, by=cast.bob, at=make.AT)
    with pytest.raises(Stale):
        actions.change_method_draft(draft=draft, text=pack().decode(), revision=7, by=cast.bob, at=make.AT)
    draft = actions.change_method_draft(draft=draft, text=pack().decode(), revision=1, by=cast.bob, at=make.AT)
    with pytest.raises(NotAllowed):
        actions.publish_method(draft=draft, words="New", revision=2, by=cast.alice, at=make.AT)
    with pytest.raises(NotFound):
        queries.get_method(cast.alice, "small")
    version = actions.publish_method(draft=draft, words="First", revision=2, by=cast.bob, at=make.AT)
    assert queries.get_method(cast.alice, "small").pk == version.method_id
    for change in (
        lambda: Version.objects.filter(pk=version.pk).update(words="x"),
        lambda: Version.objects.filter(pk=version.pk).delete(),
    ):
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            change()
    draft = actions.start_method_draft(method=version.method, by=cast.bob, at=make.AT)
    with pytest.raises(Conflict):
        actions.start_method_draft(method=version.method, by=cast.bob, at=make.AT)
    with pytest.raises(Invalid, match=r"1\.0"):
        actions.publish_method(draft=draft, words="New", revision=1, by=cast.bob, at=make.AT)
    again = actions.import_method(data=version.text.encode(), by=cast.bob, at=make.AT)
    assert again.revision == draft.revision
    only = actions.import_method(data=pack(SECOND[0]), by=cast.bob, at=make.AT)
    with pytest.raises(Invalid, match=r"This says what version 1\.0 says"):  # its number alone is another
        actions.publish_method(draft=only, words="New", revision=only.revision, by=cast.bob, at=make.AT)
    actions.drop_method_draft(draft=only, revision=only.revision, by=cast.bob, at=make.AT)
    assert Method.objects.get().versions.count() == 1


def test_a_draft_is_compared_with_the_last_version(cast: Cast) -> None:
    first = published(cast)
    draft = actions.import_method(data=pack(*SECOND), by=cast.bob, at=make.AT)
    found = queries.view_draft(draft).difference
    assert found is not None
    assert (found.added, found.removed, found.changed) == (0, 0, 2)
    told = {(one.key, field.name): (field.before, field.after) for one in found.parts for field in one.fields}
    assert told["plan_fresh", "limits"] == ("max_age_days 35", "max_age_days 50")
    assert told["sponsor_named", "title"] == ("A sponsor is named", "A sponsor is known")
    second = actions.publish_method(draft=draft, words="New", revision=1, by=cast.bob, at=make.AT)
    assert queries.compare_versions(first, second) == found


def test_an_old_date_gives_the_old_answer(cast: Cast) -> None:
    """Clauses, facts, waivers and tailorings change later; what was known on the day still gives what it gave."""
    project, later = cast.project, START + timedelta(days=200)
    first = published(cast)
    actions.adopt_version(projects=[project], version=first, starts_on=START, by=cast.bob, at=at(START))
    measured(project, START, sponsor_named=False)
    asked = START + timedelta(days=30)
    then = {"sponsor_named": "failed", "plan_fresh": "failed", "baseline": "not_assessable"}
    assert stands(project, asked) == then
    second = published(cast, *SECOND, on=later)
    actions.adopt_version(projects=[project], version=second, starts_on=later, by=cast.bob, at=at(later))
    actions.tailor_clause(
        project=project, policy="plan_fresh", kind="off", reason="Too small", starts_on=START + timedelta(200),
        by=cast.mona, at=at(later),
    )  # fmt: skip
    measured(project, START, recorded=later, sponsor_named=True)  # found out afterwards
    measured(project, later, sponsor_named=True, baseline_first_on=later)
    assert stands(project, asked) == then
    assert stands(project, asked, known_by=later)["sponsor_named"] == "satisfied"
    assert stands(project, later) == {
        "sponsor_named": "satisfied", "plan_fresh": "not_applicable", "baseline": "satisfied",
    }  # fmt: skip
    trend = queries.project_trend(project, later)
    assert [day for day, _ in trend][-2:] == [date(2024, 11, 30), later]
    assert trend[0][1].applicable == 0
    assert queries.asked_day(None, later) == later
    with pytest.raises(Invalid):
        queries.asked_day(later + timedelta(days=1), later)
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        Adoption.objects.all().delete()


def test_limits_of_its_own_and_the_clause_as_written_again(cast: Cast) -> None:
    project, version = cast.project, published(cast)
    actions.adopt_version(projects=[project], version=version, starts_on=START, by=cast.bob, at=at(START))
    measured(project, START, plan_status_on=START - timedelta(days=60))
    assert stands(project, START)["plan_fresh"] == "failed"
    told = {"project": project, "policy": "plan_fresh", "reason": "Slow works", "by": cast.mona, "at": at(START)}
    actions.tailor_clause(kind="limits", limits={"max_age_days": "90"}, starts_on=START, **told)
    assert stands(project, START)["plan_fresh"] == "satisfied"
    actions.tailor_clause(kind="as_written", starts_on=START, **told)
    assert stands(project, START)["plan_fresh"] == "failed"
    for wrong in ({"limits": {"other": 1}}, {"limits": {"max_age_days": "x"}}, {"kind": "x"}, {"policy": "x"}):
        with pytest.raises(Invalid):
            actions.tailor_clause(**({"kind": "limits", "limits": {}, "starts_on": START} | told | wrong))
    with pytest.raises(NotAllowed):
        actions.tailor_clause(kind="off", starts_on=START, **(told | {"by": cast.alice}))


def test_a_waiver_holds_until_its_last_day_and_returns(cast: Cast) -> None:
    project, version = cast.project, published(cast)
    actions.adopt_version(projects=[project], version=version, starts_on=START, by=cast.bob, at=at(START))
    measured(project, START, sponsor_named=False)
    last = START + timedelta(days=20)
    told = {"project": project, "policy": "sponsor_named", "starts_on": START, "ends_on": last, "at": at(START)}
    waiver = actions.request_waiver(reason="Sponsor leaves", by=cast.alice, **told)
    assert stands(project, START)["sponsor_named"] == "failed"
    assert [one.waiver for one in queries.waivers_to_decide(cast.mona, START)] == [waiver]
    asked = method_of(version).policy("sponsor_named")
    titles = {waiver.pk: f"{asked.clause} {asked.title}"}
    assert queries.waived_titles([waiver], START) == titles
    assert queries.waived_titles([waiver], START - timedelta(days=1)) == titles  # it followed nothing: the newest
    with pytest.raises(Conflict):
        actions.request_waiver(reason="Again", by=cast.alice, **told)
    with pytest.raises(NotAllowed):
        actions.decide_waiver(waiver=waiver, granted=True, by=cast.alice, at=at(START))
    with pytest.raises(Invalid):
        actions.decide_waiver(waiver=waiver, granted=False, by=cast.mona, at=at(START))
    own = actions.request_waiver(**(told | {"policy": "baseline", "reason": "Later", "by": cast.mona}))
    with pytest.raises(NotAllowed, match="yourself"):
        actions.decide_waiver(waiver=own, granted=True, by=cast.mona, at=at(START))
    actions.decide_waiver(waiver=waiver, granted=True, by=cast.mona, at=at(START))
    with pytest.raises(Conflict):
        actions.decide_waiver(waiver=waiver, granted=True, by=cast.bob, at=at(START))
    assert stands(project, last)["sponsor_named"] == "waived"
    after = queries.compliance_at([project.pk], last + timedelta(1), known_by=last + timedelta(1))[project.pk]
    assert next((str(one.standing), one.waiver) for one in after.clauses) == ("failed", waiver.pk)
    day = START + timedelta(days=5)
    actions.end_waiver(waiver=waiver, words="Found one", by=cast.mona, at=at(day))
    assert stands(project, day)["sponsor_named"] == "failed"
    assert stands(project, day - timedelta(1))["sponsor_named"] == "waived"
    with pytest.raises(Conflict):
        actions.end_waiver(waiver=waiver, by=cast.mona, at=at(day))


def test_versions_move_forward_only(cast: Cast) -> None:
    project, version = cast.project, published(cast)
    later = START + timedelta(days=5)
    actions.adopt_version(projects=[project], version=version, starts_on=later, by=cast.bob, at=at(START))
    with pytest.raises(Conflict):
        actions.adopt_version(projects=[project], version=version, starts_on=later, by=cast.bob, at=at(START))
    second = published(cast, *SECOND)
    with pytest.raises(Invalid):
        actions.adopt_version(projects=[project], version=second, starts_on=START, by=cast.bob, at=at(START))
    with pytest.raises(NotAllowed):
        actions.adopt_version(projects=[project], version=second, starts_on=later, by=cast.alice, at=at(START))
    with pytest.raises(Invalid):
        actions.adopt_version(projects=[], version=second, starts_on=later, by=cast.bob, at=at(START))


def test_the_overview_asks_a_constant_number_of_questions(cast: Cast, django_assert_num_queries: Any) -> None:
    version = published(cast)
    wanted = queries.ComplianceFilter(ProjectFilter(), START)
    assert queries.compliance_overview(cast.bob, wanted).without == 2
    actions.adopt_version(projects=[cast.project], version=version, starts_on=START, by=cast.bob, at=at(START))
    measured(cast.project, START)
    with django_assert_num_queries(7):
        found = queries.compliance_overview(cast.bob, wanted)
    assert (found.counts.satisfied, found.counts.not_assessable, found.counts.ratio.value) == (2, 1, 1.0)
    places = {"portfolio": cast.portfolio, "division": cast.division}
    others = [make.project(**places) for _ in range(4)]
    actions.adopt_version(projects=others, version=version, starts_on=START, by=cast.bob, at=at(START))
    for one in others:
        measured(one, START)
    with django_assert_num_queries(7):
        found = queries.compliance_overview(cast.bob, wanted)
    assert [(row.clause, row.counts.satisfied) for row in found.clauses] == [("1.1", 5), ("1.2", 5), ("1.3", 0)]
    assert [(row.name, row.projects) for row in found.divisions] == [("Logistics", 5)]
    assert len(queries.compliance_overview(cast.dave, wanted).projects) == 0
    assert [one.method for one in queries.compliance_overview(cast.alice, wanted).projects] == ["Small works"]


def test_a_policy_is_explained_and_tried_on_the_live_portfolio(cast: Cast) -> None:
    draft = actions.import_method(data=pack(), by=cast.bob, at=at(START))
    measured(cast.project, START, sponsor_named=False)
    method = queries.view_draft(draft).reading.method
    assert method is not None
    found = queries.try_policy(cast.bob, method, "sponsor_named", START)
    assert {row.project.code: str(row.standing) for row in found.rows} == {"WN-1": "failed", "HO-1": "not_assessable"}
    assert found.words == "“Sponsor named”."
    words = queries.check_expression("(today - plan_status_on).days <= days", ["days"]).words
    assert words == "The number of days since “Status date of the plan” is at most the limit “days”."
    with pytest.raises(Invalid, match="no fact or limit called 'nothing'"):
        queries.check_expression("nothing")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "$count([d for d in milestones_open if (today - d).days > most]) == 0",
            "There is no entry in “Open milestones” where the number of days since then is more than the limit “most”.",
        ),
        (
            "$count([d for d in milestones_open if d < today]) <= 2",
            "The number of entries in “Open milestones” where this day is before today is at most 2.",
        ),
        (
            "$any([today > d for d in milestones_open])",
            "For at least one of “Open milestones”: this day is before today.",
        ),
        (
            "$all([d >= today for d in milestones_open if d.year == 2027])",
            "For each of “Open milestones”, only where the year of this day is 2027: this day is not before today.",
        ),
        ("$count([d for d in milestones_open]) == 0", "The number of entries in “Open milestones” is 0."),
        (
            "$latest([d for d in milestones_open if d < today]) != null",
            "The latest of “Open milestones”, only where this day is before today is given.",
        ),
        ("not manager_is_sponsor", "“Manager is sponsor” does not hold."),
        (
            "not (sponsor_named and plan_status_on != null)",
            "It is not so that “Sponsor named” and “Status date of the plan” is given.",
        ),
        (
            "(budget_size ?? 0) >= 300 or (plan_status_on - today).days < 3",
            "“Project size” (or 0 where there is none) is at least 300 or the number of days until “Status date of the "
            "plan” is less than 3.",
        ),
    ],
)
def test_rules_over_lists_are_explained_in_plain_words(cast: Cast, text: str, words: str) -> None:
    assert queries.check_expression(text, ["most"]).words == words


def test_a_deputy_does_not_decide_in_place_of_who_asked(cast: Cast) -> None:
    version = published(cast)
    actions.adopt_version(projects=[cast.project], version=version, starts_on=START, by=cast.bob, at=at(START))
    last = START + timedelta(days=20)
    told: dict[str, Any] = {"policy": "sponsor_named", "reason": "Later", "starts_on": START, "ends_on": last}
    waiver = actions.request_waiver(project=cast.project, **told, by=cast.mona, at=at(START))
    days: dict[str, Any] = {"starts_on": START, "last_on": last, "at": at(START)}
    name_deputy(person=cast.mona.person, deputy=cast.heidi.person, by=cast.mona, **days)
    with pytest.raises(NotAllowed, match="yourself"):
        actions.decide_waiver(waiver=waiver, granted=True, by=cast.heidi, at=at(START))
    name_deputy(person=cast.bob.person, deputy=cast.heidi.person, by=cast.bob, **days)
    step = actions.decide_waiver(waiver=waiver, granted=True, by=cast.heidi, at=at(START))
    assert step.taken_by == cast.heidi.person
