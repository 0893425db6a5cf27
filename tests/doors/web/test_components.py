"""Components declare their props, refuse others, and are all in the gallery."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.test import Client
from django.utils.translation import gettext_lazy
from tests.cast import Cast

from conspectus.doors.web import library as library
from conspectus.doors.web.components import LIBRARY, UnknownProp
from conspectus.doors.web.templatetags.ui import _drawn, draw
from conspectus.rooms.accounts.models import User


def render(text: str, **told: object) -> str:
    return Template("{% load ui words %}" + text).render(Context(told))


def test_an_unknown_prop_is_refused_when_the_template_is_read() -> None:
    with pytest.raises(TemplateSyntaxError, match="status has no prop color"):
        render('{% ui "status" color="red" %}')


def test_an_unknown_component_is_refused() -> None:
    with pytest.raises(TemplateSyntaxError, match="no component"):
        render('{% ui "carousel" %}')


def test_a_missing_prop_is_refused() -> None:
    with pytest.raises(UnknownProp, match="needs the prop colour"):
        render('{% ui "status" %}')


def test_a_value_out_of_range_is_refused() -> None:
    with pytest.raises(UnknownProp, match="none of"):
        render('{% ui "status" colour="blue" %}')


def test_a_wrapping_component_is_not_used_without_a_body() -> None:
    with pytest.raises(TemplateSyntaxError, match="uiblock"):
        render('{% ui "panel" title="x" %}')


def test_what_people_typed_is_escaped() -> None:
    made = render('{% ui "finding" severity="note" words=words %}', words="<script>alert(1)</script>")
    assert "<script>" not in made
    assert "&lt;script&gt;" in made


def test_words_that_wait_for_a_language_are_drawn_once() -> None:
    draw("button", {"label": "Search"})
    kept = _drawn.cache_info().hits
    assert "Search" in draw("button", {"label": gettext_lazy("Search")})
    assert "Search" in render('{% ui "button" label=_("Search") %}')
    assert _drawn.cache_info().hits == kept + 1  # the third is safe text: a drawing of its own


@pytest.mark.parametrize("colour", ["green", "amber", "red", "not_assessed"])
def test_status_is_colour_word_and_shape(colour: str) -> None:
    made = draw("status", {"colour": colour})
    words = {"green": "Green", "amber": "Amber", "red": "Red", "not_assessed": "Not assessed"}
    assert words[colour] in made
    assert "<svg" in made


def test_each_status_has_a_shape_of_its_own() -> None:
    shapes = {draw("status", {"colour": c}).split("<svg")[1].split("</svg>")[0] for c in ("green", "amber", "red")}
    assert len(shapes) == 3


def test_a_figure_without_a_value_says_why() -> None:
    made = draw("figure", {"label": "CPI", "value": "", "reason": "there is no baseline"})
    assert "not known: there is no baseline" in made


def test_the_gallery_shows_every_component(cast: Cast, enter: Callable[[User], Client]) -> None:
    page = enter(cast.grace).get("/ui/").content.decode()
    for name in LIBRARY:
        assert f'id="c-{name}"' in page
    assert "style=" not in page
