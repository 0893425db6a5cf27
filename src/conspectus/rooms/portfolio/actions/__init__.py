"""Everything that can be done to portfolios, programmes, projects, roles and exchange rates."""

from conspectus.rooms.portfolio.actions.contracts import (
    ContractParticulars,
    add_variation,
    change_contract,
    create_contract,
    decide_claim,
    raise_claim,
)
from conspectus.rooms.portfolio.actions.field_values import is_required, set_field_values
from conspectus.rooms.portfolio.actions.fields import NewField, change_field, create_field, retire_field
from conspectus.rooms.portfolio.actions.groups import (
    arrange_programme,
    change_portfolio,
    change_programme,
    create_portfolio,
    create_programme,
)
from conspectus.rooms.portfolio.actions.life import Move, change_project_state, reopen_project
from conspectus.rooms.portfolio.actions.lists import (
    Figures,
    add_alias,
    remove_alias,
    remove_mapping,
    save_mapping,
    state_figures,
)
from conspectus.rooms.portfolio.actions.many_projects import ProjectChange, change_projects
from conspectus.rooms.portfolio.actions.objectives import (
    NewObjective,
    Serves,
    change_objective,
    create_objective,
    retire_objective,
    set_contributions,
)
from conspectus.rooms.portfolio.actions.parties import (
    PartyParticulars,
    change_party,
    create_party,
)
from conspectus.rooms.portfolio.actions.projects import (
    NewProject,
    change_project,
    create_project,
)
from conspectus.rooms.portfolio.actions.rates import NewRate, record_rates
from conspectus.rooms.portfolio.actions.roles import end_grant, give_project_role, grant_role, take_project_role
from conspectus.rooms.portfolio.actions.shares import (
    Part,
    set_shares,
)
from conspectus.rooms.portfolio.actions.streams import NewStream, cut_project
from conspectus.rooms.portfolio.actions.views import begin_with_view, change_view, remove_view, save_view

__all__ = [
    "ContractParticulars",
    "Figures",
    "Move",
    "NewField",
    "NewObjective",
    "NewProject",
    "NewRate",
    "NewStream",
    "Part",
    "PartyParticulars",
    "ProjectChange",
    "Serves",
    "add_alias",
    "add_variation",
    "arrange_programme",
    "begin_with_view",
    "change_contract",
    "change_field",
    "change_objective",
    "change_party",
    "change_portfolio",
    "change_programme",
    "change_project",
    "change_project_state",
    "change_projects",
    "change_view",
    "create_contract",
    "create_field",
    "create_objective",
    "create_party",
    "create_portfolio",
    "create_programme",
    "create_project",
    "cut_project",
    "decide_claim",
    "end_grant",
    "give_project_role",
    "grant_role",
    "is_required",
    "raise_claim",
    "record_rates",
    "remove_alias",
    "remove_mapping",
    "remove_view",
    "reopen_project",
    "retire_field",
    "retire_objective",
    "save_mapping",
    "save_view",
    "set_contributions",
    "set_field_values",
    "set_shares",
    "state_figures",
    "take_project_role",
]
