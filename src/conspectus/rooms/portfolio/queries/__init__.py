"""Everything that is asked of the portfolio; every answer starts from what the asker may see."""

from conspectus.rooms.portfolio.queries.lists import aliases_of, get_alias, get_mapping, mappings_of, stated_of
from conspectus.rooms.portfolio.queries.objectives import (
    contributions_of,
    contributions_on,
    get_objective,
    objectives_of,
)
from conspectus.rooms.portfolio.queries.projects import (
    SORTS,
    ProjectFilter,
    find_projects,
    get_grant,
    get_portfolio,
    get_programme,
    get_project,
    get_scope,
    grants_over,
    project_by_code,
    project_people,
    visible_portfolios,
    visible_programmes,
    visible_projects,
)
from conspectus.rooms.portfolio.queries.rates import (
    RateFilter,
    RateState,
    currencies_without_rate,
    find_rates,
    rates_in_force,
    rates_of,
)
from conspectus.rooms.portfolio.queries.shares import (
    shares_of,
    shares_on,
)

__all__ = [
    "SORTS",
    "ProjectFilter",
    "RateFilter",
    "RateState",
    "aliases_of",
    "contributions_of",
    "contributions_on",
    "currencies_without_rate",
    "find_projects",
    "find_rates",
    "get_alias",
    "get_grant",
    "get_mapping",
    "get_objective",
    "get_portfolio",
    "get_programme",
    "get_project",
    "get_scope",
    "grants_over",
    "mappings_of",
    "objectives_of",
    "project_by_code",
    "project_people",
    "rates_in_force",
    "rates_of",
    "shares_of",
    "shares_on",
    "stated_of",
    "visible_portfolios",
    "visible_programmes",
    "visible_projects",
]
