"""Filters of the tables: what a row says beyond its columns."""

from __future__ import annotations

from django import template

from ..tables.comparison import said_of
from ..tables.portfolio import trend

register = template.Library()
register.filter("trend", trend)
register.filter("said_of", said_of)
