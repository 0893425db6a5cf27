"""Declared components: a name, declared props, a template, and examples for the gallery."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from functools import cache
from types import MappingProxyType, UnionType
from typing import Any, Literal, TypeVar, cast, get_args, get_origin, get_type_hints

Made = TypeVar("Made", bound=type)


class UnknownProp(TypeError):
    """A component was given a prop it does not declare, or not given one it needs."""


@dataclass(frozen=True, slots=True)
class Component:
    """One entry of the library; ``slot`` says that it wraps a body."""

    name: str
    words: str
    props: type
    slot: bool
    examples: tuple[Mapping[str, Any], ...]

    @property
    def template(self) -> str:
        """The template's path."""
        return f"ui/{self.name}.html"

    def declared(self) -> list[tuple[str, str, str]]:
        """Return name, type and default of each prop, for the gallery."""
        hints = _hints(self.props)
        return [(f.name, _type_words(hints[f.name]), _default_words(f)) for f in fields(self.props)]

    def check(self, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return all props with defaults filled in; refuse unknown, missing and out-of-range ones."""
        declared = {f.name: f for f in fields(self.props)}
        unknown = sorted(set(given) - set(declared))
        if unknown:
            raise UnknownProp(f"component {self.name} has no prop {', '.join(unknown)}; it has {', '.join(declared)}")
        missing = [n for n, f in declared.items() if n not in given and _default_words(f) == "needed"]
        if missing:
            raise UnknownProp(f"component {self.name} needs the prop {', '.join(missing)}")
        hints = _hints(self.props)
        for name, value in given.items():
            if get_origin(hints[name]) is Literal and value not in get_args(hints[name]):
                raise UnknownProp(f"component {self.name}: {name}={value!r} is none of {get_args(hints[name])}")
        made = self.props(**given)
        return MappingProxyType({name: getattr(made, name) for name in declared})


@cache
def _hints(props: type) -> Mapping[str, Any]:
    """Return the types of a component's props; reading them takes longer than drawing it."""
    return get_type_hints(props)


def _type_words(hint: Any) -> str:
    if get_origin(hint) is Literal:
        return " · ".join(str(choice) or "“”" for choice in get_args(hint))
    if get_origin(hint) in (None, UnionType):
        return getattr(hint, "__name__", str(hint))
    return f"{get_origin(hint).__name__} of {', '.join(_type_words(part) for part in get_args(hint))}"


def _default_words(item: Any) -> str:
    if item.default is not MISSING:
        return repr(item.default)
    if item.default_factory is not MISSING:
        return repr(item.default_factory())
    return "needed"


LIBRARY: dict[str, Component] = {}


def component(name: str, *examples: Mapping[str, Any], slot: bool = False) -> Callable[[Made], Made]:
    """Declare the decorated props class as the component ``name``."""

    def declare(props: Made) -> Made:
        made: Any = dataclass(frozen=True, kw_only=True)(props)
        LIBRARY[name] = Component(name, (props.__doc__ or "").strip(), made, slot, examples)
        return cast(Made, made)

    return declare
