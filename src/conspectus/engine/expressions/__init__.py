"""What people write over names of known kinds: a small typed language, checked when written, computed exactly."""

from conspectus.engine.expressions.computing import Trouble, compute, given
from conspectus.engine.expressions.expression import Expression, Kind, Wrong, WrongExpression, parse

__all__ = ["Expression", "Kind", "Trouble", "Wrong", "WrongExpression", "compute", "given", "parse"]
