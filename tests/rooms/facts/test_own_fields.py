"""Fields of the organisation as facts: measured by kind, asked by policies, never told to whom they are hidden."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from tests import factories as make
from tests.cast import AT, Cast
from tests.doors.test_permission_matrix import entered
from tests.packs import pack

from conspectus.engine.measure import Reason
from conspectus.formats.methods.checking import compile_text
from conspectus.journeys.gather_facts import gather_all, measure
from conspectus.kit.errors import Invalid
from conspectus.rooms.facts.queries import Facts, facts_at
from conspectus.rooms.facts.queries.own import areas_seen, own_kinds
from conspectus.rooms.portfolio.actions import NewField, change_field, create_field, retire_field, set_field_values
from conspectus.rooms.portfolio.bridge.options import read_options
from conspectus.rooms.portfolio.models import Field, Project
from conspectus.rooms.standards import actions, queries
from conspectus.rooms.standards.bridge.packs import read_pack
from conspectus.rooms.standards.queries.trial import check_expression

pytestmark = [pytest.mark.rows, pytest.mark.django_db]
TODAY = AT.date()
NORTH = ("expression: sponsor_named", 'expression: field_region == "north"')


def field(cast: Cast, key: str, kind: str, **more: Any) -> Field:
    new = NewField(**{"subject_kind": "project", "key": key, "label": key.title(), "kind": kind} | more)
    return create_field(new=new, by=cast.frank, at=AT)


def fill(cast: Cast, valid_from: date | None = None, **values: Any) -> None:
    row = Project.objects.get(pk=cast.project.pk)
    set_field_values(
        subject=row, values=values, valid_from=valid_from, revision=row.revision, by=cast.frank, at=AT
    )  # fmt: skip


def every_kind(cast: Cast) -> None:
    field(cast, "region", "choice", options=read_options("north: North\nsouth: South"), help_words="Where it stands.")
    field(cast, "place", "tree", options=read_options("eu: Europe\n  de: Germany\n    muc: Munich"))
    field(cast, "size", "number", unit="m²")
    field(cast, "grant", "money", sees="cost")
    field(cast, "ends", "date")
    field(cast, "note", "text")
    field(cast, "owner", "person")
    field(cast, "ready", "yes_no")
    field(cast, "double", "formula", formula="size * 2")
    field(cast, "broken", "formula", formula="size / (size - 1.5)")
    field(cast, "secret", "text", sees="administrators")


def stood(cast: Cast, on: date = TODAY) -> Facts:
    return facts_at([cast.project.pk], on)[cast.project.pk]


def test_each_kind_of_field_is_a_fact_of_its_kind(cast: Cast) -> None:
    every_kind(cast)
    person = make.person("Olga")
    gather_all(source="test", at=AT)
    assert {stood(cast).reasons[name] for name, _ in own_kinds()} == {"NO_DATA"}
    fill(cast, region="north", place="muc", size="1.5", grant="12.50 EUR", ends="2027-03-31", ready="no")
    fill(cast, note="n" * 400, owner=str(person.pk), secret="hidden")
    gather_all(source="test", at=AT)
    found = stood(cast)
    assert {name: value for name, value in found.known.items() if name.startswith("field_")} == {
        "field_region": "north",
        "field_place": ("eu", "de", "muc"),
        "field_size": Decimal("1.5"),
        "field_grant": Decimal("12.50"),
        "field_ends": date(2027, 3, 31),
        "field_note": "n" * 300,
        "field_owner": True,
        "field_ready": False,
        "field_double": Decimal(3),
        "field_broken": None,
    }
    assert (found.reasons["field_broken"], found.stands["field_grant"].currency) == ("DIV_ZERO", "EUR")
    kinds = dict(own_kinds())
    assert (kinds["field_place"], kinds["field_owner"], kinds["field_double"]) == ("texts", "yes_no", "number")


def test_a_constant_number_of_questions(cast: Cast, django_assert_max_num_queries: Any) -> None:
    from conspectus.rooms.schedule.queries.field_facts import field_facts

    every_kind(cast)
    with django_assert_max_num_queries(8):
        assert len(field_facts(list(Project.objects.all()), TODAY)) == Project.objects.count() > 1


def test_what_a_field_held_then_is_still_told_when_it_is_renamed_retired_or_computed_otherwise(cast: Cast) -> None:
    row = field(cast, "size", "number")
    other = field(cast, "label", "formula", formula="size * 2")
    fill(cast, size="7")
    gather_all(source="test", at=AT)
    later = AT + timedelta(days=3)
    change_field(field=row, changes={"label": "Extent"}, revision=1, by=cast.frank, at=later)
    change_field(field=other, changes={"formula": 'state != "" ? "big" : "small"'}, revision=1, by=cast.frank, at=later)
    gather_all(source="test", at=later)
    assert stood(cast, later.date()).known["field_label"] == "big"
    retire_field(field=other, revision=2, by=cast.frank, at=later)
    retire_field(field=row, revision=2, by=cast.frank, at=later)
    gather_all(source="test", at=later)
    assert stood(cast, later.date()).reasons["field_size"] == Reason.NOT_APPLICABLE
    assert (stood(cast).known["field_size"], stood(cast).known["field_label"]) == (7, 14)
    own = areas_seen(cast.bob, later.date())[-1].facts
    assert [one.label for one in own] == ["Extent", "Label"]
    assert f"No longer asked since {later.date()}." in str(own[0].meaning)
    page = entered(cast.bob).get(f"/projects/{cast.project.pk}/facts/?on={TODAY}").content.decode()
    assert "Extent" in page


def test_a_policy_asks_for_a_field_and_travels_to_where_it_is_missing(cast: Cast) -> None:
    reading = read_pack(pack(NORTH))
    assert reading.sound
    assert [(one.code, one.severity) for one in reading.findings] == [("NO_SUCH_FIELD", "warning")]
    draft = actions.import_method(data=pack(NORTH), by=cast.bob, at=AT)
    version = actions.publish_method(draft=draft, words="New", revision=draft.revision, by=cast.bob, at=AT)
    actions.adopt_version(projects=[cast.project], version=version, starts_on=TODAY, by=cast.bob, at=AT)
    gather_all(source="test", at=AT)

    def standing() -> tuple[str, tuple[str, ...]]:
        found = queries.compliance_at([cast.project.pk], TODAY, known_by=None)[cast.project.pk]
        return next((str(one.standing), one.missing) for one in found.clauses if one.policy.key == "sponsor_named")

    assert standing() == ("not_assessable", ("field_region",))
    page = entered(cast.bob).get(f"/projects/{cast.project.pk}/compliance/?on={TODAY}").content.decode()
    assert "field “region”, which is no fact here" in page
    field(cast, "region", "choice", options=read_options("north: North\nsouth: South"))
    fill(cast, region="south")
    gather_all(source="test", at=AT)
    assert standing() == ("failed", ())
    fill(cast, region="north")
    gather_all(source="test", at=AT)
    assert standing() == ("satisfied", ())


def test_a_field_that_comes_of_another_kind_breaks_nothing(cast: Cast) -> None:
    draft = actions.import_method(data=pack(NORTH), by=cast.bob, at=AT)
    version = actions.publish_method(draft=draft, words="New", revision=draft.revision, by=cast.bob, at=AT)
    actions.adopt_version(projects=[cast.project], version=version, starts_on=TODAY, by=cast.bob, at=AT)
    field(cast, "region", "number")
    fill(cast, region="3")
    gather_all(source="test", at=AT)
    found = queries.compliance_at([cast.project.pk], TODAY, known_by=None)[cast.project.pk]
    standing = {one.policy.key: str(one.standing) for one in found.clauses}
    assert standing["sponsor_named"] == "not_assessable"
    assert [one.code for one in read_pack(pack(NORTH)).findings] == ["EXPRESSION"]


def test_what_is_written_is_checked_and_said_in_words(cast: Cast) -> None:
    every_kind(cast)
    assert check_expression("field_size > 5").words == "“Size” is more than 5."
    assert check_expression('"de" in field_place').kind == "yes_no"
    assert check_expression("field_ready").kind == "yes_no"
    assert "“field “colour”, which is no fact here”" in check_expression('field_colour == "red"').words
    with pytest.raises(Invalid, match="does not fit together"):
        check_expression('field_size > "big"')
    assert compile_text('sponsor == "field_x"', {"sponsor": "text"}).uses == {"sponsor"}
    limits = ("max_age_days: 35", "max_age_days: 35, field_age: 3")
    assert "LIMIT" in {one.code for one in read_pack(pack(limits)).findings}


def test_what_takes_a_right_is_told_to_nobody_without_it(cast: Cast) -> None:
    every_kind(cast)
    fill(cast, grant="12.50 EUR", secret="hidden")
    gather_all(source="test", at=AT)
    assert measure([cast.project], TODAY)[cast.project.pk].keys() & {"field_secret"} == set()
    for user, sees in ((cast.bob, True), (cast.grace, False)):
        told = entered(user).get(f"/api/v1/projects/{cast.project.pk}/facts?on={TODAY}").json()["facts"]
        mine = {one["name"]: one["value"] for one in told if one["name"].startswith("field_")}
        assert mine.get("field_grant") == (12.5 if sees else None)
        assert "field_secret" not in mine
        assert ("field_grant" in entered(user).get("/facts/").content.decode()) is sees
        assert "field_region" in entered(user).get("/facts/").content.decode()
