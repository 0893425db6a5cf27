"""The invented enterprise: its divisions, programmes, people and 24 projects, each with its declared story."""

from __future__ import annotations

from dataclasses import dataclass

NAME = "Aldermere Group"
CURRENCY = "EUR"
PRICE_LEVEL = {"EUR": 1.0, "GBP": 0.9, "NOK": 11.0}  # what an hour costs there; not a rate of exchange
MAIL = "aldermere.example"

# Key, name, name of its head.
DIVISIONS = (
    ("water", "Aldermere Water", "Ingrid Solheim"),
    ("power", "Power Networks", "Tomas Wrede"),
    ("heat", "Heat and Gas", "Maud Ferrier"),
    ("freight", "Freight and Ports", "Pieter Halloran"),
    ("customer", "Customers and Metering", "Yasmin Okoro"),
    ("digital", "Digital and Estates", "Lukas Brandvik"),
)

# Key, name, name of its manager.
PROGRAMMES = (
    ("resilient", "Resilient Networks", "Helena Marsh"),
    ("corridor", "Northern Freight Corridor", "Gustav Linde"),
    ("clean", "Clean Operations", "Amara Diallo"),
    ("core", "Customer and Digital Core", "Robin Castell"),
)

OWN_PLAN = ("resilient", "RN-06")  # the programme, and the project whose plan is its own
OWN_BUDGET = "clean"  # the programme that was approved a budget of its own
# Programmes that report: what their sums say, and green whatever they say: one over a red project, one over red sums.
HONEST, ROSY = "resilient", ("corridor", "core")
SMALL = (
    "Small projects",
    {"slip_percent": (10.0, 20.0), "overrun_percent": (10.0, 20.0)},
    "Below ten million a few days or a small overrun weigh less.",
)
SMALL_PROJECT = "CO-06"

# By project: name, codes of the phases in its plan, lead, days after today it was agreed to end.
STREAMS = {
    "RN-06": (
        ("Design and building", "2, 3", "Chiara Doyle", -150),
        ("Fitting out and moves", "4", "Hugo Adeyemi", 20),
        ("Service", "5", "Helena Marsh", 60),
    ),
    "NC-01": (
        ("Design and permits", "2, 3", "Greta Novak", -300),
        ("Berths and yards", "4", "Jonas Merle", 200),
        ("Trial operation", "5, 6", "Gustav Linde", 260),
    ),
}

DIRECTOR = "Edith Varga"  # heads the project management office
ANALYST = "Noel Tarrant"  # its portfolio analyst
SPONSOR = "Carola Stenmark"
AUDITOR = "Ivo Petrak"

MANAGERS = (
    "Alice Renner",
    "Bram Osei",
    "Chiara Doyle",
    "David Ekman",
    "Elif Morgan",
    "Farid Lund",
    "Greta Novak",
    "Hugo Adeyemi",
    "Iris Falk",
    "Jonas Merle",
    "Katya Bloom",
    "Liam Sorel",
)


# By division; the shared one works across them.
SUPPLIERS = {
    "water": "Brightwater Plant",
    "power": "Nordkap Cable",
    "heat": "Emberline Heat",
    "freight": "Halvorsen Marine Works",
    "customer": "Tessel Systems",
    "digital": "Tessel Systems",
    "shared": "Corvane Switchgear",
}


@dataclass(frozen=True, slots=True)
class Contracted:
    """How a contract with the shared supplier goes: days past its end, shares of its value varied and claimed."""

    days_late: int = 0
    varied: float = 0.0
    claimed: float = 0.0


TROUBLED = {
    "RN-03": Contracted(claimed=0.14),
    "NC-01": Contracted(days_late=75, claimed=0.06),
    "CO-02": Contracted(varied=0.08, claimed=0.07),
    "CD-01": Contracted(varied=0.02),
}


@dataclass(frozen=True, slots=True)
class Seed:
    """One project as the seed table declares it.

    ``tasks`` is about how many rows its plan has, ``months`` how long it was meant
    to take, ``elapsed`` the share of that time gone at the last month's end,
    ``budget`` its cost in whole units of ``currency`` (in thousands), ``handed_in`` the kind of file.
    """

    code: str
    name: str
    programme: str
    division: str
    blueprint: str
    tasks: int
    months: int
    elapsed: float
    story: str
    budget: int
    currency: str = CURRENCY
    region: str = "continent"
    handed_in: str = "mspdi"


