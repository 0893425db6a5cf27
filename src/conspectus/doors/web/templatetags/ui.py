"""The tags ``ui`` and ``uiblock`` that put a declared component on a page."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, cast

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token, token_kwargs
from django.template.context import Context
from django.template.loader import get_template
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from conspectus.kit.manner import Manner, manner

from .. import library as library  # declares the components
from ..components import LIBRARY, Component, UnknownProp

register = template.Library()


_PLAIN = frozenset({str, SafeString, int, float, bool, type(None)})


def draw(name: str, given: dict[str, Any], *, body: str = "", context: Context | None = None) -> SafeString:
    """Return the component's HTML; refuse props that it does not declare.

    Same props make same HTML, so components of plain props are drawn once and remembered: a table draws the same few
    marks in every row. Words that wait for a language are said in the reader's first.
    """
    given = {prop: str(one) if isinstance(one, Promise) else one for prop, one in given.items()}
    if not body and all(type(one) in _PLAIN for one in given.values()):
        return _drawn(name, tuple((prop, type(one), one) for prop, one in given.items()), manner())
    values: dict[str, Any] = {**LIBRARY[name].check(given), "body": body}
    if context is not None and "request" in context:
        values["request"] = context["request"]
    return cast(SafeString, get_template(LIBRARY[name].template).render(values))


@lru_cache(maxsize=4096)
def _drawn(name: str, given: tuple[tuple[str, type, Any], ...], reader: Manner) -> SafeString:
    """Draw a component; types are part of the key, since 1 and True, and text and safe text, are equal to Python."""
    values = {**LIBRARY[name].check({prop: one for prop, _, one in given}), "body": ""}
    return cast(SafeString, get_template(LIBRARY[name].template).render(values))


class UiNode(Node):
    """A component at its place in a template; ``body`` is what it wraps."""

    def __init__(self, component: Component, props: dict[str, FilterExpression], body: NodeList | None) -> None:
        self.component, self.props, self.body = component, props, body

    def render(self, context: Context) -> SafeString:
        """Resolve the props and draw."""
        given = {name: value.resolve(context) for name, value in self.props.items()}
        body = self.body.render(context) if self.body is not None else ""
        return draw(self.component.name, given, body=body, context=context)


def _parse(parser: Parser, token: Token, *, slot: bool) -> tuple[Component, dict[str, FilterExpression]]:
    tag, *bits = token.split_contents()
    if not bits or bits[0].strip("\"'") not in LIBRARY:
        raise template.TemplateSyntaxError(f"{tag}: there is no component {bits[0] if bits else '(none named)'}")
    component = LIBRARY[bits[0].strip("\"'")]
    props = token_kwargs(bits[1:], parser)
    if len(props) != len(bits) - 1:
        raise template.TemplateSyntaxError(f"{tag} {component.name}: props are written name=value")
    if component.slot != slot:
        raise template.TemplateSyntaxError(f"{component.name} is used by {'uiblock' if component.slot else 'ui'}")
    unknown = sorted(set(props) - {name for name, _, _ in component.declared()})
    if unknown:
        raise template.TemplateSyntaxError(str(UnknownProp(f"{component.name} has no prop {', '.join(unknown)}")))
    return component, props


@register.tag("ui")
def do_ui(parser: Parser, token: Token) -> UiNode:
    """``{% ui "status" colour=project.colour %}``."""
    component, props = _parse(parser, token, slot=False)
    return UiNode(component, props, None)


@register.tag("uiblock")
def do_uiblock(parser: Parser, token: Token) -> UiNode:
    """``{% uiblock "panel" title="Findings" %} ... {% enduiblock %}``."""
    component, props = _parse(parser, token, slot=True)
    body = parser.parse(("enduiblock",))
    parser.delete_first_token()
    return UiNode(component, props, body)
