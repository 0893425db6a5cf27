"""What rows of the portfolio table can be grouped by, and the order of the groups."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, F, IntegerField, QuerySet, Value, When
from django.db.models.expressions import Combinable, OrderBy
from django.db.models.functions import Coalesce

from conspectus.kit.errors import Invalid
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.choices import State
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries.field_values import BY_FIELD, field_groups
from conspectus.rooms.schedule.choices import Colour
from conspectus.rooms.schedule.queries.ranks import COLOURS, RANKS, overall_rank

PLACES = {"portfolio": "name", "programme": "name", "division": "path", "manager": "name"}
STATES = tuple(State)


@dataclass(frozen=True, slots=True)
class Group:
    """What a group is known by in a filter, and what it is called; both empty for projects that lie in none."""

    key: str
    label: str


def in_groups(found: QuerySet[Project], by: User, name: str, on: date) -> QuerySet[Project]:
    """Return the projects with ``group_key`` and ``group_label``, those of a group together before their own order."""
    order: Combinable
    key: Combinable
    label: Combinable
    if name in PLACES:
        order, key, label = (F(f"{name}__{PLACES[name]}"), F(f"{name}_id"), F(f"{name}__name"))
    elif name == "state":
        ranks = [When(state=state, then=Value(rank)) for rank, state in enumerate(STATES)]
        order = Case(*ranks, output_field=IntegerField())
        key, label = F("state"), F("state")
    elif name == "status":
        # Without a plan nothing is assessed; the filter by status takes both for one, too.
        order = key = label = Coalesce(overall_rank(), Value(RANKS["not_assessed"]))
    elif name.startswith(BY_FIELD):
        order, key, label = field_groups(by, name.removeprefix(BY_FIELD), on)
    else:
        raise Invalid("group", "Cannot group by '%(name)s'.", "group", name=name[:60])
    found = found.annotate(group_key=key, group_label=label).alias(group_order=order)
    ahead = [OrderBy(F(each), nulls_last=True) for each in ("group_order", "group_key")]
    return found.order_by(*ahead, *found.query.order_by)


def group_of(name: str, key: object, label: object) -> Group:
    """Return a group from what the database says of it."""
    if name == "state":
        return Group(str(key), str(State(str(key)).label))
    if name == "status":
        colour = COLOURS[int(str(key))]
        return Group(colour, str(Colour(colour).label))
    if isinstance(key, bool):
        return Group("yes", "Yes") if key else Group("no", "No")
    return Group("" if key is None else str(key), str(label or ""))