SEEDS = (
    Seed("RN-01", "Estuary ring main", "resilient", "water", "network", 240, 22, 0.55, "steady", 18_400),
    Seed("RN-02", "Hillfoot treatment works", "resilient", "water", "plant", 320, 28, 0.62, "float_eaten", 42_000),
    Seed("RN-03", "Substation renewal east", "resilient", "power", "network", 380, 26, 0.48, "squeezed", 31_500),
    Seed("RN-04", "Island cable", "resilient", "power", "network", 180, 20, 0.70, "late", 290_000, "NOK", "north"),
    Seed(
        "RN-05", "Flood defence of pumping stations", "resilient", "water", "plant", 210, 18, 0.35, "value_gone", 12_900
    ),
    Seed("RN-06", "Control room relocation", "resilient", "power", "system", 120, 14, 0.80, "almost_done", 7_600),
    Seed("NC-01", "Harbour terminal three", "corridor", "freight", "terminal", 380, 30, 0.50, "front_loaded", 58_000),
    Seed("NC-02", "Cold store hub", "corridor", "freight", "terminal", 230, 20, 0.66, "cost_creep", 24_300),
    Seed(
        "NC-03",
        "Rail siding and crane",
        "corridor",
        "freight",
        "terminal",
        150,
        16,
        0.40,
        "steady",
        168_000,
        "NOK",
        "north",
    ),
    Seed("NC-04", "Yard system", "corridor", "digital", "system", 190, 15, 0.58, "rebaselined", 6_900),
    Seed("NC-05", "Customs single window", "corridor", "digital", "system", 110, 12, 0.75, "stale", 3_800),
    Seed(
        "NC-06",
        "Inland depot network",
        "corridor",
        "freight",
        "terminal",
        260,
        24,
        0.22,
        "ahead",
        29_700,
        "GBP",
        "isles",
    ),
    Seed("CO-01", "Electric van fleet", "clean", "heat", "fleet", 210, 24, 0.52, "recovering", 33_600),
    Seed(
        "CO-02", "District heat from the harbour", "clean", "heat", "network", 340, 26, 0.44, "moved_baseline", 37_200
    ),
    Seed("CO-03", "Biogas upgrade", "clean", "heat", "plant", 170, 18, 0.60, "stale", 14_100),
    Seed(
        "CO-04", "Sludge to energy", "clean", "heat", "plant", 280, 24, 0.30, "moved_baseline", 27_400, "GBP", "isles"
    ),
    Seed("CO-05", "Leak detection at scale", "clean", "water", "rollout", 200, 18, 0.68, "stale", 8_700),
    Seed("CO-06", "Solar on depots", "clean", "power", "fleet", 130, 14, 1.0, "ahead", 9_900),
    Seed("CD-01", "Smart meter rollout", "core", "customer", "rollout", 360, 30, 0.57, "cost_creep", 46_000),
    Seed("CD-02", "New billing system", "core", "customer", "system", 300, 22, 0.63, "costly", 17_800, "GBP", "isles"),
    Seed("CD-03", "Customer app", "core", "customer", "system", 90, 10, 0.45, "uncosted", 2_400, handed_in="workbook"),
    Seed(
        "CD-04",
        "Complaints and callbacks",
        "core",
        "customer",
        "rollout",
        70,
        9,
        0.92,
        "steady",
        1_900,
        handed_in="csv",
    ),
    Seed("CD-05", "Data platform", "core", "digital", "system", 220, 20, 0.38, "loose_logic", 11_300),
    Seed("CD-06", "Head office move", "core", "digital", "terminal", 140, 16, 0.15, "steady", 10_600),
)


def mail(name: str) -> str:
    """Return a person's address in the invented enterprise."""
    return f"{name.lower().replace(' ', '.')}@{MAIL}"


def manager_of(number: int) -> str:
    """Return who manages the project at this place of the seed table."""
    return MANAGERS[number % len(MANAGERS)]
