"""Articles: drafted, published, compared; what ships never writes over one's own words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from tests import factories as make
from tests.factories import AT

from conspectus.kit.errors import Conflict, Invalid, NotAllowed, NotFound, Stale
from conspectus.rooms.accounts.actions import local_operator
from conspectus.rooms.accounts.models import AuditLine
from conspectus.rooms.knowledge.actions import (
    Particulars,
    Text,
    answer_shipped_version,
    change_article,
    create_article,
    draft_article,
    drop_draft,
    load_shipped_articles,
    publish_article,
    retire_article,
    shipped,
)
from conspectus.rooms.knowledge.bridge import shipped_articles
from conspectus.rooms.knowledge.models import Article, Version
from conspectus.rooms.knowledge.queries import (
    ArticleFilter,
    article_view,
    articles_due,
    compared,
    find_articles,
    get_article,
    glossary,
    help_for,
    version_of,
)
from conspectus.rooms.knowledge.queries.articles import article_row
from conspectus.rooms.knowledge.queries.beside import guides_at
from conspectus.rooms.standards.bridge.packs import read_pack, shipped_packs

pytestmark = pytest.mark.django_db
ON = AT.date()


def begun(key: str = "walls", **more: Any) -> Article:
    text = Text("How to build a wall", "One stone\n\nTwo stones", "Walls")
    return create_article(kind="guide", key=key, text=text, new=Particulars(**more), by=local_operator(), at=AT)


def published(row: Article, *, note: str = "") -> Article:
    return publish_article(article=row, note=note, revision=row.revision, by=local_operator(), at=AT)


def test_a_draft_is_read_by_nobody_else_and_a_version_by_all() -> None:
    by, reader = local_operator(), make.user("Rita")
    row = begun()
    with pytest.raises(NotFound):
        get_article(reader, row.key)
    row = published(row, note="First")
    view = article_view(reader, get_article(reader, "guide-walls"), ON)
    assert (view.title, view.current, view.drafted_at) == ("How to build a wall", 1, None)
    row = draft_article(
        article=row, text=Text("How to build a wall", "One stone\n\nThree stones"), revision=row.revision, by=by, at=AT
    )
    assert article_view(reader, get_article(reader, row.key), ON).draft_body == ""
    row = published(row, note="More stones")
    view = article_view(reader, get_article(reader, str(row.pk)), ON)
    assert [one.number for one in view.versions] == [2, 1]
    lines = [(one.kind, one.line) for one in compared(view, 1, 2) if one.kind != "same"]
    assert ("gone", "Two stones") in lines
    assert ("new", "Three stones") in lines
    assert version_of(view, 1).body == "One stone\n\nTwo stones\n"
    with pytest.raises(NotFound):
        version_of(view, 3)
    deeds = AuditLine.objects.filter(subject_kind="article").order_by("number").values_list("deed", flat=True)
    assert list(deeds) == ["create_article", "publish_article", "draft_article", "publish_article"]
    with pytest.raises(DatabaseError), transaction.atomic():
        Version.objects.update(title="Else")


def test_what_is_refused() -> None:
    by, reader, row = local_operator(), make.user("Rita"), begun()
    with pytest.raises(NotAllowed):
        create_article(kind="guide", key="x", text=Text("T", "B"), new=Particulars(), by=reader, at=AT)
    for key, code in (("walls", "taken"), ("Two words", "key"), ("", "empty")):
        with pytest.raises(Invalid) as refusal:
            begun(key)
        assert refusal.value.code == code
    with pytest.raises(Invalid, match="no role"):
        begun("other", audience=("king",))
    with pytest.raises(Stale):
        draft_article(article=row, text=Text("T", "B"), revision=9, by=by, at=AT)
    row = published(row)
    with pytest.raises(Conflict, match="no draft"):
        published(row)
    row = draft_article(
        article=row, text=Text("How to build a wall", "One stone\n\nTwo stones", "Walls"), revision=row.revision,
        by=by, at=AT,
    )  # fmt: skip
    with pytest.raises(Conflict, match="Nothing differs"):
        published(row)
    row.refresh_from_db()
    row = drop_draft(article=row, revision=row.revision, by=by, at=AT)
    row = retire_article(article=row, revision=row.revision, by=by, at=AT)
    with pytest.raises(Conflict, match="retired"):
        change_article(article=row, new=Particulars(), revision=row.revision, by=by, at=AT)
    with pytest.raises(NotFound):
        get_article(reader, row.key)


def test_the_list_is_narrowed_and_asks_once(django_assert_num_queries: Any) -> None:
    by, reader, owner = local_operator(), make.user("Rita"), make.person("Olaf")
    for number, audience in enumerate([("sponsor",), (), ("finance",)]):
        published(begun(f"w-{number}", audience=audience, owner=owner, review_on=ON, stages=("plan",)))
    begun("draft")
    for user, wanted, expected in (
        (reader, ArticleFilter(), 3),
        (by, ArticleFilter(), 4),
        (by, ArticleFilter(standing="draft"), 1),
        (reader, ArticleFilter(audience="sponsor"), 2),
        (reader, ArticleFilter(stage="plan", text="build"), 3),
        (reader, ArticleFilter(stage="close"), 0),
        (reader, ArticleFilter(standing="due"), 3),
        (reader, ArticleFilter(kind="term"), 0),
    ):
        with django_assert_num_queries(1):
            rows = [article_row(row, keeper=user is by, on=ON) for row in find_articles(user, wanted, ON)]
        assert len(rows) == expected, wanted
    with pytest.raises(Invalid):
        find_articles(reader, ArticleFilter(standing="draft"), ON)
    assert len(articles_due([owner.pk], ON)) == 3


def test_shipped_articles_come_once_and_never_over_own_words(monkeypatch: pytest.MonkeyPatch) -> None:
    by, reader, real = local_operator(), make.user("Rita"), shipped_articles()
    assert load_shipped_articles(by=by, at=AT) == len(real)
    assert load_shipped_articles(by=by, at=AT) == 0
    assert AuditLine.objects.filter(deed="load_shipped_articles").count() == 1
    assert len(glossary(reader)) == sum(one.kind == "term" for one in real.values())
    row = get_article(by, "guide-baseline")
    row = draft_article(article=row, text=Text("Baselines here", "Ask Bob."), revision=row.revision, by=by, at=AT)
    published(row)
    newer = {key: replace(real[key], body="Newer\n") for key in ("guide-baseline", "guide-periods")}
    monkeypatch.setattr(shipped, "shipped_articles", lambda: newer)
    assert load_shipped_articles(by=by, at=AT) == 2
    assert article_view(reader, get_article(reader, "guide-periods"), ON).current == 2
    seen = article_view(reader, get_article(reader, "guide-baseline"), ON)
    assert (seen.title, seen.offered, len(seen.versions)) == ("Baselines here", None, 2)
    row = get_article(by, "guide-baseline")
    assert row.offered == 3
    assert help_for(["BaselineForm"])[0].title == "Baselines here"
    kept = answer_shipped_version(article=row, take=True, revision=row.revision, by=by, at=AT)
    assert (kept.current, kept.offered) == (4, None)
    with pytest.raises(Conflict):
        answer_shipped_version(article=kept, take=False, revision=kept.revision, by=by, at=AT)
    assert load_shipped_articles(by=by, at=AT) == 0


def test_a_guide_helps_before_anything_is_loaded(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        found = help_for(["EntryForm", "CorrectionForm", "NoSuchForm"])
    assert [one.key for one in found] == ["guide-cost-ledger"]
    assert found[0].fields["supplier"].startswith("From whom")
    assert "## Fields" not in found[0].body
    with django_assert_num_queries(0):
        assert help_for(["NoSuchForm"]) == ()


def test_every_stage_and_gate_of_the_methods_that_ship_has_its_guides() -> None:
    by, reader = local_operator(), make.user("Rita")
    methods = [found for data in shipped_packs() if (found := read_pack(data).method)]
    known = {place.key for method in methods for place in (*method.stages, *method.gates)}
    assert {place for one in shipped_articles().values() for place in one.stages} <= known
    load_shipped_articles(by=by, at=AT)
    for method in methods:
        for place in (*method.stages, *method.gates):
            assert guides_at(reader, method.key, [place.key]), f"{method.key} {place.key}"
    published(begun("of-light", stages=("done",), methods=("light",)))
    row = published(begun("of-all", stages=("done", "gate_3")))
    assert [one.key for one in guides_at(reader, "light", ["done", "finish"])][:3] == [
        "guide-gate-done",
        "guide-of-light",
        "guide-of-all",
    ]
    assert {"guide-of-all", "guide-gate-3"} == {one.key for one in guides_at(reader, "investment", ["gate_3"])}
    assert guides_at(reader, "light", ["on", ""]) == ()
    retire_article(article=row, revision=row.revision, by=by, at=AT)
    assert [one.key for one in guides_at(reader, "investment", ["gate_3"])] == ["guide-gate-3"]
