"""Who refers to what in the source: definitions reached from where the program is entered, read as syntax trees."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache

from tests.house.tree import modules

Place = tuple[str, str]  # module, name

# Decorators that change or describe a function; every other one hands it to somebody, who then calls it.
PLAIN = {"dataclass", "deed", "njit", "lru_cache", "cache", "contextmanager", "property"}
DOTTED = re.compile(r"conspectus(?:\.\w+)+")
LAZY = "_HOMES"  # a package's table of names that are loaded when first asked for


class Module:
    """One module: what it defines, what its names stand for, and what it does when imported."""

    def __init__(self, path: str, tree: ast.Module) -> None:
        dotted = path.removeprefix("src/").removesuffix(".py").replace("/", ".")
        self.name = dotted.removesuffix(".__init__")
        self.is_package = dotted != self.name
        self.path = path
        self.bound: dict[str, Place] = {}
        self.defined: dict[str, list[ast.stmt]] = {}
        self.entered: list[ast.stmt] = []
        for node in ast.walk(tree):
            self._bind(node)
        for statement in tree.body:
            self._sort(statement)

    def _bind(self, node: ast.AST) -> None:
        if isinstance(node, ast.Import):
            for item in node.names:
                self.bound[item.asname or item.name.split(".")[0]] = (
                    item.name if item.asname else item.name.split(".")[0],
                    "",
                )
        elif isinstance(node, ast.ImportFrom):
            for item in node.names:
                self.bound[item.asname or item.name] = (self._source(node), item.name)
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == LAZY:
            for name, home in ast.literal_eval(node.value).items():
                self.bound[name] = (f"{self.name}.{home}", name)

    def _source(self, node: ast.ImportFrom) -> str:
        """Return the module an import names, seen from here where it is relative."""
        if not node.level:
            return node.module or ""
        parts = self.name.split(".")
        package = parts[: len(parts) - node.level + self.is_package]
        return ".".join([*package, node.module] if node.module else package)

    def _sort(self, node: ast.stmt) -> None:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            self.defined.setdefault(node.name, []).append(node)
            if any(_head(decorator) not in PLAIN for decorator in node.decorator_list):
                self.entered.append(node)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                if isinstance(target, ast.Name) and target.id != "__all__":
                    self.defined.setdefault(target.id, []).append(node)
        elif not isinstance(node, ast.Import | ast.ImportFrom):
            self.entered.append(node)


def _head(decorator: ast.expr) -> str:
    """Return what a decorator is called, its arguments left out."""
    node = decorator.func if isinstance(decorator, ast.Call) else decorator
    return node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")


@cache
def house() -> dict[str, Module]:
    """Return every module of the source by its dotted name."""
    found = [Module(path, tree) for path, _, tree in modules()]
    return {module.name: module for module in found}


def _home(place: Place) -> Place | None:
    """Follow re-exports to where a name is defined; a module stands for itself with no name."""
    known, (module, name) = house(), place
    for _ in range(10):
        if not name:
            return (module, "") if module in known else None
        if module not in known:
            return None
        if name in known[module].defined:
            return module, name
        if name not in known[module].bound or known[module].bound[name] == (module, name):
            module, name = f"{module}.{name}", ""
            continue
        module, name = known[module].bound[name]
    return None


def _spoken(module: Module, node: ast.AST) -> Iterator[Place]:
    """Yield what a piece of code refers to, by name, by module and name, or by a dotted path in a string."""
    for part in ast.walk(node):
        if isinstance(part, ast.Name):
            if part.id in module.defined:
                yield module.name, part.id
            elif part.id in module.bound and (home := _home(module.bound[part.id])):
                yield home
        elif isinstance(part, ast.Attribute) and (home := _module_of(module, part.value)):
            if found := _home((home, part.attr)):
                yield found
        elif isinstance(part, ast.Constant) and isinstance(part.value, str) and DOTTED.fullmatch(part.value):
            where, _, name = part.value.rpartition(".")
            if found := _home((where, name)):
                yield found


def _module_of(module: Module, node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        home = _home(module.bound[node.id]) if node.id in module.bound else None
        return home[0] if home and not home[1] else ""
    if isinstance(node, ast.Attribute) and (above := _module_of(module, node.value)):
        home = _home((above, node.attr))
        return home[0] if home and not home[1] else ""
    return ""


def reached(roots: set[Place]) -> set[Place]:
    """Return every definition that can be reached from what is entered and from the given roots."""
    known = house()
    waiting = list(roots)
    for module in known.values():
        for statement in module.entered:
            waiting += _spoken(module, statement)
            if isinstance(statement, ast.FunctionDef | ast.ClassDef):
                waiting.append((module.name, statement.name))
    seen: set[Place] = set()
    while waiting:
        place = waiting.pop()
        if place in seen or not place[1]:
            continue
        seen.add(place)
        module = known[place[0]]
        for node in module.defined[place[1]]:
            waiting += _spoken(module, node)
    return seen
