"""The laws of the house: who may import whom, who holds a pen, where foreign keys point."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from tests.house.tree import ROOT, SOURCE, functions, modules

ROOMS = [
    *("accounts", "files", "outbox", "runs", "portfolio", "periods", "facts", "approval", "followup", "resources"),
    *("schedule", "scope", "money", "benefits", "links", "risks", "quality", "changes", "forecast"),
    *("standards", "status"),
    *("governance", "intake", "knowledge", "survey", "metrics", "packs", "stakeholders", "search"),
]


def test_imports_follow_the_law() -> None:
    command = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:]


@pytest.mark.parametrize("floor", ["engine", "formats", "review"])
def test_pure_floors_never_meet_django(floor: str) -> None:
    names = [
        path.removeprefix("src/").removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for path, _, _ in modules(floor)
        if not path.endswith(("__main__.py", "child.py"))
    ]
    probe = (
        "import importlib, sys\n"
        f"for name in {names!r}: importlib.import_module(name)\n"
        "sys.exit('django' in sys.modules or 'conspectus.rooms' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{floor} meets Django: {done.stderr[-2000:]}"


def test_web_start_up_imports_nothing_heavy() -> None:
    probe = (
        "import os, sys\n"
        "os.environ['DJANGO_SETTINGS_MODULE'] = 'tests.settings'\n"
        "import django; django.setup()\n"
        "from django.urls import get_resolver; get_resolver().url_patterns\n"
        "heavy = {'numba', 'pyarrow', 'jpype', 'pptx', 'xlsxwriter', 'typst', 'openpyxl', 'babel'}\n"
        "found = sorted(heavy & set(sys.modules)); print(found); sys.exit(bool(found))"
    )
    done = subprocess.run([sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]


PENS = {"save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}


def _is_queryset(node: ast.expr) -> bool:
    return any(
        isinstance(part, ast.Attribute) and part.attr in {"objects", "_default_manager"} for part in ast.walk(node)
    )


def test_doors_hold_no_pen() -> None:
    found = []
    for path, _, tree in modules("doors"):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in PENS:
                bare_save = node.func.attr == "save" and not node.args
                if bare_save or _is_queryset(node.func.value):
                    found.append(f"{path}:{node.lineno} .{node.func.attr}()")
    assert found == []


def test_foreign_keys_point_down() -> None:
    order = {name: place for place, name in enumerate(ROOMS)}
    wrong = []
    for model in apps.get_models():
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if not field.concrete or target in (None, "self") or model._meta.app_label not in order:
                continue
            above = order.get(target._meta.app_label, -1)
            if above > order[model._meta.app_label]:
                wrong.append(f"{model.__name__}.{field.name} -> {target.__name__}")
    assert wrong == []


def test_no_signals_are_used() -> None:
    found = [path for path, text, _ in modules() if "django.dispatch" in text or "db.models.signals" in text]
    assert found == []


FORBIDDEN_CALLS = {"eval", "exec", "RawSQL", "mark_safe", "extra"}
REVIEWED = {
    # (path, name): why it is sound
    (
        "src/conspectus/rooms/search/bridge/fulltext.py",
        "RawSQL",
    ): "two constant conditions; what is asked is a parameter",
    (
        "src/conspectus/doors/web/templatetags/knowledge.py",
        "mark_safe",
    ): "Markdown read without HTML, then cleaned by nh3 with an allow-list of tags, attributes and schemes",
}


def test_nothing_turns_input_into_power() -> None:
    found = []
    for path, text, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                if name in FORBIDDEN_CALLS and (path, name) not in REVIEWED:
                    found.append(f"{path}:{node.lineno} {name}()")
                if any(k.arg == "shell" and getattr(k.value, "value", False) for k in node.keywords):
                    found.append(f"{path}:{node.lineno} shell=True")
        if "import pickle" in text or "yaml.load(" in text:
            found.append(f"{path}: pickle or yaml.load")
    assert found == []


def test_every_room_opens_with_its_first_row() -> None:
    for room in (SOURCE / "rooms").iterdir():
        if room.is_dir() and room.name != "__pycache__":
            text = "".join(p.read_text(encoding="utf-8") for p in room.rglob("models*.py"))
            text += "".join(p.read_text(encoding="utf-8") for p in room.rglob("models/*.py"))
            assert "Model" in text, f"room {room.name} has no rows"


def test_actions_say_what_they_do() -> None:
    silent = [
        f"{path}:{node.lineno} {node.name}"
        for path, _, tree in modules("rooms")
        if path.endswith("actions.py") or "/actions/" in path
        for node in functions(tree)
        if not node.name.startswith("_") and node in tree.body and not ast.get_docstring(node)
    ]
    assert silent == []
