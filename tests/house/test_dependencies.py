"""Every dependency has a use in the source."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import packages_distributions

from tests.house.tree import ROOT, SOURCE


def _wanted() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {re.split(r"[\[<>=]", line)[0].casefold().replace("_", "-") for line in project["dependencies"]}


def _modules() -> dict[str, set[str]]:
    """Return what each distribution is imported as."""
    found: dict[str, set[str]] = {}
    for module, distributions in packages_distributions().items():
        for name in distributions:
            found.setdefault(name.casefold().replace("_", "-"), set()).add(module)
    return found


def test_every_dependency_is_used() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py"))
    text += "\n".join(path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.html"))
    spoken, modules = set(re.findall(r"\w+", text)), _modules()
    assert [name for name in _wanted() if not spoken & modules.get(name, set())] == []
