"""What may be done to closures."""

from conspectus.rooms.closure.actions.course import (
    begin_closure,
    leave_point_open,
    submit_closure,
    withdraw_closure,
)
from conspectus.rooms.closure.actions.deciding import Verdict, decide_closure
from conspectus.rooms.closure.actions.handing import Handover, hand_over_open_items, release_people
from conspectus.rooms.closure.actions.points import (
    NewBenefit,
    answer_benefit,
    name_benefit_owner,
    plan_closing_review,
    reconcile_final_cost,
)

__all__ = [
    "Handover",
    "NewBenefit",
    "Verdict",
    "answer_benefit",
    "begin_closure",
    "decide_closure",
    "hand_over_open_items",
    "leave_point_open",
    "name_benefit_owner",
    "plan_closing_review",
    "reconcile_final_cost",
    "release_people",
    "submit_closure",
    "withdraw_closure",
]
