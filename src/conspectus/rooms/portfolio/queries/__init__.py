"""Everything that is asked of the portfolio; every answer starts from what the asker may see."""

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

__all__ = [
    "SORTS",
    "ProjectFilter",
    "contributions_of",
    "contributions_on",
    "find_projects",
    "get_grant",
    "get_objective",
    "get_portfolio",
    "get_programme",
    "get_project",
    "get_scope",
    "grants_over",
    "objectives_of",
    "project_by_code",
    "project_people",
    "visible_portfolios",
    "visible_programmes",
    "visible_projects",
]
