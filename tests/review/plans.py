"""Small plans as people write them, for reviews that need no Java."""

from __future__ import annotations

HEADS = (
    "Id,Task,Duration,Predecessors,Start,Cost,Currency,Percent,Actual start,Actual finish,"
    "Baseline start,Baseline finish,Baseline cost,Actual cost,Milestone"
)
LATE = "\n".join([
    HEADS,
    "1,Dig,5d,,2026-01-05,1000,EUR,100,2026-01-05,2026-01-09,2026-01-05,2026-01-09,1000,1300,",
    "2,Build,15d,1,,5000,EUR,20,2026-01-12,,2026-01-12,2026-01-23,5000,2000,",
    "3,Handover,0d,2,,,EUR,0,,,2026-01-23,2026-01-23,,,yes",
]).encode()  # fmt: skip
BARE = b"Id,Task,Duration,Predecessors\n1,Think,3d,\n2,Do,5d,1\n"
CIRCLE = b"Id,Task,Duration,Predecessors\n1,A,3d,2\n2,B,5d,1\n"
COSTS = b"""Project,Task,Date,Actual,Currency
late,1,2026-01-09,1250.50,EUR
late,Build,2026-01,310,EUR
other,,2026-01-09,5,EUR
"""
