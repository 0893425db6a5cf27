"""The money room as Django knows it."""

from django.apps import AppConfig


class MoneyConfig(AppConfig):
    """Name and label of the room."""

    name = "conspectus.rooms.money"
    label = "money"
    verbose_name = "Money"
    default_auto_field = "django.db.models.BigAutoField"
