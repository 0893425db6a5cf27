"""The promises, what is asked of each, and where it is tested."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Goal:
    """One promise: ``asked`` cases at least, nothing found; ``tests`` are modules or single tests."""

    id: str
    words: str
    asked: int
    tests: tuple[str, ...]


MATRIX = "tests/doors/test_permission_matrix.py"
ATTACKS = "tests/doors/test_attacks.py"
SWAPPED = "tests/doors/test_swapped_ids.py"
SIGN_IN = "tests/rooms/accounts/test_sign_in.py"
FAULTS = "tests/config/test_faults.py"

GOALS = (
    Goal(
        "G1",
        "every operation and page against everybody; an address without a row fails",
        2_500,
        (
            f"{MATRIX}::test_every_address_has_a_row",
            f"{MATRIX}::test_operations",
            f"{MATRIX}::test_pages",
            f"{MATRIX}::test_a_reading_token_never_writes_and_a_closed_account_has_none",
            f"{MATRIX}::test_commands_know_no_foreign_project",
            "tests/rooms/portfolio/test_permission.py",
        ),
    ),
    Goal(
        "G2",
        "ids of another world in addresses, queries, bodies, cursors and file choices; foreign is missing",
        10_000,
        (
            SWAPPED,
            f"{MATRIX}::test_foreign_projects_answer_like_missing_ones",
            f"{MATRIX}::test_pages_of_a_foreign_project_are_those_of_a_missing_one",
            f"{ATTACKS}::test_an_id_of_another_world_opens_nothing",
        ),
    ),
    Goal(
        "G3",
        "money on every page, answer and pack for those who may not see it",
        600,
        (f"{MATRIX}::test_money_is_nowhere_for_those_who_may_not_see_it",),
    ),
    Goal(
        "G4",
        "names that were never offered, in every write",
        3_000,
        (
            f"{ATTACKS}::test_names_nobody_offered_are_refused_by_name",
            f"{ATTACKS}::test_names_nobody_offered_change_nothing_by_form",
        ),
    ),
    Goal("G5", "rules on the code: nothing turns input into power", 1, ("tests/house/test_law.py",)),
    Goal("G12", "bad inputs by page, API and command", 84 * 3, ("tests/doors/test_bad_input.py",)),
    Goal("G15", "texts that begin like formulas, in every file handed over", 1, ("tests/doors/test_hostile_names.py",)),
    Goal(
        "G17",
        "writes from another site, and being led away after signing in",
        60,
        (
            f"{MATRIX}::test_nothing_is_written_from_another_site",
            f"{ATTACKS}::test_nobody_is_led_away_after_signing_in",
        ),
    ),
    Goal("G18", "signing in: limits, timing, links", 400, (SIGN_IN, "tests/doors/web/test_sign_in_limits.py")),
    Goal(
        "G19",
        "settings and headers, local and deployed",
        9,
        ("tests/config/test_settings.py", "tests/doors/cli/test_deployed.py"),
    ),
    Goal("G21", "a sync of the disk before every acknowledgement", 200, ("tests/config/test_durable.py",)),
    Goal(
        "G22",
        "PostgreSQL killed under load: told in words, nothing acknowledged lost, goes on by itself",
        50,
        ("tests/config/test_processes.py::test_a_database_killed_under_load_loses_nothing_acknowledged",),
    ),
    Goal("G23", "a full disk: refused in words, nothing lost, works again", 4, (FAULTS,)),
    Goal("G26", "tamperings with the audit log, each found and placed", 1_000, ("tests/rooms/accounts/test_audit.py",)),
    Goal("G27", "edits at once: none overwrites another silently", 1, ("tests/rooms/portfolio/test_races.py",)),
    Goal("G28", "writes asked again with their key", 2_000, ("tests/doors/api/test_asked_again.py",)),
    Goal(
        "G31",
        "backups: restored under writes, every mutated one refused",
        100,
        ("tests/kit/test_backups.py", "tests/doors/cli/test_upkeep.py"),
    ),
    Goal("G34", "SQLite only as it is safe", 12, ("tests/kit/test_sqlite.py",)),
    Goal(
        "G35",
        "money: parts add to the whole, to the unit",
        100_000,
        ("tests/engine/test_apportion.py", "tests/rooms/money/test_ledger.py", "tests/engine/test_rates.py"),
    ),
    Goal(
        "G36",
        "earned value and sums against slow implementations of their own",
        1_000,
        ("tests/engine/earned/test_slow_oracle.py", "tests/rooms/money/test_standing.py"),
    ),
)
