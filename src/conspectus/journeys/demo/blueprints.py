"""Kinds of work the invented enterprise does: the steps that are done once and those repeated for each unit."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """One task of a blueprint: its name, days of work, who does it, on which calendar.

    ``bought`` is the weight of what is bought with it, ``overlaps`` starts it when
    half of the step before is done, ``waits`` is a delay in days after the step before.
    """

    name: str
    days: float
    role: str
    calendar: str = "office"
    bought: float = 0.0
    overlaps: bool = False
    waits: int = 0


@dataclass(frozen=True, slots=True)
class Phase:
    """A summary of steps in order; ``each`` repeats it for every unit; ``gate`` is the milestone that ends it."""

    name: str
    steps: tuple[Step, ...]
    each: bool = False
    gate: str = ""


@dataclass(frozen=True, slots=True)
class Blueprint:
    """A kind of project: what one repeated unit is called, its phases in order."""

    unit: str
    phases: tuple[Phase, ...]


def _opening(*design: Step) -> tuple[Phase, ...]:
    return (
        Phase(
            "Mobilise",
            (
                Step("Agree mandate and tolerances", 4, "Project manager"),
                Step("Appoint the delivery team", 8, "Project manager"),
                Step("Set up controls and reporting", 5, "Planner"),
                Step("Confirm funding and risk allowance", 6, "Commercial lead"),
            ),
            gate="Mandate approved",
        ),
        Phase("Design", design, gate="Design frozen"),
    )


def _closing(*handover: Step) -> tuple[Phase, ...]:
    return (
        Phase("Hand over", handover, gate="In service"),
        Phase(
            "Close",
            (
                Step("Settle final accounts", 8, "Commercial lead"),
                Step("Collect lessons", 3, "Project manager"),
                Step("Write the closing report", 4, "Planner"),
            ),
            gate="Project closed",
        ),
    )


NETWORK = Blueprint(
    "Section",
    (
        *_opening(
            Step("Survey the route", 10, "Surveyor", "site"),
            Step("Model loads and capacity", 9, "Design engineer"),
            Step("Draw the outline design", 12, "Design engineer"),
            Step("Agree access with landowners", 14, "Commercial lead", overlaps=True),
            Step("Check the design for safety", 6, "Safety adviser"),
        ),
        Phase(
            "Order long-lead equipment",
            (
                Step("Write the specification", 6, "Design engineer"),
                Step("Run the tender", 15, "Commercial lead"),
                Step("Make and test at the works", 25, "Supplier", bought=9.0),
                Step("Deliver to store", 4, "Supplier", bought=3.0),
            ),
            gate="Equipment in store",
        ),
        Phase(
            "Build",
            (
                Step("Set out and fence", 3, "Site crew", "site"),
                Step("Dig and shore the trench", 7, "Site crew", "site", bought=0.6),
                Step("Lay ducts and bases", 6, "Site crew", "site", bought=1.2),
                Step("Install main equipment", 6, "Specialist fitter", "site", bought=2.0),
                Step("Pull and joint the cable", 5, "Specialist fitter", "site"),
                Step("Switch over at night", 2, "Control engineer", "night"),
                Step("Backfill and make good", 4, "Site crew", "site", overlaps=True),
                Step("Record as built", 2, "Surveyor"),
            ),
            each=True,
        ),
        *_closing(
            Step("Energise and soak test", 6, "Control engineer", "night"),
            Step("Tune protection settings", 4, "Control engineer", "night"),
            Step("Train operators", 5, "Trainer"),
            Step("Accept into operation", 3, "Control engineer"),
        ),
    ),
)

PLANT = Blueprint(
    "Stream",
    (
        *_opening(
            Step("Take samples and run trials", 14, "Process engineer"),
            Step("Size the process", 10, "Process engineer"),
            Step("Apply for the permit", 12, "Environment adviser"),
            Step("Draw civil and process design", 18, "Design engineer", overlaps=True),
            Step("Review hazards", 6, "Safety adviser"),
        ),
        Phase(
            "Prepare the ground",
            (
                Step("Move services", 8, "Site crew", "site", bought=1.0),
                Step("Clear and pile", 12, "Site crew", "site", bought=4.0),
                Step("Pour the main slab", 8, "Site crew", "site", bought=3.0),
            ),
            gate="Ground ready",
        ),
        Phase(
            "Build",
            (
                Step("Order tanks and pumps", 8, "Commercial lead", bought=0.5),
                Step("Make tanks and pumps", 20, "Supplier", bought=5.0, waits=2),
                Step("Build the tank walls", 10, "Site crew", "site", bought=1.6),
                Step("Set pumps and pipes", 9, "Specialist fitter", "site", bought=1.4),
                Step("Wire and instrument", 8, "Specialist fitter", "site", bought=0.8, overlaps=True),
                Step("Program the controls", 7, "Control engineer"),
                Step("Test wet", 5, "Process engineer", "site"),
            ),
            each=True,
        ),
        *_closing(
            Step("Run on trial load", 10, "Process engineer", "night"),
            Step("Prove the permit limits", 8, "Environment adviser"),
            Step("Train operators", 5, "Trainer"),
            Step("Accept into operation", 3, "Process engineer"),
        ),
    ),
)

ROLLOUT = Blueprint(
    "District",
    (
        *_opening(
            Step("Segment customers", 8, "Business analyst"),
            Step("Design the visit and the letter", 9, "Business analyst"),
            Step("Choose devices", 12, "Commercial lead", bought=1.0),
            Step("Build the booking line", 14, "Software engineer", overlaps=True),
            Step("Rehearse with staff homes", 6, "Field team", "site"),
        ),
        Phase(
            "Stock and people",
            (
                Step("Call off the first devices", 10, "Supplier", bought=8.0),
                Step("Hire installers", 15, "Project manager"),
                Step("Train installers", 8, "Trainer"),
            ),
            gate="Ready to roll out",
        ),
        Phase(
            "Roll out",
            (
                Step("Write to customers", 3, "Business analyst"),
                Step("Book visits", 5, "Field team", overlaps=True),
                Step("Stock the depot", 3, "Supplier", bought=2.5),
                Step("Install, first round", 9, "Field team", "site"),
                Step("Install, second round", 6, "Field team", "site"),
                Step("Clear access failures", 5, "Field team", "site"),
                Step("Check readings", 3, "Business analyst"),
            ),
            each=True,
        ),
        *_closing(
            Step("Switch billing to new readings", 6, "Software engineer"),
            Step("Survey customers", 6, "Business analyst"),
            Step("Hand over to operations", 4, "Field team"),
        ),
    ),
)

SYSTEM = Blueprint(
    "Module",
    (
        *_opening(
            Step("Interview users", 8, "Business analyst"),
            Step("Map processes", 10, "Business analyst"),
            Step("Choose the product", 15, "Commercial lead", bought=3.0),
            Step("Design data and interfaces", 12, "Solution architect"),
            Step("Agree security controls", 6, "Security engineer", overlaps=True),
        ),
        Phase(
            "Prepare platforms",
            (
                Step("Order licences", 5, "Commercial lead", bought=6.0),
                Step("Build environments", 8, "Software engineer"),
                Step("Set up identity and access", 5, "Security engineer"),
            ),
            gate="Platforms ready",
        ),
        Phase(
            "Build",
            (
                Step("Refine requirements", 4, "Business analyst"),
                Step("Configure", 9, "Software engineer", bought=0.3),
                Step("Build interfaces", 8, "Software engineer", overlaps=True),
                Step("Migrate a trial load", 5, "Data engineer"),
                Step("Test the module", 6, "Tester"),
                Step("Correct and retest", 4, "Software engineer"),
                Step("Accept the module", 2, "Business analyst"),
            ),
            each=True,
        ),
        *_closing(
            Step("Rehearse the cut-over", 5, "Data engineer", "night"),
            Step("Train users", 8, "Trainer"),
            Step("Cut over", 3, "Data engineer", "night"),
            Step("Support the first weeks", 15, "Software engineer"),
        ),
    ),
)

TERMINAL = Blueprint(
    "Bay",
    (
        *_opening(
            Step("Count flows and peaks", 8, "Business analyst"),
            Step("Lay out the terminal", 12, "Design engineer"),
            Step("Apply for planning consent", 20, "Environment adviser"),
            Step("Design structure and services", 16, "Design engineer", overlaps=True),
            Step("Plan works under traffic", 6, "Safety adviser"),
        ),
        Phase(
            "Enabling works",
            (
                Step("Divert traffic", 4, "Site crew", "night", bought=0.8),
                Step("Demolish old sheds", 9, "Site crew", "site", bought=1.5),
                Step("Build the yard drains", 10, "Site crew", "site", bought=2.5),
            ),
            gate="Yard handed over",
        ),
        Phase(
            "Build",
            (
                Step("Excavate footings", 4, "Site crew", "site", bought=0.4),
                Step("Pour footings", 4, "Site crew", "site", bought=0.8),
                Step("Raise steel", 6, "Specialist fitter", "site", bought=2.2, waits=5),
                Step("Clad and roof", 6, "Site crew", "site", bought=1.4),
                Step("Fit doors and levellers", 4, "Specialist fitter", "site", bought=1.1),
                Step("Wire and light", 5, "Specialist fitter", "site", bought=0.7, overlaps=True),
                Step("Inspect and snag", 3, "Safety adviser"),
            ),
            each=True,
        ),
        *_closing(
            Step("Install the yard system", 10, "Software engineer", bought=2.0),
            Step("Rehearse with live loads", 6, "Field team", "night"),
            Step("Train shift teams", 5, "Trainer"),
            Step("Open for traffic", 2, "Field team"),
        ),
    ),
)

FLEET = Blueprint(
    "Depot",
    (
        *_opening(
            Step("Log duty cycles", 10, "Business analyst"),
            Step("Choose vehicles and chargers", 14, "Commercial lead"),
            Step("Ask for grid connections", 12, "Design engineer", overlaps=True),
            Step("Write the depot standard", 7, "Design engineer"),
        ),
        Phase(
            "Buy vehicles",
            (
                Step("Sign the framework", 8, "Commercial lead"),
                Step("Build and deliver first vehicles", 30, "Supplier", bought=14.0),
                Step("Prove on one route", 10, "Field team", "site"),
            ),
            gate="First vehicles proven",
        ),
        Phase(
            "Convert depots",
            (
                Step("Survey the depot", 3, "Surveyor"),
                Step("Reinforce the supply", 8, "Specialist fitter", "site", bought=1.6),
                Step("Lay bases and ducts", 6, "Site crew", "site", bought=0.8),
                Step("Fit chargers", 6, "Specialist fitter", "site", bought=2.4),
                Step("Join to the load manager", 4, "Software engineer"),
                Step("Deliver vehicles", 5, "Supplier", bought=4.0, overlaps=True),
                Step("Train drivers", 4, "Trainer"),
            ),
            each=True,
        ),
        *_closing(
            Step("Move routes across", 8, "Field team", "site"),
            Step("Sell the old vehicles", 10, "Commercial lead"),
            Step("Measure energy and range", 6, "Business analyst"),
        ),
    ),
)

BLUEPRINTS = {
    "network": NETWORK,
    "plant": PLANT,
    "rollout": ROLLOUT,
    "system": SYSTEM,
    "terminal": TERMINAL,
    "fleet": FLEET,
}

# Minor units an hour, before the project's price level.
RATES = {
    "Project manager": 9600,
    "Planner": 7200,
    "Commercial lead": 8800,
    "Design engineer": 8400,
    "Process engineer": 8600,
    "Solution architect": 10400,
    "Software engineer": 8200,
    "Data engineer": 8400,
    "Security engineer": 9400,
    "Business analyst": 7400,
    "Tester": 6400,
    "Trainer": 5600,
    "Surveyor": 6200,
    "Safety adviser": 7000,
    "Environment adviser": 7400,
    "Site crew": 4800,
    "Specialist fitter": 6200,
    "Control engineer": 8000,
    "Field team": 4400,
    "Supplier": 6800,
}
CREWS = {"Site crew": 8, "Specialist fitter": 4, "Field team": 10, "Software engineer": 4, "Supplier": 3, "Tester": 3}
