"""What the demo's projects are for: objectives of the enterprise, what serves them, and the teams that do the work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from conspectus.journeys.demo.enterprise import DIRECTOR, DIVISIONS, MANAGERS, PROGRAMMES, SPONSOR
from conspectus.journeys.demo.organisation import Organisation
from conspectus.rooms.accounts.choices import Role
from conspectus.rooms.portfolio.actions import (
    NewObjective,
    Serves,
    change_project,
    create_objective,
    give_project_role,
    set_contributions,
)
from conspectus.rooms.portfolio.models import Objective

WHOLE = 10_000  # basis points


@dataclass(frozen=True, slots=True)
class _Aim:
    name: str
    owner: str
    measure: str
    unit: str
    target: float
    weight: int


_HEADS = {key: head for key, _, head in DIVISIONS}
AIMS = {
    "supply": _Aim("Supply without interruption", _HEADS["power"], "Minutes without supply", "min a year", 25, 3),
    "water": _Aim("Less water lost on its way", _HEADS["water"], "Water lost", "%", 11, 2),
    "freight": _Aim("Freight that moves from road to rail", _HEADS["freight"], "Share on rail", "%", 34, 2),
    "carbon": _Aim("Half the carbon of 2019", _HEADS["heat"], "Carbon emitted", "kt a year", 180, 3),
    "customer": _Aim("Settled at the first contact", _HEADS["customer"], "Settled at first contact", "%", 82, 1),
    "estate": _Aim("One platform instead of forty systems", _HEADS["digital"], "Systems in use", "systems", 12, 1),
}

# By project: what it is for in a sentence, and which objectives it serves in what part (%). Two never said, three
# serve something nobody wrote down: what a method asks for is not everywhere kept.
PURPOSES: dict[str, tuple[str, dict[str, int]]] = {
    "RN-01": (
        "Closes the ring around the estuary, so that one burst main no longer leaves a whole town without water.",
        {"supply": 60, "water": 40},
    ),
    "RN-02": (
        "Replaces the oldest treatment works of the group before its permit ends and doubles what it treats in a day.",
        {"supply": 100},
    ),
    "RN-03": (
        "Renews nine substations whose switchgear can no longer be repaired, without an outage longer than four hours.",
        {"supply": 100},
    ),
    "RN-04": ("Gives the island a second cable, so that a fault at sea is no longer a blackout.", {"supply": 100}),
    "RN-05": (
        "Keeps the pumping stations dry in a flood that comes once in two hundred years, and their pumps in service.",
        {"supply": 80},
    ),
    "RN-06": ("", {"supply": 100}),
    "NC-01": (
        "Builds the third terminal of the harbour, with rail on the quay, for the freight that goes by road today.",
        {"freight": 90, "carbon": 10},
    ),
    "NC-02": (
        "Joins four rented cold stores in one hub beside the railway and ends the leases within a year of opening.",
        {"freight": 70, "carbon": 30},
    ),
    "NC-03": ("A siding and a crane, so that containers change between ship and train in one lift.", {"freight": 100}),
    "NC-04": (
        "One system for every yard of the corridor: who stands where, what leaves next, and what it waits for.",
        {"freight": 50, "estate": 50},
    ),
    "NC-05": ("Customs papers are handed in once and reach every authority that asks for them today.", {}),
    "NC-06": (
        "Six inland depots where trains are loaded at night, so that lorries drive the last kilometres only.",
        {"freight": 80},
    ),
    "CO-01": (
        "Replaces nine hundred vans by electric ones, with chargers at every depot and drivers who were asked first.",
        {"carbon": 100},
    ),
    "CO-02": (
        "Heats the harbour quarter with what the plants there throw away, and takes eleven gas boilers out of service.",
        {"carbon": 100},
    ),
    "CO-03": ("Cleans the gas of two digesters until it may enter the public grid.", {}),
    "CO-04": (
        "Makes power and heat of the sludge that is driven two hundred kilometres to be burnt elsewhere today.",
        {"carbon": 70},
    ),
    "CO-05": (
        "Finds leaks by listening to every main of the group, street by street, and mends the worst within a week.",
        {"water": 100},
    ),
    "CO-06": ("Solar panels on the roofs of every depot that can carry them.", {"carbon": 100}),
    "CD-01": (
        "Every customer gets a meter that reads itself, so that bills are right and leaks behind the meter are seen.",
        {"customer": 60, "water": 40},
    ),
    "CD-02": (
        "One billing system instead of five, with bills a customer can read and a month that closes in three days.",
        {"customer": 50, "estate": 50},
    ),
    "CD-03": (
        "What customers call about most often they can do themselves: move house, change a payment, report a fault.",
        {"customer": 100},
    ),
    "CD-04": ("Complaints are called back within a working day, by somebody who may decide.", {"customer": 100}),
    "CD-05": (
        "One place for the group's data, owned, described and good enough to plan and to bill with.",
        {"estate": 80},
    ),
    "CD-06": ("", {}),
}


def say_what_for(organisation: Organisation, at: datetime) -> None:
    """Write down the enterprise's objectives, what each project is for and serves, and who works on it."""
    aims = _write_aims(organisation, at)
    for place, project in enumerate(organisation.projects):
        words, parts = PURPOSES.get(project.code, ("", {}))
        manager = organisation.people[MANAGERS[place % len(MANAGERS)]]
        row = project
        if words:
            row = change_project(project=row, changes={"summary": words}, revision=row.revision, by=manager, at=at)
        if parts:
            serves = [Serves(aims[key], part * WHOLE // 100) for key, part in parts.items()]
            row = set_contributions(project=row, contributions=serves, revision=row.revision, by=manager, at=at)
        project.refresh_from_db()
        if project.code != "RN-06":
            _gather_team(organisation, place, at)


def _write_aims(organisation: Organisation, at: datetime) -> dict[str, Objective]:
    return {
        key: create_objective(
            portfolio=organisation.portfolio,
            new=NewObjective(
                name=aim.name,
                owner=organisation.people[aim.owner].person,
                measure=aim.measure,
                unit=aim.unit,
                target=aim.target,
                weight=aim.weight,
            ),
            by=organisation.people[DIRECTOR],
            at=at,
        )
        for key, aim in AIMS.items()
    }


def _gather_team(organisation: Organisation, place: int, at: datetime) -> None:
    """Put the sponsor, the manager of the programme and a neighbour who lends a hand into the project."""
    project = organisation.projects[place]
    heads = {name: head for _, name, head in PROGRAMMES}
    wanted = {
        SPONSOR: Role.SPONSOR,
        MANAGERS[(place + 5) % len(MANAGERS)]: Role.TEAM_MEMBER,
        heads.get(project.programme.name if project.programme else "", ""): Role.TEAM_MEMBER,
    }
    for name, role in wanted.items():
        if name in organisation.people:
            person = organisation.people[name].person
            give_project_role(project=project, person=person, role=role, by=organisation.director, at=at)
