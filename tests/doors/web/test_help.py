"""Help beside every form: each form of the pages has its guide, which explains every field."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections import Counter
from collections.abc import Iterator

import pytest
from django import forms
from django.test import Client
from tests import factories as make

import conspectus.doors.web.forms as package
from conspectus.doors.web.helping import help_beside
from conspectus.rooms.knowledge.bridge import shipped_articles
from conspectus.rooms.knowledge.queries import help_for
from conspectus.rooms.knowledge.queries.help import guide_of_forms, name_of

BASES = {"PageForm", "ChangeForm", "SheetForm"}  # what others are made of


def classes() -> Iterator[type[forms.BaseForm]]:
    """Yield the forms that pages show."""
    for one in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        for name, found in vars(importlib.import_module(one.name)).items():
            is_form = inspect.isclass(found) and issubclass(found, forms.BaseForm) and found.__module__ == one.name
            if is_form and not name.startswith("_") and name not in BASES:
                yield found


def test_every_form_has_its_guide() -> None:
    known = guide_of_forms()
    found = {name_of(one) for one in classes()}
    assert sorted(found - set(known)) == [], "name these forms in a guide: rooms/knowledge/shipped/guides"
    assert sorted(set(known) - found) == [], "guides name forms that are gone"


def test_forms_of_one_name_are_told_apart_by_their_module() -> None:
    names = Counter(one.__name__ for one in classes())
    assert [name for name, count in names.items() if count > 1 and name in guide_of_forms()] == []


@pytest.mark.django_db
def test_every_field_is_explained_by_its_guide() -> None:
    lacking = []
    for one in classes():
        if name_of(one) in guide_of_forms():
            guide = help_for([name_of(one)])[0]
            shown = {name for name, field in one.base_fields.items() if not field.widget.is_hidden}
            lacking += [f"{guide.key}: {one.__name__}.{name}" for name in sorted(shown - set(guide.fields))]
    assert lacking == []


def test_guides_lead_to_articles_that_are_there() -> None:
    known = shipped_articles()
    for one in known.values():
        for key in re.findall(r"\(knowledge:([a-z0-9-]+)\)", one.body):
            assert key in known, (one.key, key)


@pytest.mark.django_db
def test_the_guide_stands_beside_the_form(client: Client) -> None:
    user = make.user("Frank", role="administrator")
    client.force_login(user, backend="conspectus.rooms.accounts.queries.SessionBackend")
    html = client.get("/new-project/").content.decode()
    assert "data-help" in html
    assert "The short name people say aloud" in html
    assert help_beside({"title": "No form"}) == ()
