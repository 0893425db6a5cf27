"""Computed status: measures and tolerances become colours, and words that say why."""

from conspectus.engine.status.assessment import assess, assess_cost, assess_schedule, cost_of
from conspectus.engine.status.dates import Dates, dates
from conspectus.engine.status.exposure import RiskFacts, assess_risk
from conspectus.engine.status.forecast import CostFacts, assess_forecast
from conspectus.engine.status.groups import Child, GroupStatus, Share, assess_group
from conspectus.engine.status.registers import QualityFacts, ScopeFacts, assess_quality, assess_scope
from conspectus.engine.status.throughput import PaceFacts, assess_growth, assess_throughput, lacks_backlog
from conspectus.engine.status.together import GroupRegisters, RegisterPart, Threats, assess_registers, exchanged, merged
from conspectus.engine.status.verdict import Band, Colour, Confidence, Dimension, Status, Tolerances, not_assessed
from conspectus.engine.status.worth import Call, Verdict, worth

__all__ = [
    "Band",
    "Call",
    "Child",
    "Colour",
    "Confidence",
    "CostFacts",
    "Dates",
    "Dimension",
    "GroupRegisters",
    "GroupStatus",
    "PaceFacts",
    "QualityFacts",
    "RegisterPart",
    "RiskFacts",
    "ScopeFacts",
    "Share",
    "Status",
    "Threats",
    "Tolerances",
    "Verdict",
    "assess",
    "assess_cost",
    "assess_forecast",
    "assess_group",
    "assess_growth",
    "assess_quality",
    "assess_registers",
    "assess_risk",
    "assess_schedule",
    "assess_scope",
    "assess_throughput",
    "cost_of",
    "dates",
    "exchanged",
    "lacks_backlog",
    "merged",
    "not_assessed",
    "worth",
]
