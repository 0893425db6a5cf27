"""Filters: figures, dates and reasons in words."""

from __future__ import annotations

from django import template

from conspectus.kit.manner import inside

from .. import words

register = template.Library()

for _filter in (
    words.day,
    words.told,
    words.last_day,
    words.eve,
    words.moment,
    words.whole,
    words.plain,
    words.tenths,
    words.hundredth,
    words.size,
    words.signs,
    words.steps,
    words.hundredths,
    words.percent,
    words.part,
    words.money,
    words.exact,
    words.ratio,
    words.checked,
    words.why,
    words.several,
    words.called,
    inside,
    words.spoken,
):
    register.filter(_filter.__name__, _filter)
