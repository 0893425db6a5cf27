"""What may be done to exceptions, and at gates."""

from conspectus.rooms.governance.actions.assurance import NewReview, Rated, publish_review
from conspectus.rooms.governance.actions.evidence import ChosenEvidence, choose_evidence
from conspectus.rooms.governance.actions.exceptions import (
    NewOption,
    Written,
    close_exception,
    decide_exception,
    open_exception,
    write_exception,
)
from conspectus.rooms.governance.actions.following import Red, ask_for_exception, end_exception, keep_followed
from conspectus.rooms.governance.actions.gate_decisions import (
    DecidedGate,
    NewCondition,
    decide_gate,
    judge_gate_condition,
    meet_gate_condition,
    said_by,
)
from conspectus.rooms.governance.actions.gates import (
    HeldGate,
    PlannedGate,
    Reviewing,
    change_gate_review,
    hold_gate_review,
    plan_gate_review,
    withdraw_gate_review,
)
from conspectus.rooms.governance.actions.promises import NewPromise, make_promise, record_promise_done, renew_promise

__all__ = [
    "ChosenEvidence",
    "DecidedGate",
    "HeldGate",
    "NewCondition",
    "NewOption",
    "NewPromise",
    "NewReview",
    "PlannedGate",
    "Rated",
    "Red",
    "Reviewing",
    "Written",
    "ask_for_exception",
    "change_gate_review",
    "choose_evidence",
    "close_exception",
    "decide_exception",
    "decide_gate",
    "end_exception",
    "hold_gate_review",
    "judge_gate_condition",
    "keep_followed",
    "make_promise",
    "meet_gate_condition",
    "open_exception",
    "plan_gate_review",
    "publish_review",
    "record_promise_done",
    "renew_promise",
    "said_by",
    "withdraw_gate_review",
    "write_exception",
]
