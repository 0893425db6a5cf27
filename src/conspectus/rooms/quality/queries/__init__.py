"""Everything that is asked of the quality of projects; every answer starts from what the asker may see."""

from conspectus.rooms.quality.queries.checks import (
    CheckFilter,
    CheckView,
    check_views,
    find_checks,
    get_check,
    reviews_of,
)
from conspectus.rooms.quality.queries.conformity import (
    DUE,
    ConformityFilter,
    ConformityView,
    conformity_view,
    conformity_views,
    find_nonconformities,
    get_nonconformity,
    steps_of,
)
from conspectus.rooms.quality.queries.standing import (
    QualityStanding,
    Rework,
    quality_standings,
    rework_of,
)

__all__ = [
    "DUE",
    "CheckFilter",
    "CheckView",
    "ConformityFilter",
    "ConformityView",
    "QualityStanding",
    "Rework",
    "check_views",
    "conformity_view",
    "conformity_views",
    "find_checks",
    "find_nonconformities",
    "get_check",
    "get_nonconformity",
    "quality_standings",
    "reviews_of",
    "rework_of",
    "steps_of",
]
