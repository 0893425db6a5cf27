"""Everything that can be done to a project's schedule."""

from conspectus.rooms.schedule.actions.baselines import set_baseline
from conspectus.rooms.schedule.actions.costs import set_cost_rule
from conspectus.rooms.schedule.actions.editing import edit_plan, preview_edit
from conspectus.rooms.schedule.actions.imports import Imported, Preview, import_plan, plan_to_come, preview_import
from conspectus.rooms.schedule.actions.limits import hold_cost_to, take_costs_anew, tell_spent
from conspectus.rooms.schedule.actions.parts import fill_parts
from conspectus.rooms.schedule.actions.registers import keep_register_status
from conspectus.rooms.schedule.actions.tolerances import OVER_IT, NewTolerance, set_tolerance
from conspectus.rooms.schedule.actions.watching import watch_task
from conspectus.rooms.schedule.bridge.drafting import DraftRefused
from conspectus.rooms.schedule.bridge.files import ChooseProject, FileRefused, PlanChoice
from conspectus.rooms.schedule.bridge.said import AMOUNTS, DATE_ORDERS, Said

__all__ = [
    "AMOUNTS",
    "DATE_ORDERS",
    "OVER_IT",
    "ChooseProject",
    "DraftRefused",
    "FileRefused",
    "Imported",
    "NewTolerance",
    "PlanChoice",
    "Preview",
    "Said",
    "edit_plan",
    "fill_parts",
    "hold_cost_to",
    "import_plan",
    "keep_register_status",
    "plan_to_come",
    "preview_edit",
    "preview_import",
    "set_baseline",
    "set_cost_rule",
    "set_tolerance",
    "take_costs_anew",
    "tell_spent",
    "watch_task",
]
