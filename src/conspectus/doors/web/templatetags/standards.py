"""Filters of standards: how a clause binds and stands, what changed, what a fact is called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django import template
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conspectus.engine.policies import OF_FIELDS
from conspectus.rooms.facts.choices import FACTS
from conspectus.rooms.facts.queries.own import fact_name
from conspectus.rooms.standards.choices import Binding, Standing

register = template.Library()
PARTS = {
    "policies": _("Policy"),
    "stages": _("Stage"),
    "gates": _("Gate"),
    "deliverables": _("Deliverable"),
    "roles": _("Role"),
    "tiers": _("Tier"),
    "tolerances": _("Tolerance"),
    "rating_scales": _("Rating scale"),
    "kpis": _("Indicator"),
    "method": _("Method"),
}
CHANGES = {"added": _("added"), "removed": _("removed"), "changed": _("changed"), "moved": _("moved")}
OWN = {"today": _("the day that is asked"), "tier": _("the tier")}


@register.filter
def binding(value: str) -> str:
    """Return how strictly a clause binds."""
    return str(Binding(value).label)


@register.filter
def standing(value: str) -> str:
    """Return how a project stands to a clause."""
    return str(Standing(value).label)


@register.filter
def method_part(value: str) -> str:
    """Return what part of a method something is."""
    return str(PARTS[value])


@register.filter
def method_change(value: str) -> str:
    """Return what happened to a part."""
    return str(CHANGES[value])


@register.filter
def called_in(keys: str | Sequence[str], names: Mapping[str, str]) -> str:
    """Return what the parts of a method are called that are named by these keys."""
    return ", ".join(names.get(key, key) for key in ((keys,) if isinstance(keys, str) else keys))


@register.filter
def fact_label(name: str) -> str:
    """Return what a fact is called."""
    if name.startswith(OF_FIELDS):
        return fact_name(name)
    fact = FACTS.get(name)
    return gettext(str(fact.label)) if fact else str(OWN.get(name, name))
