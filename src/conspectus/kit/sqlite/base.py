"""Django's SQLite backend, with pragmas that are set and then read back on each new connection."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that is refused unless every pragma holds."""

    # JSON_VALID in a table's own checks counts as unsafe once the schema is not trusted;
    # all JSON is written by Django's encoder, so nothing invalid can arrive.
    data_type_check_constraints = {  # noqa: RUF012 - as Django declares it
        kind: check for kind, check in base.DatabaseWrapper.data_type_check_constraints.items() if kind != "JSONField"
    }

    def get_connection_params(self) -> dict[str, Any]:
        """Keep our pragmas aside; the driver does not know them."""
        parameters: dict[str, Any] = super().get_connection_params()
        self.pragmas: dict[str, int | str] = parameters.pop("pragmas", {})
        return parameters

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Open, set, and prove."""
        connection: Any = super().get_new_connection(conn_params)
        try:
            for name, wanted in self.pragmas.items():
                _set(connection, name, wanted)
        except BaseException:
            connection.close()
            raise
        return connection


def _set(connection: Any, name: str, wanted: int | str) -> None:
    """Set one pragma and refuse a database that does not take it."""
    row = connection.execute(f"PRAGMA {name}").fetchone()
    if row is None or row[0] != wanted:  # asking first spares a lock where the file already agrees
        connection.execute(f"PRAGMA {name} = {wanted}")
        row = connection.execute(f"PRAGMA {name}").fetchone()
    if row is None or row[0] != wanted:
        held = None if row is None else row[0]
        raise ImproperlyConfigured(f"SQLite did not accept {name} = {wanted}; it says {held}.")
