"""Django's ``migrate``, which makes an empty database in one step."""

from __future__ import annotations

from typing import Any

from django.core.management.commands.migrate import Command as Migrate
from django.db import connections

from conspectus.kit.fresh import lay_out


class Command(Migrate):
    """As Django's own; what follows an empty database finds no step left to do."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Lay the tables out first, unless less than all of them is wanted."""
        if not any(options.get(part) for part in ("app_label", "plan", "check_unapplied", "fake", "prune")):
            lay_out(connections[options["database"]])
        super().handle(*args, **options)
