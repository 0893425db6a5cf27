"""Stakeholders, communication plans, checks, reviews and closures are found; two letters begin names."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.cast import AT, Cast
from tests.rooms.search.test_search import hits, kinds

from conspectus.rooms.closure.actions import begin_closure, leave_point_open, withdraw_closure
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.quality.actions import (
    CheckParticulars,
    ReviewGiven,
    enter_quality_checks,
    record_quality_review,
)
from conspectus.rooms.search.actions import rebuild_index
from conspectus.rooms.search.models import Entry
from conspectus.rooms.search.queries import search
from conspectus.rooms.stakeholders.actions import (
    CommunicationParticulars,
    Judged,
    StakeholderParticulars,
    enter_communications,
    enter_stakeholders,
)
from conspectus.rooms.stakeholders.queries import find_stakeholders

pytestmark = pytest.mark.django_db
DAY = AT.date()


def test_confidential_stakeholders_are_found_by_who_may_see_them(cast: Cast) -> None:
    judged = Judged(4, 4, "resistant", words="Ibexlike temper")
    new = [
        (StakeholderParticulars("Yak Herder", organisation="Herders", approach="Tea"), judged),
        (StakeholderParticulars("Yak Shearer", is_confidential=False), judged),
    ]
    enter_stakeholders(project=cast.project, new=new, by=cast.alice, at=AT)
    counted = set()
    for who in cast.users().values():
        seen = {row.pk for row in find_stakeholders(who, DAY)}
        assert {one.subject_id for one in hits(who, "yak") if one.kind == "stakeholder"} == seen, who
        assert search(who, "ya", on=DAY).total == len(seen)
        counted.add(len(seen))
    assert counted == {0, 1, 2}
    assert kinds(cast.alice, "herders tea") == ["stakeholder"]
    assert kinds(cast.alice, "ibexlike") == []


def test_plans_of_communication_and_quality_are_found(cast: Cast) -> None:
    letter = CommunicationParticulars("Okapi circle", "Quagga letter")
    enter_communications(project=cast.project, new=[letter], by=cast.alice, at=AT)
    new = [CheckParticulars("Weld of the zebu gate", criteria="No gnu")]
    (check,) = enter_quality_checks(project=cast.project, new=new, by=cast.alice, at=AT)
    given = ReviewGiven("failed", of_check=check, words="A gnarl in it")
    record_quality_review(project=cast.project, new=given, by=cast.alice, at=AT)
    found = {"quagga okapi": ["communication"], "gnu": ["qualitycheck"], "gnarl": ["qualityreview"]}
    found["zebu"] = ["qualitycheck", "qualityreview"]
    for words, told in found.items():
        assert kinds(cast.alice, words) == kinds(cast.grace, words) == told, words
        assert kinds(cast.dave, words) == [], words


def test_a_closure_is_found_until_it_is_given_up(cast: Cast) -> None:
    closure = begin_closure(project=Project.objects.get(pk=cast.project.pk), by=cast.alice, at=AT)
    leave_point_open(closure=closure, point="lessons", reason="No okapi came", by=cast.mona, at=AT)
    assert kinds(cast.alice, "okapi") == ["closure"]
    assert kinds(cast.dave, "okapi") == []
    closure.refresh_from_db()
    withdraw_closure(
        closure=closure, reason="Too soon", revision=closure.revision, by=cast.alice, at=AT + timedelta(days=1)
    )  # fmt: skip
    assert kinds(cast.alice, "okapi") == []


def test_two_letters_begin_a_word_of_a_name(cast: Cast) -> None:
    Project.objects.filter(pk=cast.project.pk).update(name="Great Xylophone hall", code="ZX-7")
    other = Project.objects.exclude(pk=cast.project.pk).order_by("pk")[0]
    Project.objects.filter(pk=other.pk).update(name="Xyl", summary="zxy alone")
    rebuild_index(at=AT)
    projects = {
        text: [hit.subject_id for hit in hits(cast.bob, text) if hit.kind == "project"]
        for text in ("xy", "zx", "z7", "gr", "yl", "x")
    }
    assert projects["xy"] == [other.pk, cast.project.pk]  # the title begins with it, then it holds it
    assert (projects["zx"], projects["gr"]) == ([cast.project.pk], [cast.project.pk])
    assert projects["x"] == [other.pk]
    found = search(cast.bob, "zx", on=DAY)
    assert not found.wide
    wide = {hit.subject_id for group in search(cast.bob, "zx", wide=True, on=DAY).groups for hit in group.hits}
    assert {cast.project.pk, other.pk} <= wide  # any word of it
    assert Entry.objects.count() > 3
