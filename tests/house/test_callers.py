"""Everything in the source is reached from where the program is entered; nothing lives for its tests alone."""

from __future__ import annotations

from tests.house.callers import Place, house, reached

# Entered by name from outside the source: (module, name): by whom.
ENTERED: dict[Place, str] = {
    ("conspectus.__main__", "main"): "the command",
    ("conspectus.formats.schedules.child.loop", "main"): "the reader's child process",
    ("conspectus.kit.fresh.management.commands.migrate", "Command"): "Django, by the name of its command",
    ("conspectus.kit.immutable", "never_changes"): "migrations, which Django runs by name",
    ("conspectus.kit.sqlite.base", "DatabaseWrapper"): "Django, by the name of the database's engine",
}
# Reached by tests alone today; each entry goes with the change that connects or deletes it.
AWAITED: set[str] = set()


def _is_entered(module: str, name: str) -> bool:
    """Say what Django, and Python itself, look up by name: settings, addresses, apps, a package's lazy names."""
    by_django = (
        module.startswith("conspectus.config.") or name in {"urlpatterns", "register"} or module.endswith(".apps")
    )
    return by_django or name.startswith("__")


def test_everything_is_reached_from_a_door_or_a_setting() -> None:
    places = {(module.name, name) for module in house().values() for name in module.defined}
    roots = {place for place in places if _is_entered(*place)} | set(ENTERED)
    assert roots <= places, f"entered, but not there: {roots - places}"
    seen = reached(roots)
    assert len(seen) > 1_500
    idle = {f"{module}.{name}" for module, name in places - seen}
    assert "\n".join(sorted(idle ^ AWAITED)) == ""
