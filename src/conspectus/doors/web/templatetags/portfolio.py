"""Filters of the portfolio table."""

from __future__ import annotations

from django import template

from ..tables.portfolio import trend

register = template.Library()
register.filter("trend", trend)
