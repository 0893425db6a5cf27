"""The portfolio room as Django knows it."""

from django.apps import AppConfig


class PortfolioConfig(AppConfig):
    """Name and label of the room."""

    name = "conspectus.rooms.portfolio"
    label = "portfolio"
    verbose_name = "Portfolio"
    default_auto_field = "django.db.models.BigAutoField"
